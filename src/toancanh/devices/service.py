"""The only door of devices for other packages."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial

from toancanh.devices.credentials.changing import Changing
from toancanh.devices.credentials.factory import factory_passwords
from toancanh.devices.credentials.keeping import Credentials
from toancanh.devices.events.listener import Listener
from toancanh.devices.events.service import Listening
from toancanh.devices.model import NamedNetwork
from toancanh.devices.networks import Networks
from toancanh.devices.onboarding.cameras import ChannelCameras, tell_streams
from toancanh.devices.onboarding.inventory import Inventory
from toancanh.devices.onboarding.model import Job
from toancanh.devices.onboarding.service import Jobs
from toancanh.devices.onboarding.walk import TryPicture, Walk
from toancanh.devices.onboarding.worker import Discover, JobWorker
from toancanh.devices.operations import Operations
from toancanh.devices.ports import LearnCertificate, OpenDevice
from toancanh.devices.posture.service import Postures
from toancanh.devices.reaching import Reaching
from toancanh.devices.rereading import Rereading
from toancanh.devices.settings import DeviceSettings
from toancanh.devices.shelf import Shelf
from toancanh.devices.store import devices as store
from toancanh.governance import Governance
from toancanh.infra.database import Database
from toancanh.infra.keyring import KeyRing
from toancanh.infra.logs import get_logger
from toancanh.infra.rounds import Rounds
from toancanh.kernel import Clock, EventBus, IdSource, PlatformError, Principal
from toancanh.registry import CamerasChanged, Registry

_log = get_logger(__name__)
_UPKEEP_S = 600.0
_JOIN_S = 5.0
_AT_ONCE = 500


class Devices:
    """Cameras and recorders as things on the network. Thread-safe; one process (``web``) works on jobs."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        ids: IdSource,
        keyring: KeyRing,
        governance: Governance,
        registry: Registry,
        events: EventBus,
        open_device: OpenDevice,
        learn_certificate: LearnCertificate,
        discover: Discover,
    ) -> None:
        self._database = database
        self._clock = clock
        self._governance = governance
        self._registry = registry
        self._open_device = open_device
        self._learn_certificate = learn_certificate
        self._discover = discover
        self._try_picture: TryPicture | None = None
        self._worker: JobWorker | None = None
        self._listener: Listener | None = None
        self._rounds: Rounds | None = None
        self._reading: Rounds | None = None
        self.networks = Networks(database=database, clock=clock, ids=ids, governance=governance, registry=registry)
        self._credentials = Credentials(keyring=keyring, factory_passwords=factory_passwords())
        self.reaching = Reaching(
            database=database, credentials=self._credentials, networks=self.networks, open_device=open_device,
            learn_certificate=learn_certificate,
        )  # fmt: skip
        self.postures = Postures(
            database=database, clock=clock, ids=ids, governance=governance, registry=registry,
            credentials=self._credentials,
        )  # fmt: skip
        self.shelf = Shelf(
            database=database, clock=clock, ids=ids, governance=governance, registry=registry,
            networks=self.networks, credentials=self._credentials,
            reaching=self.reaching, postures=self.postures,
        )  # fmt: skip
        self.changing = Changing(
            database=database, clock=clock, governance=governance, credentials=self._credentials,
            port=self.reaching.changing_port, tell_streams=partial(tell_streams, registry), judge=self.shelf.judge,
        )  # fmt: skip
        self.operations = Operations(
            database=database, governance=governance, registry=registry, credentials=self._credentials,
            shelf=self.shelf, changing=self.changing,
        )  # fmt: skip
        self.rereading = Rereading(database=database, clock=clock, shelf=self.shelf)
        self.settings = DeviceSettings(
            database=database, governance=governance, registry=registry, shelf=self.shelf
        )  # fmt: skip
        self.jobs = Jobs(
            database=database,
            clock=clock,
            ids=ids,
            governance=governance,
            registry=registry,
            keyring=keyring,
            networks=self.networks,
        )
        self.listening = Listening(
            database=database, clock=clock, ids=ids, governance=governance, shelf=self.shelf, events=events
        )  # fmt: skip
        events.subscribe(CamerasChanged, lambda event: self.shelf.note(event.camera_ids))

    def start(self, try_picture: TryPicture | None = None) -> None:
        """Work on jobs and listen to devices, in this process. ``try_picture``: media's test of a stream."""
        self._try_picture = try_picture
        self._worker = JobWorker(
            jobs=self.jobs, walk=self.walk, networks=self._networks_of, discover=self._discover, clock=self._clock,
            upkeep=self.operations.go_on_with_changes,
        )  # fmt: skip
        self.jobs.wake = self._worker.wake
        self._worker.start()
        self._listener = Listener(listening=self.listening, shelf=self.shelf, clock=self._clock)
        self.listening.wake = self._listener.wake
        self._listener.start()
        self._rounds = Rounds(
            "devices", self.upkeep, every_s=_UPKEEP_S, log=_log, put_off="devices are looked at later",
            crashed="devices", expected=(PlatformError,),
        )  # fmt: skip
        self._rounds.start()
        self._reading = Rounds(
            "devices read anew", self.rereading.round, every_s=_UPKEEP_S, log=_log,
            put_off="devices are read anew later", crashed="devices read anew", expected=(PlatformError,),
            join_s=_JOIN_S,
        )  # fmt: skip
        self._reading.start()

    def close(self) -> None:
        """Leave what is under way."""
        if self._worker is not None:
            self._worker.close()
        if self._listener is not None:
            self._listener.close()
        if self._rounds is not None:
            self._rounds.close()
        self.rereading.close()
        if self._reading is not None:
            self._reading.close()

    def walk(self) -> Walk:
        """What is done to a device of a job; for the loop that it is made in."""
        cameras = ChannelCameras(
            database=self._database, governance=self._governance, registry=self._registry,
            inventory=Inventory(registry=self._registry, governance=self._governance, clock=self._clock),
        )  # fmt: skip
        made = Walk(
            shelf=self.shelf, cameras=cameras, changing=self.changing, open_device=self._open_device,
            learn_certificate=self._learn_certificate, save=self.jobs.save_item,
        )  # fmt: skip
        made.try_picture = self._try_picture
        return made

    def upkeep(self) -> bool:
        """What is due by itself: postures of yesterday, devices of cameras that became protected."""
        self.hide_protected()
        return self.postures.again()

    def hide_protected(self) -> None:
        """A device of a protected camera is protected, too; one whose cameras are open again stays so until a person
        takes it in anew.
        """
        after = ""
        while True:
            with self._database.reading() as connection:
                found = store.page(connection, [], after=after, limit=_AT_ONCE)
            self.shelf.hide(found)
            if len(found) < _AT_ONCE:
                return
            after = found[-1].id

    def of_cameras(self, camera_ids: Collection[str]) -> Mapping[str, str]:
        """The id of the device that each of these cameras is a channel of, for those that are; no judgement."""
        with self._database.reading() as connection:
            return store.linked(connection, camera_ids)

    def called(self, principal: Principal, device_ids: Collection[str]) -> Mapping[str, tuple[str, str]]:
        """Address and name of those of these devices that the principal may read, by id."""
        found = self.operations.seen(principal, device_ids) if device_ids else {}
        return {id: (one.host, one.name or f"{one.maker} {one.model}".strip()) for id, one in found.items()}

    def cameras_after(self, camera_id: str, /, limit: int) -> Mapping[str, str]:
        """Cameras that are channels of devices, by id behind ``camera_id``, with their devices; no judgement."""
        with self._database.reading() as connection:
            return store.linked_after(connection, camera_id, limit)

    def reencrypt_secrets(self, keyring: KeyRing) -> int:
        """`infra.keyring.SecretHolder`."""
        with self._database.transaction() as tx:
            count = self._credentials.reencrypt(keyring, tx)
        count += self.jobs.reencrypt(keyring)
        if count:
            with self._database.transaction() as tx:
                rotation = Principal.system("keys")
                self._governance.record(tx, rotation, "keys.rotate", None, details={"devices": count}, personal={})
        return count

    def _networks_of(self, job: Job) -> Sequence[NamedNetwork]:
        named = set(job.plan.network_ids)
        return [one for one in self.networks.seen(job.asker) if one.id in named]
