"""The only door of evidence for other packages."""

from __future__ import annotations

import asyncio
from pathlib import Path

from toancanh.evidence.authority import Authority, TimeStamps
from toancanh.evidence.exports import Exports, ExportWorker
from toancanh.evidence.exports.making import Making
from toancanh.evidence.exports.masked import Masked
from toancanh.evidence.handover import Handovers
from toancanh.evidence.handover.viewing import Viewing
from toancanh.evidence.seals import Seals
from toancanh.evidence.upkeep import Upkeep
from toancanh.governance import Governance, Passwords
from toancanh.infra.database import Database
from toancanh.infra.keyring import KeyRing
from toancanh.infra.outbound import OutboundPolicy
from toancanh.kernel import Clock, IdSource
from toancanh.media.archive import ArchiveIndex
from toancanh.media.pictures import PicturePool
from toancanh.media.playback import Footage
from toancanh.registry import Registry


class Evidence:
    """Keys, seals and exports of a site. Thread-safe; one process (``web``) starts the work in the background.

    ``folder``: where packages lie; ``floor_bytes``: room that stays free there; ``keep_days``: how long they stay.
    """

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        ids: IdSource,
        keyring: KeyRing,
        governance: Governance,
        registry: Registry,
        archive: ArchiveIndex,
        outbound: OutboundPolicy,
        site: int,
        site_name: str,
        folder: Path,
        floor_bytes: int,
        keep_days: float,
        timestamp_url: str = "",
        passwords: Passwords | None = None,
    ) -> None:
        self._clock = clock
        self._governance = governance
        self._registry = registry
        self._footage = Footage(archive, clock)
        self.authority = Authority(
            database=database,
            clock=clock,
            ids=ids,
            keyring=keyring,
            governance=governance,
            site=site,
            site_name=site_name,
            stamps=TimeStamps(url=timestamp_url, outbound=outbound),
        )
        self.seals = Seals(database=database, clock=clock, governance=governance, authority=self.authority)
        self.exports = Exports(
            database=database,
            clock=clock,
            ids=ids,
            governance=governance,
            registry=registry,
            footage=self._footage,
            folder=folder,
            floor_bytes=floor_bytes,
            keep_days=keep_days,
        )
        self.handovers = Handovers(
            database=database,
            clock=clock,
            ids=ids,
            governance=governance,
            exports=self.exports,
            authority=self.authority,
            passwords=passwords,
        )
        self.viewing: Viewing | None = None
        self._masked: Masked | None = None
        self.worker = ExportWorker(exports=self.exports, making=self.making, clock=clock)
        self.upkeep = Upkeep(clock=clock, seals=self.seals)

    def making(self) -> Making:
        """What makes a package."""
        return Making(
            exports=self.exports,
            footage=self._footage,
            registry=self._registry,
            governance=self._governance,
            authority=self.authority,
            seals=self.seals,
            masked=self._masked,
            clock=self._clock,
        )

    def encode_by(self, pictures: PicturePool, loop: asyncio.AbstractEventLoop) -> None:
        """Where masked exports, and what receivers look at, are encoded."""
        self.viewing = Viewing(pictures, loop)
        self._masked = Masked(footage=self._footage, pictures=pictures, loop=loop)

    def start(self, *, seal_hours: float) -> None:
        """Work on exports; a seal so often (0: only when an export asks)."""
        self.worker.start()
        self.upkeep.start(seal_hours=seal_hours)

    def close(self) -> None:
        """Leave everything as it stands; what is under way goes on at the next start."""
        self.worker.close()
        self.upkeep.close()

    def reencrypt_secrets(self, ring: KeyRing) -> int:
        """For ``keys rotate``."""
        return self.authority.reencrypt_secrets(ring)
