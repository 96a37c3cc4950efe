"""The only door of the registry for other packages."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import nullcontext
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from toancanh.governance import AccessRequest, Action, Governance, ResourceRef, protected_tags
from toancanh.governance.holds import Limits
from toancanh.infra.database import Database
from toancanh.infra.keyring import KeyRing
from toancanh.infra.logs import get_logger
from toancanh.infra.outbound import OutboundPolicy
from toancanh.kernel import Clock, DataLoss, EventBus, IdSource, NotFound, Principal
from toancanh.registry.address import StreamAddress, read_stream_address
from toancanh.registry.cameras import Cameras, camera_ref
from toancanh.registry.dossier.documents import Documents
from toancanh.registry.dossier.leaving import Leaving
from toancanh.registry.dossier.ledger import Ledger
from toancanh.registry.dossier.merging import Merging
from toancanh.registry.dossier.ownership import Ownership
from toancanh.registry.dossier.poles import Poles
from toancanh.registry.dossier.service import Dossiers
from toancanh.registry.dossier.store import dossiers, owners
from toancanh.registry.dossier.store.stood import Stood, moves_since, stood
from toancanh.registry.dossier.writing import Writer
from toancanh.registry.lists.bulk import BulkEdits
from toancanh.registry.lists.service import Lists
from toancanh.registry.model import Camera, DesiredStream, KeptCamera, StreamDraft, StreamRole
from toancanh.registry.places import spelled_alike
from toancanh.registry.repointing import without_dark
from toancanh.registry.sealing import OpenStream, merge, open_stream, reseal
from toancanh.registry.sharing import SharedDirectory
from toancanh.registry.sites import Sites
from toancanh.registry.store import cameras as store
from toancanh.registry.topology.service import Topology

if TYPE_CHECKING:
    from toancanh.registry.inventory.service import Inventory

_log = get_logger(__name__)


class Registry:
    """What should exist. Thread-safe; several processes may share the database."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        ids: IdSource,
        governance: Governance,
        keyring: KeyRing,
        outbound: OutboundPolicy,
        events: EventBus,
        documents: Path,
        default_min_days: float = 1.0,
        default_max_days: float = 30.0,
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._governance = governance
        self.default_min_days = default_min_days
        self.default_max_days = default_max_days
        ledger = Ledger(clock=clock, ids=ids)
        self.cameras = Cameras(
            database=database,
            clock=clock,
            ids=ids,
            governance=governance,
            keyring=keyring,
            outbound=outbound,
            events=events,
            ledger=ledger,
        )
        writer = Writer(
            governance=governance,
            clock=clock,
            ids=ids,
            keyring=keyring,
            outbound=outbound,
            ledger=ledger,
            default_min_days=default_min_days,
            default_max_days=default_max_days,
        )
        leaving = Leaving(governance=governance, writer=writer)
        governance.organisations.before_delete(leaving.lose_organisation)
        self.sites = Sites(database=database, clock=clock, ids=ids, governance=governance, leaving=leaving)
        self.poles = Poles(database=database, clock=clock, ids=ids, governance=governance, leaving=leaving)
        self.dossiers = Dossiers(
            database=database,
            clock=clock,
            ids=ids,
            governance=governance,
            events=events,
            writer=writer,
            merging=Merging(
                database=database, clock=clock, ids=ids, governance=governance, events=events, writer=writer
            ),
            documents=Documents(database=database, clock=clock, ids=ids, governance=governance, folder=documents),
        )
        self.lists = Lists(database=database, clock=clock, ids=ids, governance=governance)
        self.bulk_edits = BulkEdits(
            database=database, clock=clock, ids=ids, governance=governance, dossiers=self.dossiers, events=events
        )

        def make_inventory() -> Inventory:
            from toancanh.registry.inventory.service import Inventory

            return Inventory.over(
                database=database,
                clock=clock,
                ids=ids,
                governance=governance,
                keyring=keyring,
                outbound=outbound,
                events=events,
                dossiers=self.dossiers,
            )

        self._make_inventory = make_inventory
        self.topology = Topology(
            database=database, clock=clock, ids=ids, governance=governance, cameras=self.cameras, refs=self.camera_refs
        )
        governance.know("camera", self._ref, self.camera_refs)
        governance.shares.know_cameras(SharedDirectory(database=database, governance=governance))
        self._ownership = Ownership()
        governance.know_owners(self._ownership.of_all)
        governance.holds.know_cameras(self.footage_refs)
        governance.oversight.know_units(self._units)
        governance.masks.know_turning(dossiers.turning)

    @cached_property
    def inventory(self) -> Inventory:
        """Loaded where somebody asks for it: a recorder reads no spreadsheets."""
        return self._make_inventory()

    def close(self) -> None:
        """Wait for a file that is being checked."""
        if "inventory" in vars(self):
            self.inventory.close()

    def get_camera(self, principal: Principal, camera_id: str, *, source: str = "") -> Camera:
        """An authorised read. Raises `NotFound`, also where the principal may not read it."""
        return self.cameras.get(principal, camera_id, source=source)

    def camera_then(
        self, principal: Principal, camera_id: str, from_us: int, to_us: int, *, source: str = ""
    ) -> Camera:
        """`get_camera` for its footage of that time, also for who may read it as it was then and not as it is now:
        with the code and the name of then.
        """
        camera = self.cameras.load(camera_id)
        now = camera_ref(camera)
        then = self._governance.footage(now, from_us, to_us)
        reading = {ref: AccessRequest(action=Action.CAMERA_READ, resource=ref, source=source) for ref in (now, *then)}
        allowed = {ref for ref, one in reading.items() if self._governance.authorize(principal, one).allowed}
        if now in allowed or not allowed:
            self._governance.require(principal, reading[now])
            return camera
        with self._database.reading() as connection:
            named = owners.names_at(connection, camera_id, max(from_us, to_us - 1))
        return replace(camera, code=named.get("code", camera.code), name=named.get("name", camera.name))

    def stood(self, from_us: int, to_us: int) -> list[tuple[Camera, tuple[Stood, ...]]]:
        """The cameras that were moved or given away since ``from_us``, and where each was in that time; no judgement:
        for media, which judges itself.
        """
        with self._database.reading() as connection:
            moves = moves_since(connection, from_us)
            owned = self._ownership.of_all(connection)
            changed = {camera_id for camera_id, spans in owned.items() if spans[-1].from_us > from_us} | moves.keys()
            found = store.living(connection, changed)
        return [(one, stood((one.lat, one.lon), moves.get(one.id, ()), from_us, to_us)) for one in found]

    def camera_for(self, camera_id: str) -> Camera:
        """No judgement: for media, which judges itself. Raises `NotFound`."""
        return self.cameras.load(camera_id)

    def camera_ref(self, camera: Camera) -> ResourceRef:
        """The camera as governance knows it."""
        return camera_ref(camera)

    def camera_refs(self, camera_ids: Collection[str], connection: Connection | None = None) -> dict[str, ResourceRef]:
        """Those of these cameras that live, as governance knows them; no judgement. Who is in a transaction brings its
        connection, lest it waits for another.
        """
        with self._database.reading() if connection is None else nullcontext(connection) as connection:
            owned = store.owned(connection, camera_ids)
            purposes = store.purpose_classes(connection, camera_ids)
            tags = store.tags_of(connection, camera_ids)
        return {
            camera_id: ResourceRef(
                kind="camera",
                id=camera_id,
                owner_id=owner_id,
                tags=tags.get(camera_id, frozenset()),
                purpose_class=purposes.get(camera_id, ""),
            )
            for camera_id, owner_id in owned
        }

    def footage_refs(self, camera_ids: Collection[str], connection: Connection | None = None) -> dict[str, ResourceRef]:
        """`camera_refs`, with those that were removed, as they were then: their recordings are kept and can be held."""
        with self._database.reading() if connection is None else nullcontext(connection) as connection:
            living = self.camera_refs(camera_ids, connection)
            gone = [id for id in camera_ids if id not in living]
            purposes = store.purpose_classes(connection, gone)
            tags = store.tags_of(connection, gone)
            removed = store.kept(connection, gone) if gone else []
        return living | {
            one.camera_id: ResourceRef(
                kind="camera",
                id=one.camera_id,
                owner_id=one.owner_id,
                tags=tags.get(one.camera_id, frozenset()) | protected_tags(one.protected),
                purpose_class=purposes.get(one.camera_id, ""),
            )
            for one in removed
        }

    def _units(self, camera_ids: Collection[str]) -> dict[str, str]:
        with self._database.reading() as connection:
            return store.units(connection, camera_ids)

    def camera_codes(self, camera_ids: Collection[str]) -> dict[str, str]:
        """Codes of those of these cameras that live, by id; no judgement."""
        with self._database.reading() as connection:
            return store.codes(connection, camera_ids)

    def cameras_tagged(self, tags: Collection[str]) -> set[str]:
        """Ids of the cameras that have one of these tags; no judgement."""
        with self._database.reading() as connection:
            return store.tagged(connection, tags)

    def desired_streams(self, shard: int = 0, shards: int = 1) -> list[DesiredStream]:
        """What one of the media processes should be doing, credentials included; equal lists mean nothing to change."""
        with self._database.reading() as connection:
            rows = without_dark(connection, store.desired(connection))
        wanted: list[DesiredStream] = []
        for stored, code, declared in rows:
            if shard_of(stored.camera_id, shards) != shard:
                continue
            try:
                opened = open_stream(self._keyring, stored)
            except DataLoss as error:
                _log.repeated(f"secret:{stored.id}", "stream left out", camera=code, reason=error.detail)
                continue
            limits = self._governance.holds.limits(declared.declared_class, declared.min_days, declared.max_days)
            desired = DesiredStream(
                camera_id=stored.camera_id,
                role=stored.role,
                url=opened.address.url,
                username=opened.username,
                password=opened.password,
                record=stored.record,
                min_days=limits.min_days,
                max_days=limits.max_days,
                camera_code=code,
                certificate=opened.certificate,
                allow_basic=opened.allow_basic,
            )
            wanted.append(desired)
        return wanted

    def stream_to_try(self, camera_id: str, draft: StreamDraft) -> OpenStream:
        """Where the draft leads, with what is stored where it leads to the same machine: for the connection test, which
        judges itself. Raises `Invalid`, `NotFound`.
        """
        self.cameras.load(camera_id)
        with self._database.reading() as connection:
            stored = next((row for row in store.streams(connection, [camera_id]) if row.role is draft.role), None)
        return merge(draft, open_stream(self._keyring, stored) if stored is not None and stored.secret else None)

    def with_basic(self, camera_ids: Collection[str], connection: Connection | None = None) -> set[str]:
        """Those of these cameras to which a person decided to send a password in the clear; no judgement."""
        with self._database.reading() if connection is None else nullcontext(connection) as connection:
            return store.with_basic(connection, camera_ids)

    def cameras_at(self, address: StreamAddress) -> set[str]:
        """Ids of the cameras that have a stream on this machine and port; no judgement."""
        place = (address.host, address.port)
        with self._database.reading() as connection:
            found = store.shown_urls(connection, address.host)
        opened = ((camera_id, read_stream_address(url)) for camera_id, url in found)
        return {camera_id for camera_id, known in opened if (known.host, known.port) == place}

    def mains_at(self, address: StreamAddress) -> set[str]:
        """Ids of the cameras whose main stream is at exactly this address, however it is written; no judgement."""
        with self._database.reading() as connection:
            found = store.shown_urls(connection, address.host, role=StreamRole.MAIN)
        return {id for id, url in found if spelled_alike(read_stream_address(url), address)}

    def revision(self) -> int:
        """Changes when anything changes that media cares about; one cheap query."""
        with self._database.reading() as connection:
            return store.read_revision(connection)

    def shown_revision(self) -> int:
        """Changes when anything changes of any camera; one cheap query."""
        with self._database.reading() as connection:
            return store.read_shown_revision(connection)

    def retention(self) -> dict[tuple[str, StreamRole], Limits]:
        """Minimum and maximum days of every stream, also of cameras that are disabled or deleted: its own within those
        of its camera's class.
        """
        holds = self._governance.holds
        with self._database.reading() as connection:
            declared = store.retention(connection)
        return {
            key: holds.limits(one.declared_class, one.min_days, one.max_days, one.thin_after_days)
            for key, one in declared.items()
        }

    def cold_days(self) -> dict[str, float]:
        """Cameras whose class says after how many days their recordings go to the object store, and how many."""
        found = ((camera_id, one.cold_after_days) for (camera_id, _), one in self.retention().items())
        return {camera_id: days for camera_id, days in found if days is not None}

    def thinned_streams(self) -> set[tuple[str, StreamRole]]:
        """Streams of whose older recordings key frames alone are kept."""
        return {key for key, one in self.retention().items() if one.thin_after_days is not None}

    def owners_in_time(self, connection: Connection, camera_ids: Collection[str]) -> dict[str, list[tuple[int, str]]]:
        """Of each of these cameras who owned it from when on, in order, the first from 0; no judgement."""
        return owners.owners_in_time(connection, camera_ids)

    def kept_cameras(self, camera_ids: Collection[str]) -> dict[str, KeptCamera]:
        """Whose these cameras are or were, and the class that each one's dossier names; no judgement."""
        with self._database.reading() as connection:
            refs = self.footage_refs(camera_ids, connection)
            living = {camera_id for camera_id, _ in store.owned(connection, camera_ids)}
            found = store.kept(connection, camera_ids)
        return {
            one.camera_id: KeptCamera(
                ref=refs[one.camera_id],
                name=one.name,
                declared_class=one.declared_class,
                lives=one.camera_id in living,
            )
            for one in found
        }

    def reencrypt_secrets(self, keyring: KeyRing) -> int:
        """`infra.keyring.SecretHolder`: bring every stream secret under the active key."""
        count = 0
        with self._database.transaction() as tx:
            for stored in store.streams(tx):
                if not stored.secret:
                    continue
                secret = reseal(keyring, stored)
                if secret != stored.secret:
                    store.set_secret(tx, stored.id, secret)
                    count += 1
            count += self.inventory.reencrypt_secrets(keyring, tx)
            if count:
                rotation = Principal.system("keys")
                self._governance.record(tx, rotation, "keys.rotate", None, details={"streams": count})
        return count

    def _ref(self, camera_id: str) -> ResourceRef | None:
        try:
            return camera_ref(self.cameras.load(camera_id))
        except NotFound:
            return None


def shard_of(camera_id: str, shards: int) -> int:
    """Which of the media processes has this camera."""
    return int(camera_id.replace("-", ""), 16) % shards
