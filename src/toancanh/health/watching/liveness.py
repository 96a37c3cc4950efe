"""What the media process says of a camera's stream, judged against what the camera promised and what it used to send.

Pure: one `StreamJudge` for each camera keeps what it has to remember.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from toancanh.health.model import FaultKind, Sign
from toancanh.media.model import StateReason, StreamState

_S = 1_000_000
NEVER_SEEN_US = 30 * _S
"""A camera that has not sent anything since the platform started is given so long to answer."""
SAME_KEYS = 3
"""So many equal key frames in a row are one picture sent again and again."""
_SETTLED_US = 60 * _S
"""A stream that has just begun does not show yet what it can."""
_LEARNS_US = 600 * _S
_LOSS = 0.01
_CLOCK_US = 2 * _S
_KEY_US = 10 * _S
_UNSTEADY = 5
_UNSTEADY_US = 900 * _S
_PACKET_BITS = 9_600
_SLOW = 0.4
_STRANGE = 0.9
_FEWER_FRAMES = 0.25
"""Fewer frames than promised by such a share: an encoder's own clock and a dropped picture are less."""
_MORE_BITS = 0.5
"""More bits than promised by such a share. Fewer are no fault before nothing is left: encoders promise a ceiling."""
_RARER_KEYS = 2.0
"""So many times the promised time between key frames."""


@dataclass(frozen=True, kw_only=True)
class Promise:
    """What the dossier says of a camera's main stream; None where nobody has declared anything."""

    width_px: int | None = None
    height_px: int | None = None
    fps: float | None = None
    bitrate_kbps: float | None = None
    key_interval_s: float | None = None


