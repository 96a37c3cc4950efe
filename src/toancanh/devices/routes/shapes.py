"""Devices as they stand in requests and answers. No shape has a password that goes out."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field, SecretStr

from toancanh.devices.credentials.keeping import KeptCredential
from toancanh.devices.credentials.rotation import ChangeOutcome, ChangeStep, Rotation
from toancanh.devices.model import Device, DeviceState
from toancanh.devices.onboarding.template import Setting
from toancanh.infra.fields import Name
from toancanh.infra.http import RequestBody, TimeOut


class DeviceChannelOut(BaseModel):
    """A picture source; ``camera_id``: the camera of the inventory that it is."""

    token: str
    position: int
    name: str
    camera_id: str | None
    main_url: str
    sub_url: str
    steerable: bool


class DeviceOut(BaseModel):
    """A device in a list."""

    id: str
    owner_id: str
    site_id: str | None
    protected: bool
    host: str
    port: int
    tls: bool
    maker: str
    model: str
    firmware: str
    serial: str
    mac: str
    name: str
    state: DeviceState
    reason: str
    seen_at: TimeOut | None
    facts_at: TimeOut | None
    channels: list[DeviceChannelOut]

    @classmethod
    def of(cls, one: Device) -> DeviceOut:
        """From the domain's."""
        return cls(**_listed(one))


class DeviceCredentialOut(BaseModel):
    """What is known of the log-in; the password itself is told to nobody. ``shared_with``: other devices that have
    the same one.
    """

    username: str
    factory: bool
    shared_with: int
    set_at: TimeOut
    changed_at: TimeOut | None
    step: ChangeStep
    outcome: ChangeOutcome

    @classmethod
    def of(cls, one: KeptCredential) -> DeviceCredentialOut:
        """From the domain's."""
        return cls(
            username=one.username, factory=one.factory, shared_with=one.shared_with, set_at=one.set_at_us,
            changed_at=one.rotated_at_us, step=one.rotation.step, outcome=one.rotation.outcome,
        )  # fmt: skip


class DeviceDetailOut(DeviceOut):
    """A device. ``certificate``: SHA-256 that is pinned, ``offered_certificate``: what it shows instead; ``facts``:
    what it last said of itself.
    """

    path: str
    certificate: str
    offered_certificate: str
    credential: DeviceCredentialOut | None
    facts: dict[str, Any]

    @classmethod
    def detailed(cls, one: Device, kept: KeptCredential | None) -> DeviceDetailOut:
        """From the domain's."""
        return cls(
            **_listed(one), path=one.path, certificate=one.certificate, offered_certificate=one.offered_certificate,
            credential=DeviceCredentialOut.of(kept) if kept is not None else None, facts=dict(one.facts),
        )  # fmt: skip


class DeviceLoginIn(RequestBody):
    """A log-in; it goes in and never comes out."""

    username: Name
    password: SecretStr = Field(max_length=128)


class DeviceCertificateIn(RequestBody):
    """SHA-256 of the certificate that a person has compared with the device's."""

    certificate: str = Field(pattern="^[0-9a-f]{64}$")


class ChannelLinkIn(RequestBody):
    """Which camera a channel is; null: none."""

    camera_id: str | None = Field(max_length=36)


class DeviceClockIn(RequestBody):
    """Time servers; none: our time, once."""

    ntp_servers: list[str] = Field(default=[], max_length=4)
    timezone: str = Field(default="ICT-7", max_length=64)


class DeviceSettingOut(BaseModel):
    """What was wanted and what the device says it does; ``why``: its answer where that differs."""

    what: str
    wanted: str
    got: str
    took: bool
    why: str

    @classmethod
    def of(cls, one: Setting) -> DeviceSettingOut:
        """From the domain's."""
        return cls(what=one.what, wanted=one.wanted, got=one.got, took=one.took, why=one.why)


class PasswordChangeOut(BaseModel):
    """How far a change of a password is; ``step`` idle: it is over."""

    step: ChangeStep
    outcome: ChangeOutcome

    @classmethod
    def of(cls, one: Rotation) -> PasswordChangeOut:
        """From the domain's."""
        return cls(step=one.step, outcome=one.outcome)


class FirmwareOut(BaseModel):
    """How many devices of a model have a firmware."""

    maker: str
    model: str
    firmware: str
    devices: int


def _listed(one: Device) -> dict[str, Any]:
    channels = [
        DeviceChannelOut(
            token=channel.token, position=channel.position, name=channel.name, camera_id=channel.camera_id,
            main_url=channel.main_url, sub_url=channel.sub_url, steerable=bool(channel.ptz_profile),
        )
        for channel in one.channels
    ]  # fmt: skip
    return {
        "id": one.id, "owner_id": one.owner_id, "site_id": one.site_id, "protected": one.protected, "host": one.host,
        "port": one.port, "tls": one.tls, "maker": one.maker, "model": one.model, "firmware": one.firmware,
        "serial": one.serial, "mac": one.mac, "name": one.name, "state": one.state, "reason": one.reason,
        "seen_at": one.seen_at_us, "facts_at": one.facts_at_us, "channels": channels,
    }  # fmt: skip
