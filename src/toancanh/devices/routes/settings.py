"""``/devices/{id}/channels/{token}/imaging`` and ``masks``, ``/devices/{id}/users``: asked of the device, told it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field, SecretStr, StringConstraints

from toancanh.devices.facts import DeviceUser, Imaging, ImagingLimits, PrivacyMask, UserLevel
from toancanh.devices.ports import ImagingWanted
from toancanh.devices.service import Devices
from toancanh.devices.settings import ImagingNow, MasksWanted
from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.governance.masks.model import MAX_AREAS
from toancanh.infra.fields import Name, Words
from toancanh.infra.http import PROBLEMS, Page, RequestBody

_Level = Annotated[float, Field(ge=-1e6, le=1e6, allow_inf_nan=False)]
_Mode = Annotated[str, StringConstraints(pattern="^[A-Za-z_]{1,32}$", to_upper=True)]
_Range = tuple[float, float]


class DeviceImagingIn(RequestBody):
    """What shall be another; what is left out stays."""

    brightness: _Level | None = None
    contrast: _Level | None = None
    saturation: _Level | None = None
    sharpness: _Level | None = None
    ir_cut_filter: _Mode | None = None
    wide_dynamic_range: _Mode | None = None
    focus: _Mode | None = None
    exposure: _Mode | None = None

    def wanted(self) -> ImagingWanted:
        """As the use case has it."""
        return ImagingWanted(**self.model_dump())


class DeviceImagingSettings(BaseModel):
    """As the device says; null or empty: it says nothing."""

    brightness: float | None
    contrast: float | None
    saturation: float | None
    sharpness: float | None
    ir_cut_filter: str = Field(description="`ON` (day), `OFF` (night, infrared light is seen), `AUTO`.")
    wide_dynamic_range: str
    focus: str
    exposure: str

    @classmethod
    def of(cls, one: Imaging) -> DeviceImagingSettings:
        """From the domain's."""
        return cls(**{name: getattr(one, name) for name in cls.model_fields})


class DeviceImagingLimits(BaseModel):
    """What may be set: lowest and highest, or the modes that it knows; null or empty: not offered."""

    brightness: _Range | None
    contrast: _Range | None
    saturation: _Range | None
    sharpness: _Range | None
    ir_cut_filter: list[str]
    wide_dynamic_range: list[str]
    focus: list[str]
    exposure: list[str]

    @classmethod
    def of(cls, one: ImagingLimits) -> DeviceImagingLimits:
        """From the domain's."""
        return cls(**{name: getattr(one, name) for name in cls.model_fields})


class DeviceImagingOut(BaseModel):
    """How a channel's picture is made; ``not_taken``: what was wanted and the device did otherwise."""

    settings: DeviceImagingSettings
    limits: DeviceImagingLimits
    not_taken: list[str]

    @classmethod
    def of(cls, one: ImagingNow) -> DeviceImagingOut:
        """From the domain's."""
        return cls(
            settings=DeviceImagingSettings.of(one.settings), limits=DeviceImagingLimits.of(one.limits),
            not_taken=list(one.not_taken),
        )  # fmt: skip


class DeviceMasksIn(RequestBody):
    """Areas of the channel's camera (`/cameras/{id}/masks`) that the camera itself shall blot out, for everybody and
    in what is recorded. ``keep``: its other masks stay; else they go, for which a second person has to agree.
    """

    area_ids: list[Annotated[str, StringConstraints(min_length=1, max_length=36)]] = Field(max_length=MAX_AREAS)
    keep: bool = True
    purpose: Words = ""
    reference: Words = ""

    def wanted(self) -> MasksWanted:
        """As the use case has it."""
        return MasksWanted(
            area_ids=tuple(self.area_ids), keep=self.keep, purpose=self.purpose, reference=self.reference
        )  # fmt: skip


class DeviceMaskOut(BaseModel):
    """What the camera itself blots out: corners from 0 to 1, from the upper left."""

    points: list[tuple[float, float]]
    enabled: bool

    @classmethod
    def of(cls, one: PrivacyMask) -> DeviceMaskOut:
        """From the domain's."""
        return cls(points=list(one.polygon), enabled=one.enabled)


class DeviceUserOut(BaseModel):
    """An account on the device."""

    name: str
    level: UserLevel


class DeviceUserIn(RequestBody):
    """One more account; the password goes to the device and is kept nowhere here."""

    name: Name
    password: SecretStr = Field(min_length=8, max_length=64)
    level: UserLevel = UserLevel.USER


def settings_router(devices: Devices) -> APIRouter:
    """Asked of the device as it is now: each call speaks to it."""
    routes = APIRouter(prefix="/devices/{device_id}", tags=["devices"], responses=PROBLEMS, dependencies=SECURITY)
    settings = devices.settings

    @routes.get("/channels/{token}/imaging")
    async def device_imaging(principal: SignedIn, device_id: str, token: str, source: Source) -> DeviceImagingOut:
        """Brightness, contrast, day and night: as the device says now, and what may be set."""
        return DeviceImagingOut.of(await settings.imaging(principal, device_id, token, source=source))

    @routes.put("/channels/{token}/imaging")
    async def set_device_imaging(
        principal: SignedIn, device_id: str, token: str, body: DeviceImagingIn, source: Source
    ) -> DeviceImagingOut:
        """Set it; the answer is what the device says it does afterwards."""
        return DeviceImagingOut.of(
            await settings.set_imaging(principal, device_id, token, body.wanted(), source=source)
        )  # fmt: skip

    @routes.get("/channels/{token}/masks")
    async def device_masks(principal: SignedIn, device_id: str, token: str, source: Source) -> Page[DeviceMaskOut]:
        """What the camera itself blots out, as it says now."""
        return _masks(await settings.masks(principal, device_id, token, source=source))

    @routes.put("/channels/{token}/masks")
    async def push_device_masks(
        principal: SignedIn, device_id: str, token: str, body: DeviceMasksIn, source: Source
    ) -> Page[DeviceMaskOut]:
        """Push areas of the channel's camera to the camera itself; the answer is what it blots out afterwards."""
        return _masks(await settings.push_masks(principal, device_id, token, body.wanted(), source=source))

    @routes.get("/users")
    async def device_users(principal: SignedIn, device_id: str, source: Source) -> Page[DeviceUserOut]:
        """Its accounts, as it says now."""
        found = await settings.users(principal, device_id, source=source)
        return Page(items=[DeviceUserOut(name=one.name, level=one.level) for one in found])

    @routes.post("/users", status_code=204)
    async def create_device_user(principal: SignedIn, device_id: str, body: DeviceUserIn, source: Source) -> None:
        """One more account on the device."""
        user = DeviceUser(name=body.name, level=body.level)
        await settings.create_user(principal, device_id, user, body.password.get_secret_value(), source=source)

    @routes.delete("/users/{name}", status_code=204)
    async def delete_device_user(principal: SignedIn, device_id: str, name: str, source: Source) -> None:
        """Take an account off the device; not the one by which the platform logs in."""
        await settings.delete_user(principal, device_id, name, source=source)

    return routes


def _masks(found: tuple[PrivacyMask, ...]) -> Page[DeviceMaskOut]:
    return Page(items=[DeviceMaskOut.of(one) for one in found])
