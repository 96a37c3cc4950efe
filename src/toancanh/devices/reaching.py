"""Ports to known devices: with the log-in that is kept, where the network is named, while it may be spoken to."""

from __future__ import annotations

from toancanh.devices.credentials.keeping import Credentials, LogIn
from toancanh.devices.credentials.rotation import Which
from toancanh.devices.model import SPOKEN_TO, Device, require_inside
from toancanh.devices.networks import Networks
from toancanh.devices.ports import DeviceAt, DevicePort, LearnCertificate, OpenDevice
from toancanh.devices.store import devices as store
from toancanh.infra.database import Database
from toancanh.kernel import Conflict, NotFound


class Reaching:
    """Makes ports. No judgement: who asks has been judged. Blocking, but for what the port itself does."""

    def __init__(
        self,
        *,
        database: Database,
        credentials: Credentials,
        networks: Networks,
        open_device: OpenDevice,
        learn_certificate: LearnCertificate,
    ) -> None:
        self._database = database
        self._credentials = credentials
        self._networks = networks
        self._open_device = open_device
        self._learn_certificate = learn_certificate

    def port(self, device: Device) -> DevicePort:
        """Raises `Conflict` (a person has to look first, its password is being changed), `NotFound` without a log-in,
        `Denied` where its network is not named any longer.
        """
        return self._open_device(self.at(device), networks=self._around(device))

    def at(self, device: Device) -> DeviceAt:
        """Where it is, and the log-in that is kept: for its streams. Raises as `port`."""
        if device.state not in SPOKEN_TO:
            raise Conflict(f"nothing is sent to a device that is {device.state}: look at it first", state=device.state)
        self._around(device)
        with self._database.reading() as connection:
            kept = self._credentials.kept(connection, device.id)
            if kept is not None and kept.rotation.both_kept:
                raise Conflict("the password of this device is being changed", reason="being_changed")
            login = self._credentials.open(connection, device.id)
        return _at(device, login)

    def changing_port(self, device: Device, which: Which) -> DevicePort:
        """For the change of a password alone: with one of the two."""
        if device.state not in SPOKEN_TO:
            raise Conflict(f"nothing is sent to a device that is {device.state}: look at it first", state=device.state)
        with self._database.reading() as connection:
            login = self._credentials.open(connection, device.id, which)
        return self.with_login(device, login)

    def with_login(self, device: Device, login: LogIn) -> DevicePort:
        """With a log-in that somebody just gave."""
        return self._open_device(_at(device, login), networks=self._around(device))

    async def certificate(self, device: Device) -> str:
        """The one that is shown now; nothing is sent."""
        nobody = LogIn(username="", password="")
        return await self._learn_certificate(_at(device, nobody), networks=self._around(device))

    def of_camera(self, camera_id: str) -> Device:
        """Raises `NotFound` where the camera is no channel of a known device."""
        with self._database.reading() as connection:
            found = store.of_camera(connection, camera_id)
        if found is None:
            raise NotFound("no device is known for this camera")
        return found

    def _around(self, device: Device) -> list[str]:
        networks = self._networks.all()
        require_inside(device.host, networks)
        return [one.cidr for one in networks]


def _at(device: Device, login: LogIn) -> DeviceAt:
    return DeviceAt(
        address=device.host, port=device.port, path=device.path, tls=device.tls,
        certificate_sha256=device.certificate, username=login.username, password=login.password,
    )  # fmt: skip
