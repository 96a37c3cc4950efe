"""One package, changed in every way: both verifiers find it, name it and say the same.

Its clips: ``heavy`` in H.265, ``mixed`` whose parameter sets change within the clip, ``reordered`` with B-frames, and
``both``, of which thinning has left the key frames.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import struct
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, sync_playwright
from sqlalchemy import Connection
from test_exports import an_evidence, chief, done

from archive_rig import feed
from evidence_rig import LIES, Files, StampServer, listed_anew, signed_anew, unzipped, zipped
from media_units import START_US, pictures
from playback_rig import FPS, S, Setup, playback_setup
from toancanh.evidence.exports import ExportForm, ExportState, Wanted
from toancanh.evidence.handover import Receiver
from toancanh.evidence.verifier import verify
from toancanh.governance.holds import DeletedFootage, Span, ThinnedFootage
from toancanh.media.archive import RetentionLimits, StreamKey
from toancanh.media.archive.thinning import Thinning
from toancanh.media.model import GapCause
from toancanh.registry.model import CameraDraft, StreamDraft, StreamRole

pytestmark = [pytest.mark.databases("sqlite"), pytest.mark.xdist_group("tampering")]

CHROMIUM = "/usr/bin/chromium"
PAGE = Path(verify.__file__).with_name("verify.html")
DAY_US = 86_400 * S


@dataclass(frozen=True)
class Made:
    """The package, its files, and what is known of its site from outside."""

    path: Path
    files: Files
    root: bytes
    fingerprint: str
    statement: bytes
    of_another: bytes

    def clip(self, code: str) -> str:
        return next(name for name in self.files if name.startswith("clips/") and f"-{code}-" in name)


class _Nothing:
    """Stands for governance: nothing is held."""

    def held(self, _connection: Connection, camera_ids: Sequence[str]) -> dict[str, list[Span]]:
        return {one: [] for one in camera_ids}

    def note_deleted(self, _tx: Connection, _batch: Sequence[DeletedFootage]) -> None:
        raise AssertionError("nothing is deleted here")

    def note_thinned(self, _tx: Connection, _batch: Sequence[ThinnedFootage]) -> None:
        """Nothing to note."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("tampering")
    with playback_setup(folder, _record) as setup:
        _thin(setup, "both")
        evidence = an_evidence(setup)
        codes = ("heavy", "mixed", "reordered", "both")
        wanted = Wanted(
            camera_ids=tuple(setup.cameras[code].id for code in codes), from_us=START_US + S, to_us=START_US + 3 * S,
            role=StreamRole.MAIN, form=ExportForm.EXACT, burn_in=False, purpose="order", reference="12/QD",
        )  # fmt: skip
        job = done(setup, evidence, evidence.exports.ask(chief(setup), wanted))
        assert (job.state, job.detail) == (ExportState.DONE, "")
        found = evidence.exports.package(chief(setup), job.id)
        path, _ = evidence.handovers.copy(job.id, Receiver(name="An", organisation="Q1", contact=""), folder)
        assert path.stat().st_size == found.size_bytes
        statement = path.with_suffix(".statement.json").read_bytes()
        trust = evidence.authority.trust()
        told = json.loads(json.loads(statement)["statement"])
        other = verify.canonical({**told, "package": {**told["package"], "sha256": "0" * 64}})
        signature = evidence.authority.sign(other).signature.hex()
        of_another = {**json.loads(statement), "statement": other.decode(), "signature": signature}
    return Made(path, unzipped(path), trust.root, trust.fingerprint, statement, verify.canonical(of_another))


