"""Whether a device keeps what the platform needs of it. Pure."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from toancanh.devices.facts import Channel, DeviceFacts, Encoding, VideoEncoding

CLOCK_LATE_US = 5_000_000
"""More than this aside from ours is told; streams carry their own times, events and overlays the clock's."""
CLOCK_ABSURD_US = 86_400_000_000
KEPT = frozenset({VideoEncoding.H264, VideoEncoding.H265})


class Rule(enum.StrEnum):
    """What is looked at."""

    PROFILE = "profile"  # ONVIF S or T
    CODEC = "codec"
    SUB_STREAM = "sub_stream"
    CLOCK = "clock"
    STORAGE = "storage"  # profile G: holes can be filled from it
    STREAM = "stream"


class Verdict(enum.StrEnum):
    """What came of it."""

    KEPT = "kept"
    MISSED = "missed"  # works, with less
    BROKEN = "broken"  # the platform cannot use it so


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One rule's outcome; ``said``: the device's own words or figures."""

    rule: Rule
    verdict: Verdict
    said: str
    channel: int | None = None


def judge(facts: DeviceFacts) -> list[Finding]:
    """All rules. A device that claims no profile and works is not refused: half of the field claims nothing."""
    claimed = facts.onvif_profiles
    found = [
        Finding(
            rule=Rule.PROFILE, said=", ".join(sorted(claimed)) or "none",
            verdict=Verdict.KEPT if claimed & {"S", "T"} else Verdict.MISSED,
        ),
        Finding(
            rule=Rule.STORAGE, said="G" if "G" in claimed else "none",
            verdict=Verdict.KEPT if "G" in claimed else Verdict.MISSED,
        ),
        _clock(facts),
    ]  # fmt: skip
    if not facts.channels:
        found.append(Finding(rule=Rule.STREAM, verdict=Verdict.BROKEN, said="no video source"))
    for channel in facts.channels:
        found += _channel(channel)
    return found


def is_broken(findings: list[Finding]) -> bool:
    """Whether nothing of it can be used: every channel has something broken."""
    channels = {one.channel for one in findings if one.channel is not None}
    broken = {one.channel for one in findings if one.verdict is Verdict.BROKEN}
    return None in broken or (bool(channels) and channels <= broken)


def _clock(facts: DeviceFacts) -> Finding:
    offset_us = abs(facts.time.offset_us)
    said = f"{facts.time.offset_us / 1e6:+.1f} s"
    # a clock in 1970 is put right by the template, or by hand: pictures come all the same
    return Finding(rule=Rule.CLOCK, verdict=Verdict.KEPT if offset_us <= CLOCK_LATE_US else Verdict.MISSED, said=said)


def _channel(of: Channel) -> list[Finding]:
    main, sub = of.main, of.sub
    if main is None or not main.stream_address:
        return [Finding(rule=Rule.STREAM, verdict=Verdict.BROKEN, said="no stream address", channel=of.number)]
    coding: Encoding | None = main.encoding
    found = []
    if coding is not None:
        kept = coding.encoding in KEPT
        found.append(
            Finding(
                rule=Rule.CODEC, verdict=Verdict.KEPT if kept else Verdict.BROKEN, said=coding.encoding.value,
                channel=of.number,
            )
        )  # fmt: skip
    found.append(
        Finding(
            rule=Rule.SUB_STREAM, verdict=Verdict.KEPT if sub is not None else Verdict.MISSED,
            said="yes" if sub is not None else "none", channel=of.number,
        )
    )  # fmt: skip
    return found
