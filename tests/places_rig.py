"""An archive with a second disk and a cold store, for tests of the places."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from archive_rig import FAR_US, MAIN, Rig, feed, rig
from media_units import pictures
from toancanh.infra.keyring import KeyRing
from toancanh.infra.outbound import OutboundPolicy
from toancanh.kernel import SimulatedClock
from toancanh.media.archive import ArchiveIndex, recover
from toancanh.media.archive.places.cold import ColdTier
from toancanh.media.archive.places.keeper import PlacesKeeper
from toancanh.media.archive.places.mover import Mover
from toancanh.media.archive.places.places import Places
from toancanh.media.archive.places.store import ColdSettings
from toancanh.media.model import GapCause
from toancanh.media.recorder.output import Output, write_all


class Stop(Exception):
    """The process dies here."""


class House:
    """An archive with a second disk and an object store that is a folder."""

    def __init__(self, r: Rig, folder: Path) -> None:
        self.r, self.folder = r, folder
        r.archive = ArchiveIndex(r.database, r.root, Places(r.root, r.database, clock=r.clock))
        self.disk, self.cold_folder = folder / "disk-2", folder / "cold"
        for one in (self.disk, self.cold_folder):
            one.mkdir()
        self.keeper = PlacesKeeper(
            database=r.database, places=r.archive.places, keyring=KeyRing.open(bytes(32), folder / "keys.json"),
            outbound=OutboundPolicy(), clock=r.clock, ids=r.ids,
        )  # fmt: skip
        r.archive.places.cold = self.cold = ColdTier(
            database=r.database, clock=r.clock, object_store=self.keeper.object_store,
            folder=folder / "fetched", max_bytes=1 << 30,
        )  # fmt: skip

    def act(self, change: Callable[..., object], *arguments: object) -> None:
        with self.r.database.transaction() as tx:
            change(tx, *arguments)
        self.r.archive.places.look()

    def use_cold(
        self,
        endpoint: str = "",
        after_days: float = 0.0,
        *,
        access_key: str = "key",
        secret: str = "s",  # noqa: S107
    ) -> None:
        wanted = ColdSettings(
            endpoint=endpoint or self.cold_folder.as_uri(), bucket="archive", prefix="", region="",
            access_key=access_key, secret="", after_days=after_days,
        )  # fmt: skip
        self.act(self.keeper.set_cold, wanted, secret)

    def mover(self, at: Callable[[str], None] = lambda _step: None) -> Mover:
        return Mover(self.r.archive, clock=self.r.clock, sleep=lambda _s: None, at=at)

    def record(self, frames: int = 600, write: Callable[[Output, Sequence[bytes]], None] = write_all) -> None:
        tails = recover(self.r.archive, ids=self.r.ids, owned=lambda _camera: True).tails
        with self.r.writer(tails=tails, write=write) as writer:
            recorder = self.r.recorder(writer)
            feed(recorder, pictures(), range(frames), start_us=self.r.clock.now_us(), then=GapCause.RECORDER_STOPPED)
        self.later(frames / 25 + 60)

    def places(self) -> list[str]:
        return [segment.place for segment in self.r.archive.segments(*MAIN[:2], 0, FAR_US)]

    def bytes(self) -> list[bytes]:
        found = []
        for segment in self.r.archive.segments(*MAIN[:2], 0, FAR_US):
            with self.r.archive.opened(segment) as fd, open(fd, "rb", closefd=False) as file:
                found.append(file.read())
        return found

    def later(self, seconds: float) -> None:
        assert isinstance(self.r.clock, SimulatedClock)
        self.r.clock.advance(seconds)


@contextmanager
def house(folder: Path) -> Iterator[House]:
    with rig(folder) as r:
        made = House(r, folder)
        try:
            yield made
        finally:
            made.cold.close()


def run_out(mover: Mover) -> None:
    for _ in range(50):
        if not mover.look():
            return
    raise AssertionError("the mover finds no end")