def _record(setup: Setup, _stack: contextlib.ExitStack) -> None:
    assert setup.admin is not None
    draft = CameraDraft(
        code="mixed", name="mixed", owner_id=setup.cameras["plain"].owner_id, lat=10.7, lon=106.7, min_days=1,
        max_days=30, streams=(StreamDraft(role=StreamRole.MAIN, url="rtsp://192.0.2.9/main"),),
    )  # fmt: skip
    setup.cameras["mixed"] = setup.registry.cameras.create(setup.admin, draft)
    first = {
        "heavy": pictures("h265"), "mixed": pictures("h264"), "reordered": pictures("h264", b=2),
        "both": pictures("h265"),
    }  # fmt: skip
    setup.clock.advance(100)
    with setup.rig.writer() as writer:
        for code, shown in first.items():
            key = StreamKey(setup.cameras[code].id, StreamRole.MAIN)
            recorder = setup.rig.recorder(writer, key, segment_seconds=20)
            after = None if code == "mixed" else GapCause.CAMERA_AWAY
            feed(recorder, shown, range(2 * FPS), then=after)
            if code == "mixed":
                second = pictures("h264", width=96, height=64)
                feed(recorder, second, range(2 * FPS), start_us=START_US + 2 * S, then=GapCause.CAMERA_AWAY)


def _thin(setup: Setup, code: str) -> None:
    key = StreamKey(setup.cameras[code].id, StreamRole.MAIN)
    limits = RetentionLimits(min_days=0.0001, max_days=365.0, thin_after_days=0.0001)
    thinning = Thinning(
        setup.rig.archive, clock=setup.clock, owned=lambda _camera: True, limits=lambda: {key: limits},
        keeping=_Nothing(),
    )  # fmt: skip
    assert thinning.look() == 1


def test_what_is_whole_is_proven_of_every_kind_of_recording(made: Made, tmp_path: Path) -> None:
    report = verify.verify(str(made.path), verify.Trust(fingerprint=made.fingerprint))
    assert (report.status, report.broken, report.doubts) == (verify.PROVEN, [], [])
    assert {(one.code, one.where) for one in report.limits} >= {("thinned", made.clip("both"))}
    wanted = {"heavy": (50, 1), "mixed": (50, 2), "reordered": (50, 1), "both": (2, 1)}
    for code, (count, entries) in wanted.items():
        path = tmp_path / f"{code}.mp4"
        path.write_bytes(made.files[made.clip(code)])
        with path.open("rb") as file:
            movie = verify.movie_of(file, path.stat().st_size)
        assert len(movie.configurations) == entries
        assert len(movie.samples) == pytest.approx(count, abs=30)  # from the key frame before the range
        with av.open(str(path)) as container:
            shown = sum(1 for _ in container.decode(video=0))
        assert shown == len(movie.samples)


def broken_of(made: Made, files: Files, folder: Path) -> set[tuple[str, str, str]]:
    path = folder / "changed.zip"
    path.write_bytes(zipped(files))
    report = verify.verify(str(path), verify.Trust(fingerprint=made.fingerprint))
    assert report.status == verify.BROKEN
    return {(one.code, one.where, one.at) for one in report.broken}


def test_whatever_is_done_to_a_file_is_found_and_the_file_is_named(made: Made, tmp_path: Path) -> None:
    for name, data in made.files.items():
        others = {other: kept for other, kept in made.files.items() if other != name}
        is_list = name in (verify.MANIFEST, verify.SIGNATURE)
        middle = len(data) // 2
        flipped = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
        for changed in (flipped, data[:-1], data + b"\n"):
            found = broken_of(made, {**made.files, name: changed}, tmp_path)
            assert is_list or ("changed", name, "") in found, name
        found = broken_of(made, {**others, f"{name}x": data}, tmp_path)
        assert {("missing", name, "")} | ({("extra", f"{name}x", "")} if name != verify.MANIFEST else set()) <= found
    assert broken_of(made, {**made.files, "more.txt": b"x"}, tmp_path) == {("extra", "more.txt", "")}


