"""The parent's side of the confined process that looks without weights. Blocking; one caller at a time."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from toancanh.kernel import PlatformError, Unavailable
from toancanh.vision.calibration import Calibration
from toancanh.vision.confined.coded import CodedPictures, Looked, looked_of
from toancanh.vision.confined.process import Confined
from toancanh.vision.zones import Zone

_WORKER = "toancanh.vision.without_weights.worker"
LIMIT_S = 30
"""A question takes no longer: forty pictures take a second of a core, which a busy machine gives a twentieth of."""
START_S = 30.0  # until a process has loaded its libraries, on a busy machine
_GRACE_S = 2.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Street:
    """What is drawn over one camera's picture. ``place``: latitude and longitude, where north is known as well: then
    shadows fall where the sun says.
    """

    camera: str
    zones: Sequence[Zone]
    calibration: Calibration
    place: tuple[float, float] | None = None

    def question(self) -> dict[str, Any]:
        """As it is asked."""
        return {
            "op": "open",
            "camera": self.camera,
            "view": self.calibration.view.vector.tolist(),
            "aspect": self.calibration.aspect,
            "origin": self.place,
            "zones": [
                {"id": zone.id, "kind": zone.kind, "points": zone.points, "aspect": zone.aspect} for zone in self.zones
            ],
        }


class StreetProcess:
    """All cameras of one worker. After an error it has ended, and knows no camera any more: make another."""

    def __init__(self, *, limit_s: int = LIMIT_S, start_s: float = START_S) -> None:
        self._process = Confined(_WORKER)
        self._limit_s = limit_s
        self._start_s = start_s
        self._is_fresh = True
        self.cpu_s = 0.0
        """What its answers have cost, of a core."""

    @property
    def pid(self) -> int:
        """Of the process."""
        return self._process.pid

    def open(self, street: Street) -> bool:
        """False where nothing that is drawn lies on the ground in view. Raises `Unavailable`."""
        return bool(self._ask(street.question(), b"")["has_ground"])

    def forget(self, camera: str) -> None:
        """Raises `Unavailable`."""
        self._ask({"op": "close", "camera": camera}, b"")

    def look(self, coded: CodedPictures) -> list[Looked]:
        """What is in the wanted pictures of a camera that was opened, as far as they could be decoded. Raises
        `Unavailable`, and `Exhausted` where it is too much at once.
        """
        question, body = coded.question()
        told = self._ask({**question, "op": "look"}, body)
        try:
            return [looked_of(one) for one in told["pictures"]]
        except (KeyError, TypeError, ValueError):  # something else than our worker speaks
            raise self._death() from None

    def close(self) -> None:
        """End it."""
        self._process.end()

    def _ask(self, question: dict[str, Any], body: bytes) -> dict[str, Any]:
        grace_s = self._start_s if self._is_fresh else _GRACE_S
        told = self._process.ask(question, body, limit_s=self._limit_s, grace_s=grace_s)
        if told is None:
            raise self._death()
        if told["error"]:
            self._process.end()
            raise Unavailable("the worker that looks at pictures ran out of memory", reason=str(told["error"]))
        self._is_fresh = False
        self.cpu_s += float(told["cpu_s"])
        return told

    def _death(self) -> PlatformError:
        code = self._process.end()
        if code in (-signal.SIGALRM, -signal.SIGKILL):
            return Unavailable(
                f"a worker did not answer within {self._limit_s} s and was ended", reason="never_answered"
            )
        return Unavailable(f"a worker died (status {code})", reason="died")
