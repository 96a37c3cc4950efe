"""The table of parts: each line uses only those above it."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

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
from toancanh.media.gateway.store import reencrypt_secrets as reencrypt_consumers
from toancanh.media.keeping import footage_of
from toancanh.media.keeping.quotas import Quotas
from toancanh.planning import Planning
from toancanh.registry.service import Registry

if TYPE_CHECKING:
    from toancanh.devices.service import Devices
    from toancanh.evidence.service import Evidence
    from toancanh.health.repairs import Repairs
    from toancanh.health.service import Health
    from toancanh.media.backfill.service import Backfill
    from toancanh.traffic.incidents.service import Incidents
    from toancanh.traffic.service import Traffic
    from toancanh.vision.drawings import Drawings
    from toancanh.vision.models import Models
    from toancanh.vision.watch.service import Watching

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
    planning: Planning

    @cached_property
    def evidence(self) -> Evidence:
        """Loaded where somebody asks for it: what it needs would be a tenth of a recorder's memory."""
        from toancanh.evidence.service import Evidence

        return Evidence(
            database=self.database,
            clock=self.clock,
            ids=self.ids,
            keyring=self.keyring,
            governance=self.governance,
            registry=self.registry,
            archive=self.archive,
            outbound=self.outbound,
            site=self.settings.site_number,
            site_name=self.settings.site_name,
            folder=self.settings.exports_path,
            floor_bytes=self.settings.min_free_bytes,
            keep_days=self.settings.export_days,
            timestamp_url=self.settings.timestamp_url,
        )

    @cached_property
    def devices(self) -> Devices:
        """Cameras and recorders as things on the network; loaded where somebody asks for it."""
        from toancanh.devices.meeting import Meeting
        from toancanh.devices.onvif.opening import OnvifOpener
        from toancanh.devices.service import Devices

        opener = OnvifOpener(outbound=self.outbound, clock=self.clock)
        return Devices(
            database=self.database,
            clock=self.clock,
            ids=self.ids,
            keyring=self.keyring,
            governance=self.governance,
            registry=self.registry,
            events=self.events,
            open_device=opener,
            learn_certificate=opener.learn_certificate,
            discover=Meeting(outbound=self.outbound, clock=self.clock),
        )

    @cached_property
    def backfill(self) -> Backfill:
        """Fills holes from the cameras' own storage; loaded where somebody asks for it."""
        from toancanh.media.backfill.service import Backfill

        return Backfill(
            archive=self.archive,
            clock=self.clock,
            ids=self.ids,
            governance=self.governance,
            registry=self.registry,
            keyring=self.keyring,
            outbound=self.outbound,
            devices=self.devices,
            data=self.settings.data,
            bytes_per_s=self.settings.backfill_bytes_per_s,
            segment_seconds=self.settings.segment_seconds,
            fragment_seconds=self.settings.fragment_seconds,
        )

    @cached_property
    def health(self) -> Health:
        """Faults, their causes, approved views; loaded where somebody asks for it."""
        from toancanh.health.service import Health

        return Health(
            database=self.database,
            clock=self.clock,
            ids=self.ids,
            governance=self.governance,
            registry=self.registry,
            archive=self.archive,
            events=self.events,
            keyring=self.keyring,
            outbound=self.outbound,
            origin=self.settings.public_origin or "",
            incident_kinds=_incident_kinds,
        )

    @cached_property
    def repairs(self) -> Repairs:
        """Tickets, contracts, planned work, up-time; loaded where somebody asks for it."""
        from toancanh.bootstrap.signing import SiteSigner
        from toancanh.health.repairs.kept_faults import KeptFaults
        from toancanh.health.repairs.service import Repairs

        return Repairs(
            database=self.database,
            clock=self.clock,
            ids=self.ids,
            governance=self.governance,
            registry=self.registry,
            events=self.events,
            archive=self.archive,
            faults=KeptFaults(self.database),
            telling=self.health.alerts,
            signer=lambda: SiteSigner(self.evidence.authority),
            holidays_file=self.settings.data / "catalogues" / "holidays" / "vietnam.toml",
        )

    @cached_property
    def models(self) -> Models:
        """Which models look at pictures; loaded where somebody asks for it."""
        from toancanh.vision.models import Models
        from toancanh.vision.onnx_models.process import Running

        return Models(
            database=self.database,
            clock=self.clock,
            ids=self.ids,
            governance=self.governance,
            folder=self.settings.data / "models",
            running=Running(provider=self.settings.vision_provider, threads=self.settings.vision_threads),
        )

    @cached_property
    def watching(self) -> Watching:
        """What cameras are watched for, and the plan that came of it; loaded where somebody asks for it."""
        from toancanh.vision.watch.service import Watching

        return Watching(
            database=self.database,
            clock=self.clock,
            governance=self.governance,
            registry=self.registry,
            models=self.models,
            run_path=self.settings.run_path,
            budget_cores=self.settings.vision_cores,
        )

    @cached_property
    def drawings(self) -> Drawings:
        """Zones and calibrations of cameras; loaded where somebody asks for it."""
        from toancanh.vision.drawings import Drawings

        return Drawings(
            database=self.database, clock=self.clock, ids=self.ids, governance=self.governance, registry=self.registry
        )

    @cached_property
    def traffic(self) -> Traffic:
        """Measurements of traffic; loaded where somebody asks for it."""
        from toancanh.health.repairs.kept_faults import KeptFaults
        from toancanh.traffic.service import Traffic

        return Traffic(
            database=self.database,
            clock=self.clock,
            governance=self.governance,
            registry=self.registry,
            faults=KeptFaults(self.database),
            folder=self.settings.measurements_path,
            catalogues=self.settings.data / "catalogues" / "traffic",
            minutes_days=self.settings.measurement_days,
        )

    @cached_property
    def incidents(self) -> Incidents:
        """What happens on the streets, and what was said of it; loaded where somebody asks for it."""
        from toancanh.health.alerts import NewsDesk
        from toancanh.traffic.incidents.service import Incidents

        desk = NewsDesk(
            database=self.database,
            clock=self.clock,
            ids=self.ids,
            governance=self.governance,
            registry=self.registry,
            origin=self.settings.public_origin or "",
        )
        return Incidents(
            database=self.database,
            clock=self.clock,
            ids=self.ids,
            governance=self.governance,
            registry=self.registry,
            desk=desk,
        )

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
            self.health.alerts.reencrypt_secrets,
            partial(reencrypt_consumers, self.database),
            self.devices.reencrypt_secrets,
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
        if "traffic" in vars(self):
            self.traffic.close()
        if "incidents" in vars(self):
            self.incidents.stop()
        if "repairs" in vars(self):
            self.repairs.close()
        if "evidence" in vars(self):
            self.evidence.close()
        self.registry.close()
        self.governance.close()
        self.database.close()


def _incident_kinds() -> Collection[str]:
    from toancanh.traffic.incidents.model import TrafficIncidentKind

    return tuple(TrafficIncidentKind)


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
    outbound = OutboundPolicy.of(settings.allow_outbound, {settings.port, settings.rtsp_port} - {0})
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
        planning=planning,
    )