@settings(max_examples=10)
@given(place=st.floats(0, 1), by=st.integers(1, 255))
def test_any_changed_byte_of_the_file_is_found(
    made: Made, tmp_path_factory: pytest.TempPathFactory, place: float, by: int
) -> None:
    whole = made.path.read_bytes()
    at = round(place * (len(whole) - 1))
    path = tmp_path_factory.getbasetemp() / f"any-{made.path.parent.name}.zip"
    path.write_bytes(whole[:at] + bytes([whole[at] ^ by]) + whole[at + 1 :])
    assert verify.verify(str(path), verify.Trust(fingerprint=made.fingerprint)).status == verify.BROKEN


@settings(max_examples=15)
@given(which=st.integers(0, 20), place=st.floats(0, 1), by=st.binary(max_size=2))
def test_a_changed_proof_that_the_list_agrees_with_breaks_and_is_never_an_error(
    made: Made, tmp_path_factory: pytest.TempPathFactory, which: int, place: float, by: bytes
) -> None:
    names = sorted(one for one in made.files if one.startswith(("proof/", "seals/", "certificates/")))
    name = names[which % len(names)]
    told = made.files[name]
    at = round(place * (len(told) - 1))
    files = listed_anew({**made.files, name: told[:at] + by + told[at + 1 :]})
    path = tmp_path_factory.getbasetemp() / f"proof-{made.path.parent.name}.zip"
    path.write_bytes(zipped(files))
    assert verify.verify(str(path), verify.Trust(fingerprint=made.fingerprint)).status == verify.BROKEN


def _samples(clip: bytes, tmp_path: Path) -> list[verify.Sample]:
    path = tmp_path / "clip.mp4"
    path.write_bytes(clip)
    with path.open("rb") as file:
        return verify.movie_of(file, len(clip)).samples


def _swapped(clip: bytes, samples: Sequence[verify.Sample], first: int) -> bytes:
    """Pictures ``first`` and the next change places, with their sizes: a player shows it."""
    one, two = samples[first : first + 2]
    end = two.offset + two.size
    clip = clip[: one.offset] + clip[two.offset : end] + clip[one.offset : two.offset] + clip[end:]
    at = clip.index(b"stsz") + 16 + 4 * first
    return clip[:at] + struct.pack(">II", two.size, one.size) + clip[at + 8 :]


def _moved(clip: bytes) -> bytes:
    """Everything but the first picture is a tick of 1/25 s later."""
    at = clip.index(b"stts") + 12
    count, delta = struct.unpack_from(">II", clip, at)
    assert count > 1
    return clip[:at] + struct.pack(">II", count, delta + 3600) + clip[at + 8 :]


Case = tuple[str, bytes, dict[str, Any], int, set[str]]
"""What it is, the package, what is given from outside, the status, codes that must be among the findings."""