class StreamJudge:
    """One camera's stream. Times UTC, in microseconds."""

    def __init__(self) -> None:
        self._usual_fps = 0.0
        self._usual_bps = 0.0
        self._at_us = 0
        self._lost = 0
        self._loss = 0.0
        self._reconnects: list[tuple[int, int]] = []

    def signs(self, report: Mapping[str, Any], promise: Promise, now_us: int) -> list[Sign]:
        """Of every kind that can be judged now. ``report``: as `media.process` sends it."""
        state = StreamState(report["state"])
        if state in (StreamState.DISABLED, StreamState.CONNECTING) and report["last_frame_us"] is None:
            waits_us = now_us - int(report["since_us"])
            if state is StreamState.DISABLED or waits_us < NEVER_SEEN_US:
                return []
        away = self._away(report, state, now_us)
        found = [away, self._unsteady(report, now_us)]
        if away.is_bad:
            return found
        found += [self._frozen(report, state, now_us), _not_recorded(report, now_us)]
        if now_us - int(report["since_us"]) >= _SETTLED_US:
            found += [
                *self._usual(report, promise, now_us),
                self._lossy(report, now_us),
                *_plain(report, promise, now_us),
            ]
        self._at_us, self._lost = now_us, int(report["lost_packets"])
        return found

    def _away(self, report: Mapping[str, Any], state: StreamState, now_us: int) -> Sign:
        is_away = state in (StreamState.OFFLINE, StreamState.CONNECTING)
        since_us = report["last_frame_us"] or report["since_us"]
        reason = str(report["reason"]) if is_away else str(StateReason.NONE)
        return Sign(
            kind=FaultKind.AWAY, score=float(is_away), threshold=1.0, at_us=now_us, since_us=int(since_us),
            details={"reason": reason},
        )  # fmt: skip

    def _frozen(self, report: Mapping[str, Any], state: StreamState, now_us: int) -> Sign:
        same = int(report.get("same_keys", 0))
        score = 1.0 if state is StreamState.FROZEN else min(1.0, same / SAME_KEYS)
        since_us = int(report["since_us"]) if state is StreamState.FROZEN else now_us
        return Sign(
            kind=FaultKind.FROZEN, score=score, threshold=1.0, at_us=now_us, since_us=since_us,
            details={"same_key_frames": same},
        )  # fmt: skip

    def _unsteady(self, report: Mapping[str, Any], now_us: int) -> Sign:
        """Connections within the last quarter of an hour."""
        count = int(report["reconnects"])
        if not self._reconnects or self._reconnects[-1][1] != count:
            self._reconnects.append((now_us, count))
        while len(self._reconnects) > 1 and self._reconnects[1][0] < now_us - _UNSTEADY_US:
            self._reconnects.pop(0)
        times = max(0, count - self._reconnects[0][1])
        return Sign(
            kind=FaultKind.UNSTEADY, score=min(1.0, times / (2 * _UNSTEADY)), threshold=0.5, at_us=now_us,
            details={"reconnects": times, "seconds": _UNSTEADY_US // _S},
        )  # fmt: skip

    def _usual(self, report: Mapping[str, Any], promise: Promise, now_us: int) -> list[Sign]:
        """Against what it sends most of the time (what is wrong is learnt forty times as slowly as what is well) and
        against what is promised; the worse of the two counts.
        """
        fps, bps = float(report["fps"]), float(report["bitrate_bps"])
        if fps <= 0 or bps <= 0:
            return []
        passed_us = min(_LEARNS_US, max(0, now_us - self._at_us)) if self._at_us else 0
        if not self._usual_fps:
            self._usual_fps, self._usual_bps = fps, bps
        slow = max(0.0, 1 - fps / self._usual_fps)
        ratio = bps / self._usual_bps
        strange = max(1 - ratio, 1 - 1 / ratio)
        is_bad = slow >= _SLOW or strange >= _STRANGE
        weight = passed_us / _LEARNS_US / (40 if is_bad else 1)
        self._usual_fps += (fps - self._usual_fps) * weight
        self._usual_bps += (bps - self._usual_bps) * weight
        told_fps: dict[str, object] = {"fps": fps, "usual_fps": round(self._usual_fps, 1)}
        told_bps: dict[str, object] = {"bitrate_bps": round(bps), "usual_bps": round(self._usual_bps)}
        if promise.fps:
            told_fps["promised_fps"] = promise.fps
            slow = max(slow, min(1.0, _SLOW * (1 - fps / promise.fps) / _FEWER_FRAMES))
        if promise.bitrate_kbps:
            told_bps["promised_bps"] = round(1000 * promise.bitrate_kbps)
            ratio = bps / (1000 * promise.bitrate_kbps)
            strange = max(strange, 1 - ratio, min(1.0, _STRANGE * (ratio - 1) / _MORE_BITS))
        return [
            Sign(kind=FaultKind.SLOW, score=slow, threshold=_SLOW, at_us=now_us, details=told_fps),
            Sign(kind=FaultKind.BIT_RATE, score=strange, threshold=_STRANGE, at_us=now_us, details=told_bps),
        ]

    def _lossy(self, report: Mapping[str, Any], now_us: int) -> Sign:
        """Over about half a minute; packets are reckoned from the bit rate."""
        passed_s = (now_us - self._at_us) / _S if self._at_us else 0.0
        lost = max(0, int(report["lost_packets"]) - self._lost) if self._at_us else 0
        came = passed_s * float(report["bitrate_bps"]) / _PACKET_BITS
        now = lost / (lost + came) if lost + came else 0.0
        self._loss += (now - self._loss) * min(1.0, passed_s / 30)
        return Sign(
            kind=FaultKind.LOSSY, score=min(1.0, self._loss / (2 * _LOSS)), threshold=0.5, at_us=now_us,
            details={"lost_percent": round(100 * self._loss, 2)},
        )  # fmt: skip


def _not_recorded(report: Mapping[str, Any], now_us: int) -> Sign:
    why = report.get("recording_fault")
    return Sign(
        kind=FaultKind.NOT_RECORDED, score=float(why is not None), threshold=1.0, at_us=now_us,
        details={} if why is None else {"reason": str(why)},
    )  # fmt: skip


def _plain(report: Mapping[str, Any], promise: Promise, now_us: int) -> list[Sign]:
    found = []
    clock = report.get("clock")
    if clock is not None and clock["offset_us"] is not None:
        offset_us = abs(int(clock["offset_us"]))
        details = {"offset_s": round(int(clock["offset_us"]) / _S, 3), "drift_ppm": clock["drift_ppm"]}
        score = min(1.0, offset_us / (2 * _CLOCK_US))
        found.append(Sign(kind=FaultKind.CLOCK, score=score, threshold=0.5, at_us=now_us, details=details))
    key_us = report.get("key_interval_us")
    if key_us is not None:
        score = min(1.0, int(key_us) / (2 * _KEY_US))
        details = {"seconds": round(int(key_us) / _S, 1)}
        if promise.key_interval_s:
            details["promised_s"] = promise.key_interval_s
            score = max(score, min(1.0, int(key_us) / (2 * _RARER_KEYS * promise.key_interval_s * _S)))
        found.append(Sign(kind=FaultKind.RARE_KEY_FRAMES, score=score, threshold=0.5, at_us=now_us, details=details))
    if promise.width_px and promise.height_px and report["width"] and report["height"]:
        width, height = int(report["width"]), int(report["height"])
        missing = max(0.0, 1 - width * height / (promise.width_px * promise.height_px))
        details = {"width_px": width, "height_px": height, "promised_px": [promise.width_px, promise.height_px]}
        found.append(Sign(kind=FaultKind.SIZE, score=missing, threshold=0.1, at_us=now_us, details=details))
    return found
