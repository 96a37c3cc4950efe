"""What the application needs of the wired platform (bootstrap's `Platform` is one)."""

from __future__ import annotations

from typing import Protocol

from toancanh.devices.service import Devices
from toancanh.evidence.service import Evidence
from toancanh.governance.service import Governance
from toancanh.health.repairs import Repairs
from toancanh.health.service import Health
from toancanh.infra.database import Database
from toancanh.infra.keyring import KeyRing
from toancanh.infra.settings import Settings
from toancanh.kernel import Clock, EventBus, IdSource
from toancanh.media.archive import ArchiveIndex
from toancanh.media.archive.places import PlacesKeeper
from toancanh.media.backfill.service import Backfill
from toancanh.planning import Planning
from toancanh.registry.service import Registry
from toancanh.traffic.incidents.service import Incidents
from toancanh.traffic.service import Traffic
from toancanh.vision.drawings import Drawings
from toancanh.vision.models import Models
from toancanh.vision.watch.service import Watching


class Platform(Protocol):
    """The parts that routes take."""

    @property
    def settings(self) -> Settings: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def ids(self) -> IdSource: ...
    @property
    def database(self) -> Database: ...
    @property
    def keyring(self) -> KeyRing: ...
    @property
    def events(self) -> EventBus: ...
    @property
    def governance(self) -> Governance: ...
    @property
    def registry(self) -> Registry: ...
    @property
    def archive(self) -> ArchiveIndex: ...
    @property
    def places_keeper(self) -> PlacesKeeper: ...
    @property
    def devices(self) -> Devices: ...
    @property
    def backfill(self) -> Backfill: ...
    @property
    def evidence(self) -> Evidence: ...
    @property
    def health(self) -> Health: ...
    @property
    def repairs(self) -> Repairs: ...
    @property
    def planning(self) -> Planning: ...
    @property
    def models(self) -> Models: ...
    @property
    def watching(self) -> Watching: ...
    @property
    def drawings(self) -> Drawings: ...
    @property
    def traffic(self) -> Traffic: ...

    @property
    def incidents(self) -> Incidents: ...
