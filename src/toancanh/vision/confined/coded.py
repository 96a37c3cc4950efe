"""What a confined process is asked about pictures, and what it answers: JSON, and the coded pictures behind it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from toancanh.kernel import Exhausted
from toancanh.media.model import AccessUnit, Codec
from toancanh.media.pictures.messages import MAX_BODY_BYTES
from toancanh.vision.model import Detections, ObjectKind, Picture


@dataclass(frozen=True, kw_only=True)
class CodedPictures:
    """Coded pictures of one camera, in order. ``wanted``: media times of those that are to be looked at. ``is_new``:
    the first is a key frame, and no decoder stands before it.
    """

    camera: str
    codec: Codec
    configuration: bytes  # body of avcC or hvcC
    units: tuple[AccessUnit, ...]
    wanted: Collection[int]
    is_new: bool = False

    def question(self) -> tuple[dict[str, Any], bytes]:
        """As it is asked. Raises `Exhausted` where it is too much at once."""
        body = b"".join(unit.data for unit in self.units)
        if len(body) > MAX_BODY_BYTES:
            raise Exhausted(f"{len(body)} bytes of video at once are too much for a look")
        samples = [(len(unit.data), unit.media_time, unit.is_key, unit.wall_us) for unit in self.units]
        question = {
            "camera": self.camera,
            "codec": self.codec,
            "configuration": self.configuration.hex(),
            "samples": samples,
            "wanted": sorted(self.wanted),
            "is_new": self.is_new,
        }
        return question, body


@dataclass(frozen=True, kw_only=True, eq=False)
class Looked:
    """What was found in one picture, whose size in pixels goes with the boxes. ``is_settled``: False while nothing can
    be said (the empty street is being learned). ``is_still``: it has been the very same picture for a while.
    """

    time_us: int
    width: int
    height: int
    detections: Detections
    is_settled: bool = True
    is_still: bool = False


def told_of(picture: Picture, found: Detections) -> dict[str, Any]:
    """One picture of an answer, inside the confined process."""
    return {
        "time_us": picture.time_us,
        "width": picture.width,
        "height": picture.height,
        "boxes_px": found.boxes_px.round(2).tolist(),
        "kinds": list(found.kinds),
        "scores": found.scores.round(4).tolist(),
    }


def looked_of(told: Mapping[str, Any]) -> Looked:
    """Arrays are checked as they are made: whatever runs in that process, only kinds and boxes come out of it. Raises
    KeyError, TypeError or ValueError where something else than our worker speaks.
    """
    found = Detections.of(told["boxes_px"], [ObjectKind(kind) for kind in told["kinds"]], told["scores"])
    return Looked(
        time_us=int(told["time_us"]),
        width=int(told["width"]),
        height=int(told["height"]),
        detections=found,
        is_settled=bool(told.get("is_settled", True)),
        is_still=bool(told.get("is_still", False)),
    )
