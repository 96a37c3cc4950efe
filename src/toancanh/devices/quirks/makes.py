"""Reading `makes.json`, and addresses by template."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Literal

from toancanh.kernel import Invalid

Role = Literal["main", "sub"]
_MOST_CHANNELS = 1024


@dataclass(frozen=True, kw_only=True)
class Deviation:
    """What devices of the make do otherwise than the standard, and what we do about it."""

    id: str
    what: str
    done: str
    source: str


@dataclass(frozen=True, kw_only=True)
class MakeQuirks:
    """One make. Templates know ``{channel}`` from 1, ``{channel0}`` from 0, and times of a replay."""

    make: str
    title: str
    matches: tuple[str, ...]
    onvif_ports: tuple[int, ...]
    rtsp_port: int
    streams: Mapping[str, Mapping[str, str]]  # by camera and recorder, by role
    replay: str = ""
    replay_time: str = ""
    deviations: tuple[Deviation, ...] = ()
    sources: tuple[str, ...] = ()

    def stream_path(self, role: Role, *, channel: int = 1, of_recorder: bool = False) -> str:
        """Path and query of a stream where the device tells none; empty where the make's way is not known."""
        _check_channel(channel)
        template = self.streams.get("recorder" if of_recorder else "camera", {}).get(role, "")
        return template.format(channel=channel, channel0=channel - 1)

    def replay_path(self, *, channel: int, start_us: int, end_us: int) -> str:
        """Path and query that replay a range from the device's own storage; empty where the make has none."""
        _check_channel(channel)
        if not self.replay:
            return ""
        start, end = (datetime.fromtimestamp(at_us // 1_000_000, UTC) for at_us in (start_us, end_us))
        return self.replay.format(
            channel=channel,
            start=start.strftime(self.replay_time),
            end=end.strftime(self.replay_time),
            start_s=start_us // 1_000_000,
            end_s=-(-end_us // 1_000_000),
        )


@cache
def known_makes() -> tuple[MakeQuirks, ...]:
    """All of them, in the order of the file."""
    text = files("toancanh.devices.quirks").joinpath("makes.json").read_text(encoding="utf-8")
    return tuple(
        MakeQuirks(
            make=entry["make"],
            title=entry["title"],
            matches=tuple(entry["matches"]),
            onvif_ports=tuple(entry["onvif_ports"]),
            rtsp_port=entry["rtsp_port"],
            streams=entry["streams"],
            replay=entry.get("replay", ""),
            replay_time=entry.get("replay_time", ""),
            deviations=tuple(Deviation(**deviation) for deviation in entry["deviations"]),
            sources=tuple(entry["sources"]),
        )
        for entry in json.loads(text)["makes"]
    )


def quirks_of(make: str) -> MakeQuirks | None:
    """By what a device calls its make, or a person does; None for one that is not known."""
    said = " ".join(make.lower().split())
    return next(
        (
            known
            for known in known_makes()
            if any(said == name or said.startswith(f"{name} ") for name in known.matches)
        ),
        None,
    )


def onvif_ports() -> tuple[int, ...]:
    """Where devices of known makes answer, the usual ones first: for a scan."""
    return tuple(dict.fromkeys(port for make in known_makes() for port in make.onvif_ports))


def _check_channel(channel: int) -> None:
    if not 1 <= channel <= _MOST_CHANNELS:
        raise Invalid(f"channels are counted from 1 to {_MOST_CHANNELS}")