def cases(made: Made, tmp_path: Path) -> list[Case]:
    files, known = made.files, {"fingerprint": made.fingerprint}
    name = made.clip("heavy")
    clip, samples = files[name], _samples(files[name], tmp_path)
    at = samples[7].offset + 9
    flipped = clip[:at] + bytes([clip[at] ^ 1]) + clip[at + 1 :]
    proof = next(one for one in files if one.startswith("proof/"))
    without = {one: data for one, data in files.items() if one != proof}
    server = StampServer(tmp_path)
    first = server.stamp(b"when is now?")
    now_us = verify.stamp_of(first).at_us
    until_us = now_us + DAY_US
    lying, own = signed_anew({**files, **LIES})
    late, late_root = signed_anew(files, revoked_us=now_us + DAY_US, until_us=until_us, stamp=server.stamp)
    early, early_root = signed_anew(files, revoked_us=now_us - DAY_US, until_us=until_us, stamp=server.stamp)
    bare, bare_root = signed_anew(files, revoked_us=START_US + DAY_US)
    over, over_root = signed_anew(files, until_us=now_us - DAY_US, stamp=server.stamp)
    past, past_root = signed_anew(files, until_us=START_US)
    tsa, broken, doubted = server.certificate, verify.BROKEN, verify.NOT_PROVEN
    listed, listed_root = signed_anew(files, revoked_us=now_us + DAY_US, until_us=until_us, stamp=server.stamp,
                                      stamps_seals=False)  # fmt: skip
    whole = made.path.read_bytes()
    papers = {
        "given": made.statement,
        "to-another": made.statement.replace(b'Q1\\"', b'Q2\\"'),
        "other": made.of_another,
    }
    handed = {}
    for title, paper in papers.items():
        handed[title] = tmp_path / f"{title}.statement.json"
        handed[title].write_bytes(paper)
    return [
        ("handed over", whole, {**known, "statement": handed["given"]}, verify.PROVEN, {"handed", "by"}),
        ("to another", whole, {**known, "statement": handed["to-another"]}, broken, {"signature"}),
        ("what was handed over is another", whole, {**known, "statement": handed["other"]}, broken, {"handed_other"}),
        ("a statement of another site", zipped(lying), {"root": own, "statement": handed["given"]}, broken,
         {"signature"}),
        ("only the list is stamped, later revoked", zipped(listed), {"root": listed_root, "tsa": tsa}, verify.PROVEN,
         {"stamped"}),
        ("whole", whole, known, verify.PROVEN, {"by", "exact", "thinned"}),
        ("whole, the root as a file", whole, {"root": made.root}, verify.PROVEN, {"by"}),
        ("no root", whole, {}, doubted, {"no_root"}),
        ("another root", whole, {"fingerprint": "0" * 64}, doubted, {"other_root"}),
        ("a byte of a picture", zipped({**files, name: flipped}), known, broken, {"changed", "unit_changed"}),
        ("a byte, listed anew", zipped(listed_anew({**files, name: flipped})), known, broken, {"signature"}),
        ("swapped pictures", zipped({**files, name: _swapped(clip, samples, 7)}), known, broken, {"unit_order"}),
        ("moved time", zipped({**files, name: _moved(clip)}), known, broken, {"unit_time"}),
        ("key flag", zipped({**files, name: clip.replace(b"stss", b"free", 1)}), known, broken, {"unit_key"}),
        ("a renamed file", zipped({**without, f"{proof}x": files[proof]}), known, broken, {"missing", "extra"}),
        ("a file dropped", zipped(without), known, broken, {"missing"}),
        ("a file added", zipped({**files, "more.txt": b"x"}), known, broken, {"extra"}),
        ("a proof cut", zipped({**files, proof: files[proof][:-9]}), known, broken, {"changed", "format"}),
        ("bytes behind the end", whole + b"x", known, broken, {"zip"}),
        ("the container's dates", whole[:10] + b"\1" + whole[11:], known, broken, {"zip"}),
        ("no package", b"nothing", known, broken, {"no_package"}),
        ("a self-made root and a verifier that lies", zipped(lying), known, doubted, {"other_root"}),
        ("the same, under that root", zipped(lying), {"root": own}, verify.PROVEN, {"by"}),
        ("revoked, no time stamp", zipped(bare), {"root": bare_root}, doubted, {"revoked"}),
        ("stamped, later revoked", zipped(late), {"root": late_root, "tsa": tsa}, verify.PROVEN, {"stamped"}),
        ("the same, its server unknown", zipped(late), {"root": late_root}, doubted, {"revoked", "stamp_not_trusted"}),
        ("another server", zipped(late), {"root": late_root, "tsa": made.root}, doubted, {"stamp_of_another"}),
        ("revoked, later stamped", zipped(early), {"root": early_root, "tsa": tsa}, doubted, {"revoked"}),
        ("expired when stamped", zipped(over), {"root": over_root, "tsa": tsa}, doubted, {"expired"}),
        ("expired when signed", zipped(past), {"root": past_root}, doubted, {"expired"}),
        ("a stamp over another signature", zipped({**late, "manifest.tsr": first}), {"root": late_root}, broken,
         {"token"}),
    ]  # fmt: skip


