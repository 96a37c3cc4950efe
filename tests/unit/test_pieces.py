"""Pieces, playlists and box surgery on made-up fragments."""

from __future__ import annotations

import io
import json
import struct
from dataclasses import replace

import av
import pytest

from media_units import START_US, pictures
from toancanh.kernel import DataLoss
from toancanh.media.archive import Segment, SegmentState
from toancanh.media.fmp4 import FragmentInfo, fragment, initialisation
from toancanh.media.model import ClockSource, Codec, RunClock
from toancanh.media.playback import boxes, hls
from toancanh.media.playback.marking import marked_head, marked_jpeg
from toancanh.media.playback.pieces import Piece, Track, cut, joined, within
from toancanh.media.playback.spans import Span
from toancanh.registry.model import StreamRole

S = 1_000_000
HZ = 90_000


def track(
    start_s: float, count: int, *, key_every: int = 2, run: str = "a", closed: bool = True, media_s: float | None = None
) -> Track:
    """Fragments of a second and 1000 bytes, the first a key one, behind 700 bytes of head."""
    base = round((start_s if media_s is None else media_s) * HZ)
    start_us = START_US + round(start_s * S)
    fragments = [
        FragmentInfo(
            offset=700 + 1000 * n, size_bytes=1000, base_decode_time=base + n * HZ, duration=HZ,
            wall_us=start_us + n * S, is_key=n % key_every == 0,
        )
        for n in range(count)
    ]  # fmt: skip
    segment = Segment(
        id=f"segment-{start_s:g}", camera_id="c", role=StreamRole.MAIN, run_id=run, start_us=start_us,
        end_us=start_us + count * S if closed else None, path="x", size_bytes=0, codec=Codec.H264,
        codec_string="avc1.42c01e", width=64, height=48, clock=RunClock(source=ClockSource.SERVER_ARRIVAL),
        timeline_error_us=0, state=SegmentState.COMPLETE if closed else SegmentState.WRITING,
    )  # fmt: skip
    return Track(segment=segment, fragments=fragments)


def asked(start_s: float, end_s: float) -> Span:
    return Span(start_us=START_US + round(start_s * S), end_us=START_US + round(end_s * S))


def laid(pieces: list[Piece]) -> list[tuple[str, int, int, bool]]:
    return [(piece.track.segment.id, piece.first, piece.end - piece.first, piece.breaks) for piece in pieces]


def test_pieces_start_at_key_frames_and_do_not_cross_files() -> None:
    tracks = [track(0, 10), track(10, 5), track(20, 4, run="b", media_s=0)]
    pieces = list(cut(tracks, asked(3.5, 30), target_us=2 * S))
    assert laid(pieces) == [
        ("segment-0", 2, 2, False), ("segment-0", 4, 2, False), ("segment-0", 6, 2, False),
        ("segment-0", 8, 2, False), ("segment-10", 0, 2, False), ("segment-10", 2, 2, False),
        ("segment-10", 4, 1, False), ("segment-20", 0, 2, True), ("segment-20", 2, 2, False),
    ]  # fmt: skip
    assert (pieces[0].offset, pieces[0].size, pieces[0].seconds) == (2700, 2000, 2.0)


def test_a_longer_target_joins_groups_of_pictures() -> None:
    assert [piece.end - piece.first for piece in cut([track(0, 10)], asked(0, 10), target_us=3 * S)] == [4, 4, 2]


def test_what_may_still_grow_is_not_listed() -> None:
    growing = track(0, 7, closed=False)
    assert [piece.end - piece.first for piece in cut([growing], asked(0, 100), target_us=2 * S)] == [2, 2, 2]
    assert [piece.end - piece.first for piece in cut([growing], asked(0, 6.5), target_us=2 * S)] == [2, 2, 2, 1]
    grown = track(0, 9, closed=False)
    assert [piece.end - piece.first for piece in cut([grown], asked(0, 100), target_us=2 * S)] == [2, 2, 2, 2]


def test_within() -> None:
    assert within(track(0, 10, key_every=4), asked(6.5, 7.5)) == (4, 8)
    assert within(track(0, 10), asked(10, 12)) == (0, 0)
    assert within(track(5, 10), asked(0, 5)) == (0, 0)
    assert within(track(5, 10), asked(0, 50)) == (0, 10)


def test_no_picture_of_a_time_that_it_is_not_owned_for() -> None:
    long = replace(track(0, 20, key_every=10), owned=asked(1, 100))
    assert len(range(*within(long, asked(6, 6.2)))) == 0
    assert list(cut([long], asked(6, 6.2), target_us=2 * S)) == []
    assert within(long, asked(6, 12)) == (10, 12)
    assert within(replace(track(0, 20, key_every=4), owned=asked(0, 6.5)), asked(5, 6.5)) == (4, 6)


