"""What somebody sets on one device beside its time: how a channel's picture is made, what of it the camera itself
blots out, the accounts on the device.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from toancanh.devices.facts import DeviceUser, Imaging, ImagingLimits, PrivacyMask
from toancanh.devices.model import Device, KeptChannel
from toancanh.devices.ports import ImagingWanted
from toancanh.devices.shelf import Shelf
from toancanh.governance import AccessRequest, Action, Decision, Governance, ResourceRef
from toancanh.infra.database import Database
from toancanh.kernel import Conflict, Invalid, NotFound, Principal
from toancanh.registry import Registry

_ROUNDED = 0.02
"""Of the range: devices keep levels in steps of their own."""
_SAME_PLACE = 0.002
"""Of the picture: devices round corners."""


@dataclass(frozen=True, kw_only=True)
class ImagingNow:
    """How a channel's picture is made, what may be set; ``not_taken``: what was wanted and is not so."""

    settings: Imaging
    limits: ImagingLimits
    not_taken: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MasksWanted:
    """Areas of the channel's camera, by id, that the camera itself shall blot out: for everybody, and in what is
    recorded. Without ``keep`` its other masks go, which wants a second person's approval (``purpose``, ``reference``).
    """

    area_ids: tuple[str, ...]
    keep: bool = True
    purpose: str = ""
    reference: str = ""


