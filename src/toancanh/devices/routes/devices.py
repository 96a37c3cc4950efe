"""``/devices``, and what is done to one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from toancanh.devices.model import DeviceState
from toancanh.devices.operations import DeviceFilter
from toancanh.devices.routes.shapes import (
    ChannelLinkIn,
    DeviceCertificateIn,
    DeviceClockIn,
    DeviceDetailOut,
    DeviceLoginIn,
    DeviceOut,
    DeviceSettingOut,
    FirmwareOut,
    PasswordChangeOut,
)
from toancanh.devices.service import Devices
from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.infra.http import PROBLEMS, After, Limit, Page, page


def devices_router(devices: Devices) -> APIRouter:
    """Cameras and recorders as things on the network."""
    routes = APIRouter(prefix="/devices", tags=["devices"], responses=PROBLEMS, dependencies=SECURITY)
    operations = devices.operations

    @routes.get("")
    def list_devices(
        principal: SignedIn,
        q: Annotated[str, Query(max_length=200)] = "",
        state: Annotated[list[DeviceState] | None, Query()] = None,
        owner_id: Annotated[str, Query(max_length=36)] = "",
        maker: Annotated[str, Query(max_length=200)] = "",
        camera_id: Annotated[str, Query(max_length=36, description="That this camera is a channel of.")] = "",
        after: After = None,
        limit: Limit = 100,
    ) -> Page[DeviceOut]:
        """Those the asker may read."""
        wanted = DeviceFilter(q=q, states=tuple(state or ()), owner_id=owner_id, maker=maker, camera_id=camera_id)
        found = operations.page(principal, wanted, after=after or "", limit=limit + 1)
        return page([DeviceOut.of(one) for one in found], limit)

    @routes.get("/firmware")
    def list_firmware(principal: SignedIn) -> Page[FirmwareOut]:
        """Which firmware is how often there, by maker and model."""
        return Page(
            items=[
                FirmwareOut(maker=maker, model=model, firmware=firmware, devices=count)
                for maker, model, firmware, count in operations.firmware(principal)
            ]
        )

    @routes.get("/{device_id}")
    def get_device(principal: SignedIn, device_id: str, source: Source) -> DeviceDetailOut:
        """One, with what it last said of itself."""
        return DeviceDetailOut.detailed(*operations.get(principal, device_id, source=source))

    @routes.delete("/{device_id}", status_code=204)
    def retire_device(principal: SignedIn, device_id: str, source: Source, both: bool = False) -> None:
        """It is spoken to no longer and its log-in is forgotten; its cameras stay as they are. While a change of its
        password has not ended two are kept, and ``both`` says that they may go: the device is no more.
        """
        operations.retire(principal, device_id, both=both, source=source)

    @routes.put("/{device_id}/login")
    def enter_login(principal: SignedIn, device_id: str, body: DeviceLoginIn, source: Source) -> DeviceOut:
        """In place of the one that is kept."""
        password = body.password.get_secret_value()
        return DeviceOut.of(operations.enter_login(principal, device_id, body.username, password, source=source))

    @routes.put("/{device_id}/certificate")
    def confirm_certificate(
        principal: SignedIn, device_id: str, body: DeviceCertificateIn, source: Source
    ) -> DeviceOut:
        """A changed certificate is the device's own; until then nothing is sent to it."""
        return DeviceOut.of(operations.confirm_certificate(principal, device_id, body.certificate, source=source))

    @routes.put("/{device_id}/channels/{token}")
    def link_channel(principal: SignedIn, device_id: str, token: str, body: ChannelLinkIn, source: Source) -> DeviceOut:
        """Say which camera a channel is."""
        return DeviceOut.of(operations.link(principal, device_id, token, body.camera_id, source=source))

    @routes.post("/{device_id}/read")
    async def read_device(principal: SignedIn, device_id: str, source: Source) -> DeviceOut:
        """Ask it what it says of itself now."""
        return DeviceOut.of(await operations.read(principal, device_id, source=source))

    @routes.post("/{device_id}/password")
    async def change_password(principal: SignedIn, device_id: str, source: Source) -> PasswordChangeOut:
        """A new password that nobody knows; the old one is forgotten when the new one has proved itself."""
        return PasswordChangeOut.of(await operations.change_password(principal, device_id, source=source))

    @routes.post("/{device_id}/password/again")
    async def try_passwords_again(principal: SignedIn, device_id: str, source: Source) -> PasswordChangeOut:
        """Of a change that is stuck: both passwords once more."""
        return PasswordChangeOut.of(await operations.try_passwords_again(principal, device_id, source=source))

    @routes.post("/{device_id}/reboot", status_code=204)
    async def reboot(principal: SignedIn, device_id: str, source: Source) -> None:
        """Its pictures stop for a minute or two."""
        await operations.reboot(principal, device_id, source=source)

    @routes.put("/{device_id}/time")
    async def set_time(principal: SignedIn, device_id: str, body: DeviceClockIn, source: Source) -> DeviceSettingOut:
        """Where it takes its time from; and what it says of that afterwards."""
        done = await operations.set_time(principal, device_id, body.ntp_servers, body.timezone, source=source)
        return DeviceSettingOut.of(done)

    return routes
