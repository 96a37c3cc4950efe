"""The table of parts: each line uses only those above it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from toancanh.evidence.service import Evidence
from toancanh.governance.service import Governance
from toancanh.governance.sessions import SessionTerms
from toancanh.infra.backup import RESTORED, account
from toancanh.infra.database import Database, open_database
from toancanh.infra.files import private_directory
from toancanh.infra.keyring import KeyRing, SecretHolder
from toancanh.infra.master_key import load_master_key
from toancanh.infra.outbound import OutboundPolicy
from toancanh.infra.settings import Settings
from toancanh.kernel import Clock, EventBus, IdSource, NotFound, Principal, SystemClock
from toancanh.media.archive import ArchiveIndex
from toancanh.media.archive.places import ColdTier, Places, PlacesKeeper
from toancanh.media.keeping import footage_of
from toancanh.media.keeping.quotas import Quotas
from toancanh.planning import Planning
from toancanh.registry.service import Registry

_EPOCH_LASTS_US = 50_000
"""A change of rights by another process may stay unknown to this one so long; half a second is what is promised."""


@dataclass(frozen=True, kw_only=True)
class Platform:
    """One process's view of the platform; `close` gives everything back."""

    settings: Settings
    clock: Clock
    ids: IdSource
    database: Database
    keyring: KeyRing
    outbound: OutboundPolicy
    events: EventBus
    governance: Governance
    registry: Registry
    archive: ArchiveIndex
    places_keeper: PlacesKeeper
    evidence: Evidence
    planning: Planning

    @property
    def quotas(self) -> Quotas:
        """How much owners and cameras may have recorded."""
        return Quotas(governance=self.governance, registry=self.registry, database=self.database, clock=self.clock)

    @property
    def secret_holders(self) -> Sequence[SecretHolder]:
        """Packages whose tables hold secrets, for ``keys rotate``."""
        return (
            self.governance.factors.reencrypt_secrets,
            self.registry.reencrypt_secrets,
            self.places_keeper.reencrypt_secrets,
            self.evidence.reencrypt_secrets,
        )

    def record_backup(self, sha256: str) -> None:
        """That somebody takes a copy of everything."""
        self._record_copy("backup.make", sha256, account())

    def record_export(self, sha256: str) -> None:
        """That somebody takes the site's records along in the documented format."""
        self._record_copy("site.export", sha256, account())

    def record_restored(self) -> None:
        """That this is one, where that is not on record yet."""
        note = self.settings.data / RESTORED
        if note.exists():
            said = json.loads(note.read_text())
            self._record_copy(str(said.get("act", "backup.restore")), str(said["sha256"]), str(said["account"]))
            note.unlink()

    def _record_copy(self, action: str, sha256: str, who: str) -> None:
        with self.database.transaction() as tx:
            details, personal = {"sha256": sha256}, {"account": who}
            self.governance.record(tx, Principal.system("cli"), action, None, details=details, personal=personal)

    def close(self) -> None:
        """Stop what watches, close the database."""
        self.planning.close()
        self.evidence.close()
        self.registry.close()
        self.governance.close()
        self.database.close()


def open_platform(
    *,
    data: str | Path | None = None,
    overrides: Mapping[str, object] | None = None,
    writer: str = "cli",
    settings: Settings | None = None,
    create: bool = False,
) -> Platform:
    """Wire the platform over a data folder for the process called ``writer`` in the record.

    With ``create`` a missing folder, master key and schema are made. Raises `Invalid` with what to do, and `NotFound`
    where no platform was ever set up in the folder.
    """
    if settings is None:
        settings = Settings.load(data=Path(data) if data is not None else None, overrides=overrides)
    if not create and not settings.keys_path.exists():
        raise NotFound(
            f"there is no platform in {settings.data}: name its folder by --data, or start one there by `up`"
        )
    if create:
        for folder in (settings.data, settings.run_path, settings.journal_path, settings.archive_path):
            private_directory(folder)
    clock = SystemClock()
    ids = IdSource(clock=clock, site=settings.site_number)
    master_key = load_master_key(
        data=settings.data,
        file=settings.master_key_file,
        credentials=os.environ.get("CREDENTIALS_DIRECTORY"),
        home=Path.home(),
        create=create,
    )
    keyring = KeyRing.open(master_key, settings.keys_path)
    database = open_database(settings)
    if create:
        database.migrate()
    outbound = OutboundPolicy.of(settings.allow_outbound, {settings.port} - {0})
    events = EventBus()
    governance = Governance(
        database=database,
        clock=clock,
        ids=ids,
        keyring=keyring,
        site=settings.site_number,
        writer=writer,
        terms=SessionTerms(hours=settings.session_hours),
        public_origin=settings.public_origin,
        epoch_lasts_us=_EPOCH_LASTS_US,
    )
    registry = Registry(
        database=database,
        clock=clock,
        ids=ids,
        governance=governance,
        keyring=keyring,
        outbound=outbound,
        events=events,
        documents=settings.documents_path,
        default_min_days=settings.default_min_days,
        default_max_days=settings.default_max_days,
    )
    places = Places(settings.archive_path, database, clock=clock, floor_bytes=settings.min_free_bytes)
    archive = ArchiveIndex(database, settings.archive_path, places)
    places_keeper = PlacesKeeper(
        database=database, places=places, keyring=keyring, outbound=outbound, clock=clock, ids=ids
    )  # fmt: skip
    places.cold = ColdTier(
        database=database,
        clock=clock,
        object_store=places_keeper.object_store,
        folder=settings.data / "fetched",
        max_bytes=settings.cold_cache_bytes,
    )
    governance.holds.know_footage(partial(footage_of, archive))
    evidence = Evidence(
        database=database,
        clock=clock,
        ids=ids,
        keyring=keyring,
        governance=governance,
        registry=registry,
        archive=archive,
        outbound=outbound,
        site=settings.site_number,
        site_name=settings.site_name,
        folder=settings.exports_path,
        floor_bytes=settings.min_free_bytes,
        keep_days=settings.export_days,
        timestamp_url=settings.timestamp_url,
    )
    planning = Planning(
        database=database,
        clock=clock,
        ids=ids,
        governance=governance,
        registry=registry,
        events=events,
        folder=settings.data / "planning",
    )
    return Platform(
        places_keeper=places_keeper,
        settings=settings,
        clock=clock,
        ids=ids,
        database=database,
        keyring=keyring,
        outbound=outbound,
        events=events,
        governance=governance,
        registry=registry,
        archive=archive,
        evidence=evidence,
        planning=planning,
    )