def test_a_playlist_of_a_gap() -> None:
    tracks = [track(0, 4), track(20, 4, run="b", media_s=0)]
    entries = list(hls.entries_of(cut(tracks, asked(1, 24), target_us=2 * S), query="?grant=g"))
    text = hls.playlist(entries, complete=True, start_us=START_US + S, notes=[("rendition", "source")])
    assert text.splitlines() == [
        "#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-TARGETDURATION:2", "#EXT-X-MEDIA-SEQUENCE:0",
        "#EXT-X-PLAYLIST-TYPE:VOD", "#EXT-X-INDEPENDENT-SEGMENTS", "# rendition: source",
        "#EXT-X-START:TIME-OFFSET=1.000,PRECISE=YES",
        '#EXT-X-MAP:URI="segments/segment-0.mp4?grant=g",BYTERANGE="700@0"',
        "#EXT-X-PROGRAM-DATE-TIME:2025-11-22T08:26:40Z", "#EXTINF:2.000000,", "#EXT-X-BYTERANGE:2000@700",
        "segments/segment-0.mp4?grant=g",
        "#EXTINF:2.000000,", "#EXT-X-BYTERANGE:2000@2700",
        "segments/segment-0.mp4?grant=g",
        "#EXT-X-DISCONTINUITY",
        '#EXT-X-MAP:URI="segments/segment-20.mp4?grant=g",BYTERANGE="700@0"',
        "#EXT-X-PROGRAM-DATE-TIME:2025-11-22T08:27:00Z", "#EXTINF:2.000000,", "#EXT-X-BYTERANGE:2000@700",
        "segments/segment-20.mp4?grant=g",
        "#EXTINF:2.000000,", "#EXT-X-BYTERANGE:2000@2700",
        "segments/segment-20.mp4?grant=g",
        "#EXT-X-ENDLIST",
    ]  # fmt: skip


def test_a_playlist_of_nothing() -> None:
    assert hls.playlist([], complete=True, start_us=0).splitlines()[-1] == "#EXT-X-ENDLIST"
    assert "ENDLIST" not in hls.playlist([], complete=False, start_us=0)


# boxes


@pytest.mark.parametrize("codec", ["h264", "h265"])
def test_parameter_sets_move_into_the_samples(codec: str) -> None:
    made = pictures(codec)
    units = [made.unit(number) for number in range(10)]
    kind, configuration = boxes.decoder_configuration(initialisation(made.parameters))
    assert configuration == made.parameters.decoder_configuration
    sets = boxes.parameter_sets(kind, configuration)
    expected = (*made.parameters.vps, *made.parameters.sps, *made.parameters.pps)
    assert sets == b"".join(len(item).to_bytes(4, "big") + item for item in expected)
    head = boxes.head_of_export(initialisation(made.parameters), duration=36_000, in_band=True)
    data = boxes.with_parameter_sets(b"".join(fragment(1, 0, units, 36_000)), sets)
    boxes.retime(data, 0, len(data), sequence=9, base_decode_time=1 << 33)
    with av.open(io.BytesIO(head + bytes(data))) as container:
        assert [frame.pts for frame in container.decode(video=0)] == [(1 << 33) + 3600 * n for n in range(10)]


def test_a_mark_takes_the_same_room_whoever_is_named() -> None:
    head = initialisation(pictures("h264").parameters)
    names = ("lan", "Nguyễn Thị Ánh " * 300)
    marked = [marked_head(head, json.dumps({"user": name}, ensure_ascii=False)) for name in names]
    assert {len(one) - len(head) for one in marked} == {4096}
    assert marked_head(head, "") == head
    with av.open(io.BytesIO(marked[0] + b"".join(fragment(1, 0, [pictures("h264").unit(0)], 3600)))) as container:
        assert json.loads(container.metadata["comment"]) == {"user": "lan"}


def test_a_picture_says_who_took_it_and_is_decoded_as_before() -> None:
    made = io.BytesIO()
    with av.open(made, "w", format="image2pipe") as out:
        stream = out.add_stream("mjpeg", width=16, height=16, pix_fmt="yuvj420p")
        out.mux(stream.encode(av.VideoFrame(16, 16, "yuvj420p")))
    jpeg = marked_jpeg(made.getvalue(), "Ánh")
    assert "Ánh".encode() in jpeg[:12]
    with av.open(io.BytesIO(jpeg)) as container:
        assert next(container.decode(video=0)).width == 16
    assert marked_jpeg(made.getvalue(), "") == made.getvalue()


def test_the_index_box() -> None:
    data = boxes.segment_index([(1000, HZ, True)] * 5, timescale=HZ)
    size, kind = struct.unpack_from(">I4s", data)
    assert (size, kind) == (len(data), b"sidx")
    many = boxes.segment_index([(10, HZ, True)] * 130_000, timescale=HZ)
    (count,) = struct.unpack_from(">H", many, 38)
    assert count == 43_334
    assert len(many) == 40 + 12 * count


def test_a_file_without_its_boxes_is_data_loss() -> None:
    with pytest.raises(DataLoss, match="moov"):
        boxes.decoder_configuration(b"\0\0\0\x08free")
    with pytest.raises(DataLoss):
        boxes.find(b"\0\0\0\x03free" * 3, [b"free"])


def test_a_second_copy_fills_holes_and_nothing_else() -> None:
    first = [track(0, 10), track(20, 10, run="b"), track(40, 5, run="c")]
    second = [track(4, 30, run="z", media_s=1)]
    found = joined(first, second, asked(0, 100))
    spans = [
        (one.segment.id, one.only and ((one.only.start_us - START_US) / S, (one.only.end_us - START_US) / S))
        for one in found
    ]
    assert spans == [
        ("segment-0", None), ("segment-4", (10, 20)), ("segment-20", None), ("segment-4", (30, 40)),
        ("segment-40", None),
    ]  # fmt: skip
    pieces = list(cut(found, asked(0, 100), target_us=60 * S))
    assert laid(pieces) == [
        ("segment-0", 0, 10, False), ("segment-4", 6, 10, True), ("segment-20", 0, 10, True),
        ("segment-4", 26, 4, True), ("segment-40", 0, 5, True),
    ]  # fmt: skip
    assert joined(first, second, asked(0, 8)) == first
    assert [one.segment.id for one in joined([], second, asked(0, 8))] == ["segment-4"]