class DeviceSettings:
    """Judged, on record before the device is told."""

    def __init__(self, *, database: Database, governance: Governance, registry: Registry, shelf: Shelf) -> None:
        self._database = database
        self._governance = governance
        self._registry = registry
        self._shelf = shelf

    async def imaging(self, principal: Principal, device_id: str, token: str, *, source: str = "") -> ImagingNow:
        """As the device says it now."""
        device, _ = await asyncio.to_thread(self._channel, principal, device_id, token, source)
        async with self._shelf.asking(device) as port:
            return ImagingNow(settings=await port.imaging(token), limits=await port.imaging_limits(token))

    async def set_imaging(
        self, principal: Principal, device_id: str, token: str, wanted: ImagingWanted, *, source: str = ""
    ) -> ImagingNow:
        """What the device says it does afterwards. Raises `Invalid` for what it does not offer."""
        device, _ = await asyncio.to_thread(self._channel, principal, device_id, token, source)
        named = {name: value for name, value in asdict(wanted).items() if value is not None}
        async with self._shelf.asking(device) as port:
            limits = await port.imaging_limits(token)
            for name, value in named.items():
                _check(name, value, limits)
            details: dict[str, object] = {"channel": token, **named}
            await asyncio.to_thread(self._recorded, principal, "device.imaging_set", device.ref, details, source)
            after = await port.set_imaging(token, wanted)
        missed = tuple(name for name, value in named.items() if not _is_so(name, value, after, limits))
        return ImagingNow(settings=after, limits=limits, not_taken=missed)

    async def masks(
        self, principal: Principal, device_id: str, token: str, *, source: str = ""
    ) -> tuple[PrivacyMask, ...]:
        """What the camera itself blots out, as it says now."""
        device, _ = await asyncio.to_thread(self._channel, principal, device_id, token, source)
        async with self._shelf.asking(device) as port:
            return await port.privacy_masks(token)

    async def push_masks(
        self, principal: Principal, device_id: str, token: str, wanted: MasksWanted, *, source: str = ""
    ) -> tuple[PrivacyMask, ...]:
        """What the camera blots out afterwards. Raises `Conflict` where nobody has said which camera the channel is,
        `Denied` where something would be shown that was hidden and no second person has agreed.
        """
        device, channel = await asyncio.to_thread(self._channel, principal, device_id, token, source)
        ref, drawn = await asyncio.to_thread(self._areas, principal, channel, wanted, source)
        async with self._shelf.asking(device) as port:
            before = await port.privacy_masks(token)
            added = [one for one in drawn if not any(_alike(one, old) for old in before)]
            after = [*(old for old in before if wanted.keep or any(_alike(old, one) for one in drawn)), *added]
            gone = [old for old in before if old.enabled and old not in after]
            lifted = await asyncio.to_thread(self._lifting, principal, ref, wanted, source) if gone else None
            details: dict[str, object] = {
                "device": device.id, "channel": token, "areas": list(wanted.area_ids),
                "before": [one.polygon for one in before], "after": [one.polygon for one in after],
            }  # fmt: skip
            await asyncio.to_thread(self._recorded, principal, "device.masks_push", ref, details, source, lifted)
            if [*before] != after:
                await port.set_privacy_masks(token, after)
            return await port.privacy_masks(token)

    async def users(self, principal: Principal, device_id: str, *, source: str = "") -> tuple[DeviceUser, ...]:
        """Accounts, as the device says now."""
        device = await asyncio.to_thread(lambda: self._shelf.manageable(principal, device_id, source=source))
        async with self._shelf.asking(device) as port:
            return await port.users()

    async def create_user(
        self, principal: Principal, device_id: str, user: DeviceUser, password: str, *, source: str = ""
    ) -> None:
        """One more account, for somebody else: its password is kept nowhere here."""
        device = await asyncio.to_thread(lambda: self._shelf.manageable(principal, device_id, source=source))
        async with self._shelf.asking(device) as port:
            details: dict[str, object] = {"username": user.name, "level": user.level.value}
            await asyncio.to_thread(self._recorded, principal, "device.user_create", device.ref, details, source)
            await port.create_user(user.name, password, user.level)

    async def delete_user(self, principal: Principal, device_id: str, name: str, *, source: str = "") -> None:
        """Raises `Conflict` for the account by which the platform itself logs in, `NotFound`."""
        device, own = await asyncio.to_thread(self._account, principal, device_id, source)
        if name == own:
            raise Conflict("the platform logs in by this account: enter another log-in first", reason="own_account")
        async with self._shelf.asking(device) as port:
            if name not in {one.name for one in await port.users()}:
                raise NotFound("the device has no such account")
            await asyncio.to_thread(
                self._recorded, principal, "device.user_delete", device.ref, {"username": name}, source
            )  # fmt: skip
            await port.delete_user(name)

    def _channel(self, principal: Principal, device_id: str, token: str, source: str) -> tuple[Device, KeptChannel]:
        device = self._shelf.manageable(principal, device_id, source=source)
        found = next((one for one in device.channels if one.token == token), None)
        if found is None:
            raise NotFound("the device has no such channel")
        return device, found

    def _account(self, principal: Principal, device_id: str, source: str) -> tuple[Device, str]:
        device = self._shelf.manageable(principal, device_id, source=source)
        return device, self._shelf.username(device_id)

    def _areas(
        self, principal: Principal, channel: KeptChannel, wanted: MasksWanted, source: str
    ) -> tuple[ResourceRef, list[PrivacyMask]]:
        if channel.camera_id is None:
            raise Conflict("say first which camera this channel is", reason="no_camera")
        camera = self._registry.get_camera(principal, channel.camera_id, source=source)
        ref = self._registry.camera_ref(camera)
        request = AccessRequest(action=Action.MASK_WRITE, resource=ref, source=source)
        self._governance.require(principal, request)
        masks = self._governance.masks.of(channel.camera_id)
        drawn = {area.id: area for area in masks.areas} if masks is not None else {}
        unknown = set(wanted.area_ids) - drawn.keys()
        if unknown:
            raise Invalid("area_ids: the camera has no such area; look at its masks again", field="area_ids")
        return ref, [PrivacyMask(polygon=drawn[id].points) for id in dict.fromkeys(wanted.area_ids)]

    def _lifting(self, principal: Principal, ref: ResourceRef, wanted: MasksWanted, source: str) -> Decision:
        request = AccessRequest(
            action=Action.MEDIA_UNMASK, resource=ref, purpose=wanted.purpose, reference=wanted.reference, source=source
        )
        return self._governance.require(principal, request)

    def _recorded(
        self,
        principal: Principal,
        action: str,
        ref: ResourceRef,
        details: dict[str, object],
        source: str,
        decision: Decision | None = None,
    ) -> None:
        with self._database.transaction() as tx:
            self._governance.record(
                tx, principal, action, ref, decision=decision, details=details, personal={"source": source}
            )  # fmt: skip


def _check(name: str, value: object, limits: ImagingLimits) -> None:
    offered = getattr(limits, name)
    if isinstance(value, str):
        if value not in offered:
            raise Invalid(f"{name}: the device offers {', '.join(offered) or 'no choice'}", field=name)
    elif isinstance(value, float) and (offered is None or not offered[0] <= value <= offered[1]):
        raise Invalid(f"{name}: the device takes {_range(offered)}", field=name)


def _range(offered: Sequence[float] | None) -> str:
    return "nothing here" if offered is None else f"{offered[0]:g} to {offered[1]:g}"


def _is_so(name: str, value: object, now: Imaging, limits: ImagingLimits) -> bool:
    got = getattr(now, name)
    if isinstance(value, float) and isinstance(got, float):
        low, high = getattr(limits, name)
        return abs(value - got) <= float(_ROUNDED * (high - low))
    return bool(value == got)


def _alike(one: PrivacyMask, other: PrivacyMask) -> bool:
    """The same place, and hidden there."""
    return (
        other.enabled == one.enabled
        and len(one.polygon) == len(other.polygon)
        and all(
            abs(a - b) <= _SAME_PLACE
            for mine, theirs in zip(one.polygon, other.polygon, strict=True)
            for a, b in zip(mine, theirs, strict=True)
        )
    )
