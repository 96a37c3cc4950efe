"""Proof from the first frame: what is recorded is chained, and whatever is changed afterwards is found and named."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from archive_rig import FAR_US, MAIN, SECOND, Rig, execute, feed, rig
from media_units import pictures
from toancanh.kernel import format_rfc3339
from toancanh.media.archive import Segment, check, recover
from toancanh.media.archive.check import Part
from toancanh.media.archive.proof import ProofOrigin, file_proof, records_of
from toancanh.media.archive.proof.store import stream_heads
from toancanh.media.archive.proof.verify import Proven
from toancanh.media.fmp4 import PROOF, FragmentInfo, SampleInfo, scan
from toancanh.media.model import GapCause


def record(r: Rig, count: int = 700, *, b: int = 2) -> list[Segment]:
    """Three segments: 10, 10 and 8 seconds."""
    with r.writer() as writer:
        feed(r.recorder(writer), pictures(b=b), range(count), then=GapCause.RECORDER_STOPPED)
    return r.archive.segments(*MAIN[:2], 0, FAR_US)


def found(r: Rig, *, deep: bool = True) -> list[tuple[str, str]]:
    return [(v.invariant, v.detail) for v in check(r.archive, deep=deep)]


def in_file(r: Rig, segment: Segment) -> tuple[FragmentInfo, ...]:
    with r.archive.opened(segment) as fd:
        return scan(fd).fragments


def put(r: Rig, segment: Segment, at: int, data: bytes) -> None:
    with r.archive.path(segment).open("r+b") as file:
        file.seek(at)
        file.write(data)


def test_each_unit_is_a_leaf_and_each_segment_a_link(tmp_path: Path) -> None:
    video = pictures(b=2)
    with rig(tmp_path) as r:
        segments = record(r)
        chain = r.archive.chain_after(MAIN, 0)
        assert [(c.seq, c.segment_id, c.start_us, c.end_us, c.origin) for c in chain] == [
            (seq, s.id, s.start_us, s.end_us, ProofOrigin.RECORDED) for seq, s in enumerate(segments, 1)
        ]
        units = []
        for segment, link in zip(segments, chain, strict=True):
            with r.archive.opened(segment) as fd:
                proof = file_proof(fd)
                units += [one for info in scan(fd).fragments for one in records_of(fd, info)]
            assert proof is not None
            assert proof.root == link.root
        given = [video.unit(number) for number in range(700)]
        first_us = min(unit.wall_us for unit in given)
        assert [(u.wall_us - units[0].wall_us, u.is_key, u.digest) for u in units] == [
            (g.wall_us - given[0].wall_us, g.is_key, sha256(g.data).digest()) for g in given
        ]
        assert first_us == segments[0].start_us
        with r.database.reading() as connection:
            assert stream_heads(connection) == [(MAIN, 3, chain[-1].link)]
        two = segments[1]
        assert [p.segment_id for p in r.archive.proofs(*MAIN[:2], two.start_us, two.start_us + 1)] == [two.id]
        proven = Proven()
        part = Part(camera_id=MAIN.camera_id, from_us=two.start_us, to_us=two.start_us + SECOND)
        assert check(r.archive, deep=True, only=part, proven=proven) == []
        assert (proven.segments, proven.units) == (1, 250)


def test_a_crash_keeps_the_chain_and_power_loss_adds_a_link(tmp_path: Path) -> None:
    with rig(tmp_path) as r:
        one, two, three = record(r)
        roots = [p.root for p in r.archive.chain_after(MAIN, 0)]
        # one died while it was written, two's row never came, three lost its end with the power
        execute(r, "UPDATE segment SET state='writing', end_us=NULL WHERE id=:id", id=one.id)
        execute(r, "DELETE FROM segment WHERE id=:id", id=two.id)
        execute(r, "DELETE FROM segment_proof")
        recover(r.archive, ids=r.ids, owned=lambda _camera: True)
        chain = r.archive.chain_after(MAIN, 0)
        assert [(c.seq, c.segment_id, c.root, c.origin) for c in chain] == [
            (1, one.id, roots[0], ProofOrigin.RECOVERED),
            (2, two.id, roots[1], ProofOrigin.RECOVERED),
        ]
        os.truncate(r.archive.path(three), three.size_bytes - 100)
        recover(r.archive, ids=r.ids, owned=lambda _camera: True)
        assert [(n, told) for n, told in found(r) if n != "A16"] == []  # the sums know nothing of what was done above
        last = r.archive.proof(three.id)
        assert last is not None
        assert (last.seq, last.origin, last.root == roots[2]) == (3, ProofOrigin.RECOVERED, False)


def changes(r: Rig, one: Segment, two: Segment) -> Iterator[tuple[str, str]]:
    """Each does something to ``one`` and says what check must find, then all is undone."""
    info = in_file(r, one)[3]
    fourth, fifth = info.samples[4], info.samples[5]
    at = format_rfc3339(_shown(info, fourth))
    put(r, one, fourth.offset + fourth.size_bytes - 1, b"\x99")
    yield "A15", f"the picture of {at} was changed"

    proof_at = r.archive.path(one).read_bytes().index(PROOF, info.offset) + 17
    put(r, one, proof_at + 4 * 32, bytes(32))
    yield "A14", f"only the digest of the picture of {at} was changed"

    with r.archive.opened(one) as fd:
        pair = [os.pread(fd, s.size_bytes, s.offset) for s in (fourth, fifth)]
    assert len(pair[0]) == len(pair[1])
    put(r, one, fourth.offset, pair[1])
    put(r, one, fifth.offset, pair[0])
    other = format_rfc3339(_shown(info, fifth))
    yield "A15", f"the picture of {at} was swapped: that of {other} lies in its place"

    shutil.copy(r.archive.path(two), r.archive.path(one))
    yield "A14", f"another file lies in its place: segment {two.id} of camera {two.camera_id}, main"

    put(r, one, r.archive.path(one).read_bytes().index(b'"clock_source"'), b'"clock-source"')
    yield "A14", "its digests, times or key flags are not those that were recorded"

    put(r, one, proof_at - 17, bytes(16))
    yield "A14", "some fragments have no proof, others have"


def _shown(info: FragmentInfo, sample: SampleInfo) -> int:
    return info.wall_us + (sample.media_time - info.base_decode_time) * 100 // 9


@pytest.mark.databases("sqlite")
def test_whatever_is_changed_is_found_and_named_with_its_time(tmp_path: Path) -> None:
    with rig(tmp_path) as r:
        one, two, _three = record(r, b=0)
        whole = r.archive.path(one).read_bytes()
        assert found(r) == []
        for wanted in changes(r, one, two):
            assert wanted in found(r)
            r.archive.path(one).write_bytes(whole)
        assert found(r) == []

        link = r.archive.chain_after(MAIN, 0)[1]
        execute(r, "DELETE FROM segment_proof WHERE seq=2")
        assert {n for n, _ in found(r, deep=False)} == {"A12", "A13"}
        execute(r, "UPDATE segment_proof SET seq=2, root=:root WHERE seq=3", root=link.root)
        assert [n for n, _ in found(r, deep=False)] == ["A12", "A13", "A14"]


@pytest.mark.databases("sqlite")
def test_a_picture_taken_out_of_its_fragment_is_missed(tmp_path: Path) -> None:
    with rig(tmp_path) as r:
        one = record(r, 300, b=0)[0]
        path = r.archive.path(one)
        info = in_file(r, one)[2]
        gone = info.samples[7]
        data = bytearray(path.read_bytes())
        trun = data.index(b"trun", info.offset)
        moof = data.index(b"moof", info.offset) - 4
        row = trun + 16 + 12 * 7
        for box_at, less in ((moof, 12), (data.index(b"traf", moof) - 4, 12), (trun - 4, 12)):
            data[box_at : box_at + 4] = (int.from_bytes(data[box_at : box_at + 4], "big") - less).to_bytes(4, "big")
        mdat = data.index(b"mdat", moof) - 4
        data[mdat : mdat + 4] = (int.from_bytes(data[mdat : mdat + 4], "big") - gone.size_bytes).to_bytes(4, "big")
        for at, value in ((trun + 8, len(info.samples) - 1), (trun + 12, mdat - moof + 8 - 12)):
            data[at : at + 4] = value.to_bytes(4, "big")
        duration = int.from_bytes(data[row - 12 : row - 8], "big") + gone.duration
        data[row - 12 : row - 8] = duration.to_bytes(4, "big")
        del data[gone.offset : gone.offset + gone.size_bytes]
        del data[row : row + 12]
        path.write_bytes(data)
        before, after = (format_rfc3339(_shown(info, info.samples[n])) for n in (6, 8))
        assert ("A15", f"pictures between {before} and {after} are missing: 1") in found(r)


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize("count", [pytest.param(4, id="few"), pytest.param(400, id="many", marks=pytest.mark.soak)])
@pytest.mark.timeout(600)
def test_no_byte_of_a_picture_can_be_changed_unnoticed(tmp_path: Path, count: int) -> None:
    with rig(tmp_path) as r:
        one = record(r, 100)[0]
        samples = [(info, sample) for info in in_file(r, one) for sample in info.samples]
        for number in range(count):
            info, sample = samples[number * 37 % len(samples)]
            at = sample.offset + number * 2_654_435_761 % sample.size_bytes
            with r.archive.opened(one) as fd:
                before = os.pread(fd, 1, at)
            put(r, one, at, bytes([before[0] ^ 1 << number % 8]))
            assert ("A15", f"the picture of {format_rfc3339(_shown(info, sample))} was changed") in found(r)
            put(r, one, at, before)
        assert found(r) == []


@pytest.mark.databases("sqlite")
def test_a_file_older_than_proofs_stays_as_it_was(tmp_path: Path) -> None:
    with rig(tmp_path) as r:
        segments = record(r, 300)
        for segment in segments:
            data = r.archive.path(segment).read_bytes()
            r.archive.path(segment).write_bytes(data.replace(PROOF, bytes(16)))
        execute(r, "DELETE FROM segment_proof")
        proven = Proven()
        assert check(r.archive, deep=True, proven=proven) == []
        assert (proven.segments, proven.unproven_segments, proven.units) == (2, 2, 0)
        assert r.archive.proof(segments[0].id) is None