def judged_by_python(path: Path, outside: dict[str, Any]) -> dict[str, Any]:
    """As JSON, with the list's keys as the page has them."""
    outside = dict(outside)
    statement = str(outside.pop("statement", ""))
    told = verify.verify(str(path), verify.Trust(**outside), statement).as_json()
    lists = {"broken": "broken", "doubts": "doubts", "proven": "proven", "removed": "removed", "limits": "not_proven"}
    found = {
        key: [(one["code"], one["where"], one["at"], one["vi"], one["en"]) for one in told[name]]
        for key, name in lists.items() if told[name]
    }  # fmt: skip
    return {"verdict": told["verdict"], "exit": told["exit"], **found}


_SHOWN = """() => {
  const rows = () => [...document.querySelectorAll("[data-list]")].map((list) => [list.dataset.list,
    [...list.children].map((one) => [one.dataset.code, one.dataset.where, one.dataset.at, one.textContent])]);
  const [first, other] = [0, 1].map(() => {
    const found = rows();
    document.querySelector("#language").click();
    return found;
  });
  return {verdict: document.querySelector(".verdict").dataset.verdict, ...Object.fromEntries(
    first.map(([key, found], at) => [key, found.map((one, row) => [...one, other[at][1][row][3]])]))};
}"""


def _asked(page: Page, path: Path, outside: dict[str, Any], folder: Path) -> dict[str, Any]:
    page.set_input_files("#package", path)
    page.fill("#root", outside.get("fingerprint", ""))
    page.evaluate("state['root-file'] = state.tsa = state.statement = null")
    if "statement" in outside:
        page.set_input_files("#statement", outside["statement"])
    for field, key in (("#root-file", "root"), ("#tsa", "tsa")):
        if key in outside:
            given = folder / f"{path.stem}-{key}.pem"
            given.write_bytes(outside[key])
            page.set_input_files(field, given)
    page.evaluate("check()")  # what the button does; waits for its end
    assert page.inner_text("#fault") == "", path
    shown: dict[str, Any] = page.evaluate(_SHOWN)
    return {key: [tuple(one) for one in rows] if key != "verdict" else rows for key, rows in shown.items()}


def in_browser(wanted: Sequence[tuple[Path, dict[str, Any]]], folder: Path) -> list[dict[str, Any]]:
    """Each by verify.html, opened from the disk; whatever the page asks of a network is an error."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(locale="vi-VN")
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text))
        page.on("request", lambda request: None if request.url.startswith("file:") else faults.append(request.url))
        page.goto(PAGE.as_uri())
        found = [_asked(page, path, outside, folder) for path, outside in wanted]
        browser.close()
    assert not faults
    return found


@pytest.mark.browser
def test_both_verifiers_say_the_same(made: Made, tmp_path: Path) -> None:
    wanted = cases(made, tmp_path)
    names = itertools.count()
    paths = [tmp_path / f"{next(names)}.zip" for _ in wanted]
    for path, (_, data, *_) in zip(paths, wanted, strict=True):
        path.write_bytes(data)
    asked = [(path, outside) for path, (_, _, outside, *_) in zip(paths, wanted, strict=True)]
    with ThreadPoolExecutor(1) as own_loop:  # the browser tests hold this thread's event loop for ever
        shown = own_loop.submit(in_browser, asked, tmp_path).result()
    for path, (what, _, outside, status, codes), page in zip(paths, wanted, shown, strict=True):
        python = judged_by_python(path, outside)
        if "no_package" in codes:
            page, python = (
                {key: value[0][0] for key, value in one.items() if key == "broken"} for one in (page, python)
            )
            assert page == python == {"broken": "no_package"}
            continue
        code = python.pop("exit")
        assert page == python, what
        assert code == status, what
        found = {one[0] for rows in python.values() if isinstance(rows, list) for one in rows}
        assert codes <= found, what
        if "unit_changed" in codes:
            assert ("unit_changed", made.clip("heavy"), verify.rfc3339(START_US + S + 7 * S // FPS)) in {
                one[:3] for one in python["broken"]
            }
