"""What is asked of a picture and what is found in it: plain values, no numpy."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toancanh.health.model import FaultKind, Sign

_FORMS = {"Y": 4, "m": 2, "d": 2, "H": 2, "M": 2, "S": 2}
"""Fields of strftime that are digits only, of fixed width, and how many."""
LOCAL_OFFSET_S = 7 * 3600
"""Asia/Ho_Chi_Minh: no summer time, and the sun that the hours of `Light` are for."""


class CameraClass(enum.StrEnum):
    """What the thresholds depend on."""

    FIXED = "fixed"
    PTZ = "ptz"


class Light(enum.Enum):
    """What an hour of the day promises in Hà Nội: between them lies twilight, when either may be."""

    DAY = "day"
    NIGHT = "night"


def lights_of(hour: float) -> tuple[Light, ...]:
    """What may be at a local hour (0 to 24): sunrise there lies between 5:15 and 6:35, sunset 17:15 and 18:40."""
    if 7.5 <= hour < 16.5:
        return (Light.DAY,)
    if hour < 4.75 or hour >= 19.25:
        return (Light.NIGHT,)
    return (Light.DAY, Light.NIGHT)


class DayPart(enum.StrEnum):
    """What thresholds depend on besides the class of the camera."""

    DAY = "day"
    TWILIGHT = "twilight"
    NIGHT = "night"


def part_of(hour: float) -> DayPart:
    """Of a local hour (0 to 24)."""
    lights = lights_of(hour)
    return DayPart.TWILIGHT if len(lights) > 1 else DayPart(lights[0].value)


@dataclass(frozen=True, kw_only=True)
class Overlay:
    """Where a camera writes its time, in shares of the picture, and how: ``form`` is strftime's, of fixed width."""

    left: float
    top: float
    width: float
    height: float
    form: str = "%Y-%m-%d %H:%M:%S"
    tolerance_s: float = 60.0


class TimeReading(enum.StrEnum):
    """Whether the time in a camera's picture can be judged."""

    READ = "read"
    LEARNING = "learning"  # too few of its digits were seen yet
    UNREADABLE = "unreadable"  # its digits cannot be told apart where they were said to stand


def places_of(form: str) -> list[int | None]:
    """For each character of the text: which field of the form it belongs to (index into the form), None for others.

    Raises ValueError where the form has fields that are not digits of a fixed width.
    """
    places: list[int | None] = []
    at = 0
    while at < len(form):
        if form[at] != "%":
            places.append(None)
            at += 1
            continue
        count = _FORMS.get(form[at + 1 : at + 2])
        if count is None:
            known = ", ".join(f"%{field}" for field in _FORMS)
            raise ValueError(f"the time in a picture can be made of {known} only, not of {form[at : at + 2]!r}")
        places += [at] * count
        at += 2
    return places


@dataclass(frozen=True, kw_only=True)
class Context:
    """``taken_us``: when the picture was taken, by the platform's clock. ``hfov_deg``: 0 where nobody knows it.
    ``is_at_home``: False while a camera is steered or on tour, where its view says nothing.
    """

    taken_us: int
    camera_class: CameraClass = CameraClass.FIXED
    hfov_deg: float = 0.0
    is_at_home: bool = True
    overlay: Overlay | None = None

    @property
    def local_s(self) -> float:
        """Seconds since 1970 on a clock on the wall there."""
        return self.taken_us / 1e6 + LOCAL_OFFSET_S

    @property
    def hour(self) -> float:
        return self.local_s % 86_400 / 3600


@dataclass(frozen=True, kw_only=True)
class Movement:
    """How the view differs from the approved one: to the right, upwards and clockwise (of the camera) is positive.

    ``pan_deg`` and ``tilt_deg`` are None where the field of view is not known. ``overlap``: the share of the approved
    view that is still seen; None: nothing of it was found again.
    """

    overlap: float | None
    shift_x: float | None = None  # shares of the width and of the height
    shift_y: float | None = None
    pan_deg: float | None = None
    tilt_deg: float | None = None
    roll_deg: float | None = None


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One check: ``score`` from 0 (well) to 1 (certainly wrong), wrong from ``threshold`` on. ``explained_by``: what
    else is wrong and makes this check say nothing of its own.
    """

    kind: FaultKind
    score: float
    threshold: float
    details: Mapping[str, object]
    explained_by: FaultKind | None = None

    @property
    def is_bad(self) -> bool:
        return self.explained_by is None and self.score >= self.threshold


@dataclass(frozen=True, kw_only=True)
class Findings:
    """All checks that could be made of one picture. A kind that is missing could not be judged."""

    findings: tuple[Finding, ...]
    movement: Movement | None = None

    def of(self, kind: FaultKind) -> Finding | None:
        """One of them."""
        return next((finding for finding in self.findings if finding.kind is kind), None)

    @property
    def bad(self) -> tuple[FaultKind, ...]:
        """What is wrong, what explains the rest first."""
        return tuple(finding.kind for finding in self.findings if finding.is_bad)

    def signs(self, at_us: int) -> Sequence[Sign]:
        """For `toancanh.health.model.step`; what another fault explains is no sign of either state."""
        return [
            Sign(
                kind=finding.kind,
                score=finding.score,
                threshold=finding.threshold,
                at_us=at_us,
                details=finding.details,
            )
            for finding in self.findings
            if finding.explained_by is None
        ]
