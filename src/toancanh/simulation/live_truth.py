"""The truth of live pictures of the district: what a film has beside it, of pictures that nobody made beforehand.

A file for each minute of UTC in which somebody watched, and for each way the camera looked in it; the format is that of
films (docs/design/district-views.md).
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from toancanh.simulation.district_views.films import TRUTH_SUFFIX, DistrictFilm
from toancanh.simulation.district_views.scenes import ShownScene
from toancanh.simulation.district_views.truth import FrameTruth, TruthFilm
from toancanh.simulation.encoding import Encoding
from toancanh.simulation.view import STRAIGHT, Aim

_MINUTE_US = 60_000_000


class TruthKeepingFilm(DistrictFilm):
    """``camera`` names its files in ``folder``, which is there. One thread at a time, also for ``close``."""

    def __init__(
        self,
        scene: ShownScene,
        encoding: Encoding,
        aim: Callable[[int], Aim] = lambda _: STRAIGHT,
        *,
        folder: Path,
        camera: str,
    ) -> None:
        super().__init__(scene, encoding, aim)
        self._folder, self._camera = folder, camera
        self._pose = self._view.pose
        self._frames: list[FrameTruth] = []
        self._capture_us: list[int] = []
        self._covered: list[int] = []

    def shoot(self, tick: int, *, as_key: bool = False) -> tuple[list[bytes], bool]:
        """See `live.Film`."""
        capture_us = tick * 1_000_000 // self._encoding.fps
        if self._capture_us and capture_us // _MINUTE_US != self._capture_us[0] // _MINUTE_US:
            self.close()
        made = super().shoot(tick, as_key=as_key)
        if self._view.pose != self._pose:  # it was turned: a file has one pose
            self.close()
            self._pose = self._view.pose
        if self._aim(capture_us).is_covered:
            self._covered.append(len(self._frames))
        self._frames.append(self._view.truth(self._scene.play_s(capture_us)))
        self._capture_us.append(capture_us)
        return made

    def close(self) -> None:
        """Write what is not written yet. A disk that is full costs a minute, and that is said."""
        if not self._frames:
            return
        truth = TruthFilm(header=self._header(), frames=tuple(self._frames))
        path = self._folder / f"{self._name()}{TRUTH_SUFFIX}"
        self._frames, self._capture_us, self._covered = [], [], []
        try:
            truth.write(path)
        except OSError as error:
            print(f"toancanh: the truth of a minute is lost: {path} ({error.strerror})", file=sys.stderr, flush=True)

    def _name(self) -> str:
        size = f"{self._encoding.width}x{self._encoding.height}-{self._encoding.fps}"
        began = datetime.fromtimestamp(self._capture_us[0] / 1e6, UTC)
        return f"{self._camera}-{size}-{began:%Y%m%dT%H%M%S}{self._capture_us[0] % 1_000_000:06}Z"

    def _header(self) -> dict[str, object]:
        play = self._view.play
        seen = sorted({int(number) for frame in self._frames for number in frame.numbers})
        return {
            "camera": self._camera,
            "pose": asdict(self._pose),
            "play": play.name,
            "play_seed": play.seed,
            "play_start": play.start.isoformat(),
            "fps": self._encoding.fps,
            "plates": {str(number): play.bodies[number].plate for number in seen if play.bodies[number].plate},
            "synthetic": True,
            "capture_us": self._capture_us,
            "covered": self._covered,
        }
