"""What lies in the cold store is played, shown and downloaded as what lies on a disk."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from playback_rig import Setup, at, playback_setup, span
from toancanh.media.archive import store as segments
from toancanh.media.archive.places import ColdTier, store
from toancanh.media.archive.places.folder_store import FolderStore
from toancanh.media.archive.places.mover import Mover
from toancanh.media.archive.places.store import ColdSettings
from toancanh.media.playback import footage

pytestmark = pytest.mark.databases("sqlite")


class Gate:
    """A store that gives half of an object and waits for leave to give the rest."""

    def __init__(self, folder: Path) -> None:
        self._inner, self.open = FolderStore(folder), threading.Event()
        self.put, self.size_bytes, self.delete = self._inner.put, self._inner.size_bytes, self._inner.delete

    def get(self, key: str) -> Iterator[bytes]:
        data = b"".join(self._inner.get(key))
        yield data[: len(data) // 2]
        assert self.open.wait(20)
        yield data[len(data) // 2 :]


def seen(setup: Setup) -> list[bytes]:
    """A piece of the playlist, the range as a file, a picture of an instant."""
    with setup.client() as client:
        text = client.get(setup.path("plain", "playlist.m3u8"), params=span(10, 14)).text
        uri = next(line for line in text.splitlines() if line.startswith("segments/"))
        size, offset = map(int, re.findall(r"#EXT-X-BYTERANGE:(\d+)@(\d+)", text)[0])
        ranged = {"Range": f"bytes={offset}-{offset + size - 1}"}
        answers = [client.get(setup.path("plain", uri), headers=ranged)]
        if answers[0].status_code == 503:
            return [answers[0].content]
        answers.append(client.get(setup.path("plain", "snapshot.jpg"), params={"at": at(12)}))
    assert [answer.status_code for answer in answers] == [206, 200]
    return [answer.content for answer in answers]


def test_from_the_cold_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cold").mkdir()
    with playback_setup(tmp_path) as setup:
        archive, gate = setup.rig.archive, Gate(tmp_path / "cold")
        before = seen(setup)
        archive.places.cold = ColdTier(
            database=archive.database, clock=setup.clock, object_store=lambda: gate,
            folder=tmp_path / "fetched", max_bytes=1 << 30,
        )  # fmt: skip
        wanted = ColdSettings(
            endpoint="file:///cold", bucket="", prefix="", region="", access_key="", secret="", after_days=0
        )
        with archive.database.transaction() as tx:
            store.put_cold_settings(tx, wanted)
        gate.open.set()
        mover = Mover(archive, clock=setup.clock, sleep=lambda _s: None)
        while mover.look():
            pass
        with archive.database.reading() as connection:
            assert store.kept_in(connection, "@cold")[0] > 0
            assert segments.streams(connection)
        gate.open.clear()
        monkeypatch.setattr(footage.Footage.wait_for, "__kwdefaults__", {"wait_s": 0.2})
        (refused,) = seen(setup)
        assert b'"reason":"fetching"' in refused
        assert b'"percent":50' in refused
        with setup.client() as client:
            said = client.get(setup.path("plain", "fetching"), params=span(10, 14)).json()
            assert said == {"stored": 1, "here": 0, "percent": 50}
            gate.open.set()
            assert seen(setup) == before
            said = client.get(setup.path("plain", "fetching"), params=span(10, 14)).json()
            assert said == {"stored": 1, "here": 1, "percent": 100}
        archive.places.cold.close()
