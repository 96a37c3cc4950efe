"""Coded video that is played over and over: a file mapped into memory, its samples found once."""

from __future__ import annotations

import bisect
import mmap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av

from toancanh.kernel import Clock, Invalid
from toancanh.media.model import Codec
from toancanh.simulation.packets import Identity
from toancanh.simulation.parameters import is_parameter_set, parse_configuration, split_lengths
from toancanh.simulation.source import PictureSource

_CODECS = {"h264": Codec.H264, "hevc": Codec.H265}


@dataclass(frozen=True, kw_only=True)
class Sample:
    """Where one picture lies in the file and when it is shown after the loop's start."""

    offset: int
    size_bytes: int
    time_us: int
    is_key: bool


class Loop:
    """An MP4 file without B-frames; pages are read by the kernel when first sent and are shared by all processes."""

    def __init__(self, path: Path) -> None:
        self.samples: list[Sample] = []
        try:
            container = av.open(path)
        except av.FFmpegError as error:
            raise Invalid(f"{path} cannot be played ({error.strerror}); if it lies in the cache, delete it") from error
        with container:
            stream = container.streams.video[0]
            if stream.codec_context.name not in _CODECS or not stream.codec_context.extradata:
                raise Invalid(f"{path}: only H.264 and H.265 in MP4 can be sent, not {stream.codec_context.name}")
            codec = _CODECS[stream.codec_context.name]
            self.parameters, self._length_size = parse_configuration(codec, stream.codec_context.extradata)
            assert stream.time_base is not None  # noqa: S101 - every demuxed stream has one
            unit_us = stream.time_base * 1_000_000
            first = end = 0
            shown = None
            for packet in container.demux(stream):
                if packet.pts is None or packet.pos is None:
                    continue
                first = first if self.samples else packet.pts
                if shown is not None and packet.pts <= shown:
                    raise Invalid(f"{path}: pictures are not in the order in which they are shown (B-frames)")
                shown = packet.pts
                end = shown - first + (packet.duration or 0)
                self.samples.append(
                    Sample(
                        offset=packet.pos,
                        size_bytes=packet.size,
                        time_us=round((packet.pts - first) * unit_us),
                        is_key=packet.is_keyframe,
                    )
                )
        if not self.samples or not self.samples[0].is_key:
            raise Invalid(f"{path}: does not begin with a key frame")
        self.duration_us = round(end * unit_us)
        self._times_us = [sample.time_us for sample in self.samples]
        with path.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def nals(self, index: int) -> list[bytes]:
        """NAL units of one picture; a key frame is preceded by its parameter sets."""
        sample = self.samples[index]
        nals = split_lengths(self._bytes[sample.offset : sample.offset + sample.size_bytes], self._length_size)
        if not sample.is_key:
            return nals
        codec = self.parameters.codec
        return [*self.parameters.nal_units, *(nal for nal in nals if not is_parameter_set(codec, nal))]

    def next_key(self, position_us: int) -> tuple[int, int]:
        """(0, index) of the first key frame at or after a position, or (1, 0): the start of the next round."""
        for index in range(bisect.bisect_left(self._times_us, position_us), len(self.samples)):
            if self.samples[index].is_key:
                return 0, index
        return 1, 0

    def key_before(self, position_us: int) -> int:
        """Index of the last key frame at or before a position; the first picture is one."""
        index = max(0, bisect.bisect_right(self._times_us, position_us) - 1)
        while not self.samples[index].is_key:
            index -= 1
        return index

    def close(self) -> None:
        """Unmap the file."""
        self._bytes.close()


class LoopSource(PictureSource):
    """Plays a loop by the wall clock: round ``n`` begins at ``anchor_us`` + n times the loop's length."""

    def __init__(self, *, clock: Clock, identity: Identity, loop: Loop, anchor_us: int) -> None:
        super().__init__(clock=clock, identity=identity, parameters=loop.parameters)
        self._loop = loop
        self._anchor_us = anchor_us

    async def run(self) -> None:
        """Begin at the next key frame; begin anew if the clock steps."""
        loop = self._loop
        while True:
            round_number, position_us = divmod(self.clock.now_us() - self._anchor_us, loop.duration_us)
            further, index = loop.next_key(position_us)
            round_number += further
            while True:
                sample = loop.samples[index]
                capture_us = self._anchor_us + round_number * loop.duration_us + sample.time_us
                if not await self._until(capture_us):
                    break
                self._publish(capture_us, loop.nals(index), is_key=sample.is_key)
                index += 1
                if index == len(loop.samples):
                    round_number, index = round_number + 1, 0

    def recorded(self, from_us: int, until_us: int) -> Iterator[tuple[int, bool, list[bytes]]]:
        """Instant, is it a key frame, and NAL units of what was sent then, from the key frame at or before."""
        loop = self._loop
        round_number, position_us = divmod(from_us - self._anchor_us, loop.duration_us)
        index = loop.key_before(position_us)
        while True:
            sample = loop.samples[index]
            capture_us = self._anchor_us + round_number * loop.duration_us + sample.time_us
            if capture_us >= until_us:
                return
            yield capture_us, sample.is_key, loop.nals(index)
            index += 1
            if index == len(loop.samples):
                round_number, index = round_number + 1, 0

    def close(self) -> None:
        """Unmap the file."""
        self._loop.close()
