"""Frozen pictures: what the hub of a stream and the judge of its figures say of streams of the generated set.

A picture that hangs reaches us in two ways: the encoder codes it anew each time, clock and all, or the camera sends
what it has coded again. An encoder whose rate control still moves codes the same picture otherwise each time: that is
printed apart, and not told. Streams on which nothing is wrong are those of calm places, by night and by day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import av

from benchmarks.figures import Figure
from toancanh.health.model import FaultKind
from toancanh.health.watching.liveness import Promise, StreamJudge
from toancanh.media.ingest.hub import StreamHub
from toancanh.media.model import AccessUnit
from toancanh.simulation.faulty_pictures import CameraPlace, Day, taken

_HOURS = (2.5, 12.0, 21.0)
_FPS, _GOP, _PICTURES = 2, 2, 20
_DAY_S = 86_400


def frozen_figures(places: Sequence[CameraPlace]) -> list[Figure]:
    """Recall of both ways together, and alarms of streams with nothing wrong."""
    found = moving = alarms = streams = 0
    for place in places:
        for hour in _HOURS:
            moments = [Day(seed=place.seed, number=5).at(hour, index / _FPS) for index in range(_PICTURES)]
            alive = list(_coded([taken(place, moment, None, index) for index, moment in enumerate(moments)]))
            hangs = [taken(place, moments[0], None, 0)] * _PICTURES
            again = [alive[index % _GOP] for index in range(_PICTURES)]
            found += _is_alarm(list(_coded(hangs, qp="27"))) + _is_alarm(again)
            moving += _is_alarm(list(_coded(hangs)))
            alarms += _is_alarm(alive)
            streams += 1
    share, watched_s = found / (2 * streams), streams * _PICTURES / _FPS
    return [
        Figure(
            key="recall, medium: frozen", value=share, unit="", target=">= 0.95", holds=share >= 0.95,
            peer=f"{found} of {2 * streams}: coded anew at a settled quality, or the same bytes again; clock and all",
        ),
        Figure(
            key="recall: frozen, while the encoder's rate control still moves", value=moving / streams, unit="",
            peer=f"{moving} of {streams} within {_PICTURES / _FPS:.0f} s",
        ),
        Figure(
            key="false alarms: frozen", value=alarms, unit="", target="0", holds=alarms == 0,
            peer=f"in {streams} calm streams of {_PICTURES / _FPS:.0f} s, {watched_s / _DAY_S:.3f} camera-days, "
            f"{streams * _PICTURES // _GOP} key frames",
        ),
    ]  # fmt: skip


def _is_alarm(units: Sequence[tuple[bool, bytes]]) -> bool:
    """Whether the judge calls the stream frozen when all of it has come."""
    hub, now_us = StreamHub(), 0
    for index, (is_key, data) in enumerate(units):
        now_us = index * 1_000_000 // _FPS
        hub.on_access_unit(
            AccessUnit(media_time=index * 90_000 // _FPS, is_key=is_key, data=data, wall_us=now_us, arrival_us=now_us)
        )
    report = {
        "state": "online", "reason": "none", "since_us": 0, "last_frame_us": now_us, "fps": float(_FPS),
        "bitrate_bps": 500_000, "width": None, "height": None, "lost_packets": 0, "reconnects": 0,
        "recording_fault": None, "clock": None, "same_keys": hub.same_keys, "key_interval_us": None,
    }  # fmt: skip
    signs = StreamJudge().signs(report, Promise(), now_us)
    return any(one.is_bad for one in signs if one.kind is FaultKind.FROZEN)


def _coded(frames: Sequence[av.VideoFrame], **quality: str) -> Iterator[tuple[bool, bytes]]:
    """As an encoder in a camera does it: each picture at once. Without parameter sets, as access units are.
    ``quality``: in place of a rate that is steered (x264's crf).
    """
    encoder = av.CodecContext.create("libx264", "w")
    assert isinstance(encoder, av.VideoCodecContext)
    encoder.width, encoder.height, encoder.pix_fmt = frames[0].width, frames[0].height, "yuv420p"
    encoder.time_base, encoder.framerate, encoder.gop_size = Fraction(1, _FPS), Fraction(_FPS), _GOP
    encoder.options = {
        "preset": "veryfast", "tune": "zerolatency", "threads": "1", **(quality or {"crf": "27"}),
        "x264-params": "scenecut=0:repeat-headers=0:aud=0:sei=0",
    }  # fmt: skip
    for index, frame in enumerate(frames):
        plain = frame.reformat(format="yuv420p")
        plain.pts, plain.time_base = index, Fraction(1, _FPS)
        for packet in encoder.encode(plain):
            yield packet.is_keyframe, _slices(bytes(packet))
    for packet in encoder.encode(None):
        yield packet.is_keyframe, _slices(bytes(packet))


def _slices(annex_b: bytes) -> bytes:
    """The NAL units of slices (H.264, table 7-1: 1 and 5), each behind its length."""
    made = b""
    for unit in annex_b.replace(b"\0\0\0\1", b"\0\0\1").split(b"\0\0\1"):
        if unit and unit[0] & 0x1F in (1, 5):
            made += len(unit).to_bytes(4, "big") + unit
    return made
