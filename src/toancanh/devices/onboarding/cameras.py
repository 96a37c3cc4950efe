"""A device's channels become cameras of the inventory, or turn out to be such: on the right of who asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from toancanh.devices.credentials.keeping import LogIn
from toancanh.devices.facts import Channel, DeviceFacts
from toancanh.devices.model import Device, KeptChannel
from toancanh.devices.onboarding.inventory import Inventory
from toancanh.devices.onboarding.matching import By, Match, Said, match_camera, match_channel
from toancanh.devices.onboarding.model import Halt, Item, ItemReason, Job
from toancanh.devices.store import devices as store
from toancanh.governance import PROTECTED, Governance
from toancanh.infra.database import Database
from toancanh.kernel import Conflict, Denied, Invalid, NotFound, PlatformError, Principal
from toancanh.registry import CameraDraft, Registry, StreamDraft, StreamRole
from toancanh.registry.address import read_stream_address
from toancanh.registry.dossier.model import CameraFacts, CameraWrite, DeclarationDraft, DeclarationSource

_NEW = "new"
_CODE = re.compile(r"[^0-9A-Za-z]+")
_CODECS = {"h264": "H.264", "h265": "H.265"}


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a new camera stands."""

    site_id: str | None
    lat: float
    lon: float
    protected: bool


@dataclass(frozen=True, kw_only=True)
class Linked:
    """What a channel has become."""

    token: str
    camera_id: str
    by: By
    made: bool


class ChannelCameras:
    """Matches and makes. Blocking; for one thread at a time. All raise `Halt`."""

    def __init__(self, *, database: Database, governance: Governance, registry: Registry, inventory: Inventory) -> None:
        self._database = database
        self._governance = governance
        self._registry = registry
        self._inventory = inventory

    def link(
        self, job: Job, item: Item, device: Device, facts: DeviceFacts, place: Place | None, login: LogIn
    ) -> Iterator[Linked]:
        """Every channel with a stream and without a camera, one at a time: what is done is to be saved at once."""
        channels = {one.source_token: one for one in facts.channels}
        single = len(facts.channels) == 1
        for kept in device.channels:
            channel = channels.get(kept.token)
            if kept.camera_id is not None or channel is None or channel.main is None or not channel.main.stream_address:
                continue
            match = self._match(job, item, device, facts, channel, single=single)
            if match.camera_id is None and not job.plan.create:
                raise Halt(ItemReason.SEVERAL_CAMERAS, "it is not in the inventory: choose its camera", asks=True)
            try:
                linked = self._written(job, item, device, facts, channel, kept, match, place, login, single=single)
            except PlatformError as error:
                raise _refused(error) from None
            yield linked

    def _match(
        self, job: Job, item: Item, device: Device, facts: DeviceFacts, channel: Channel, *, single: bool
    ) -> Match:
        assert channel.main is not None  # noqa: S101  # `link` has looked
        try:
            address = read_stream_address(channel.main.stream_address)
        except Invalid as error:
            raise Halt(ItemReason.BAD_ANSWER, f"its stream address cannot be used: {error.detail}") from None
        if address.host != device.host:
            raise Halt(ItemReason.ADDRESS_FORBIDDEN, f"its stream address leads to another machine, {address.host}")
        at_stream = self._registry.mains_at(address)
        if item.decision == _NEW:
            return Match(camera_id=None, by=By.PERSON)
        if item.decision and single:
            if self._inventory.named(item.decision, job.asker) is None:
                raise Halt(ItemReason.SEVERAL_CAMERAS, "the camera that was chosen is gone: choose another", asks=True)
            return Match(camera_id=item.decision, by=By.PERSON)
        said = Said(
            host=device.host, port=device.port, serial=facts.identity.serial, macs=facts.identity.macs,
            at_stream=frozenset(at_stream),
            on_host=frozenset(self._registry.cameras_at(address)) if single else frozenset(),
        )  # fmt: skip
        known = self._inventory.like(said, job.asker)
        if single:
            return match_camera(said, known, site_id=job.plan.site_id)
        return match_channel(one.camera_id for one in known if one.camera_id in at_stream)

    def _written(
        self,
        job: Job,
        item: Item,
        device: Device,
        facts: DeviceFacts,
        channel: Channel,
        kept: KeptChannel,
        match: Match,
        place: Place | None,
        login: LogIn,
        *,
        single: bool,
    ) -> Linked:
        declared = DeclarationDraft(source=DeclarationSource.DEVICE, reference=f"{device.host}:{device.port}")
        said = _said(device, facts, channel, single=single)
        main = channel.main.stream_address if channel.main is not None else ""
        if match.camera_id is None:
            values = {**said, **self._fresh(job, item, device, channel, place, single=single)}
            write = CameraWrite(
                camera_id=None, values=values, main_url=main, username=login.username, password=login.password
            )  # fmt: skip
            camera_id = self._registry.dossiers.write(job.asker, write, declared=declared)
        else:
            camera_id = match.camera_id
            self._refuse_taken(device, camera_id)
            self._fill(job.asker, camera_id, said, main, login, declared)
        if channel.sub is not None and channel.sub.stream_address:
            self._add_sub(job.asker, camera_id, channel.sub.stream_address, login)
        return Linked(token=kept.token, camera_id=camera_id, by=match.by, made=match.camera_id is None)

    def _fill(
        self,
        asker: Principal,
        camera_id: str,
        said: dict[str, object],
        main: str,
        login: LogIn,
        declared: DeclarationDraft,
    ) -> None:
        """What nobody has declared; what somebody has stays, and the report shows both."""
        known = self._inventory.named(camera_id, asker)
        if known is None:
            raise NotFound("there is no such camera, or you may not see it")
        missing = {name: value for name, value in said.items() if not _has(known, name)}
        camera = self._registry.cameras.load(camera_id)
        bare = not camera.streams
        if missing or bare:
            write = CameraWrite(
                camera_id=camera_id,
                values=missing,
                main_url=main if bare else None,
                username=login.username if bare else None,
                password=login.password if bare else None,
            )
            self._registry.dossiers.write(asker, write, declared=declared)

    def _add_sub(self, asker: Principal, camera_id: str, url: str, login: LogIn) -> None:
        camera = self._registry.cameras.load(camera_id)
        if any(one.role is StreamRole.SUB for one in camera.streams):
            return
        sub = StreamDraft(role=StreamRole.SUB, url=url, username=login.username, password=login.password)

        def with_sub(draft: CameraDraft) -> CameraDraft:
            return replace(draft, streams=(*draft.streams, sub))

        self._registry.cameras.update(asker, camera_id, with_sub)

    def _refuse_taken(self, device: Device, camera_id: str) -> None:
        with self._database.reading() as connection:
            other = store.linked(connection, [camera_id]).get(camera_id)
        if other is not None and other != device.id:
            raise Halt(
                ItemReason.CAMERA_TAKEN, "the camera that it matches belongs to another device already", asks=True
            )

    def _fresh(
        self, job: Job, item: Item, device: Device, channel: Channel, place: Place | None, *, single: bool
    ) -> dict[str, object]:
        if place is None:
            raise Halt(
                ItemReason.NO_PLACE,
                "a new camera needs a place: name a site for this job or for the network",
                asks=True,
            )
        told = device.serial or device.mac
        if not told or item.decision == _NEW:  # its serial number may be another's, too
            told = f"{told} {device.host} {device.port}"
        tail = _CODE.sub("-", told).strip("-")
        code = f"{job.plan.code_prefix}{tail}"[:58] + ("" if single else f"-{channel.number:02d}")
        title = device.name or f"{device.maker} {device.model}".strip() or device.host
        tags = frozenset({PROTECTED}) if place.protected or job.protected else frozenset()
        values: dict[str, object] = {
            "code": code, "name": title if single else f"{title} {channel.number:02d}", "owner_id": job.owner_id,
            "lat": place.lat, "lon": place.lon, "site_id": place.site_id, "tags": tags,
        }  # fmt: skip
        return values if job.plan.unit_id is None else {**values, "unit_id": job.plan.unit_id}


def tell_streams(registry: Registry, device: Device, username: str, password: str) -> None:
    """The streams of a device's cameras that lead to it learn its new log-in; for the change of a password."""
    asker = Principal.system("devices")
    for camera_id in sorted({one.camera_id for one in device.channels if one.camera_id is not None}):

        def with_login(draft: CameraDraft) -> CameraDraft:
            streams = (
                replace(one, username=username, password=password) if _leads_to(one.url, device.host) else one
                for one in draft.streams
            )
            return replace(draft, streams=tuple(streams))

        try:
            registry.cameras.update(asker, camera_id, with_login)
        except (NotFound, Conflict):  # deleted or merged meanwhile: it has no streams that matter
            continue


def _leads_to(url: str, host: str) -> bool:
    try:
        return read_stream_address(url).host == host
    except Invalid:
        return False


def _said(device: Device, facts: DeviceFacts, channel: Channel, *, single: bool) -> dict[str, object]:
    """What the device says of this camera, as fields of its dossier. A recorder's serial number is not a camera's."""
    coding = channel.main.encoding if channel.main is not None else None
    port = "" if device.port == 80 else f":{device.port}"
    values: dict[str, object] = {"network_address": f"{device.host}{port}"}
    if single:
        values |= {"maker": device.maker, "model": device.model, "serial": device.serial, "mac": device.mac}
    if channel.width and channel.height:
        values |= {"width_px": channel.width, "height_px": channel.height}
    if coding is not None and coding.encoding in _CODECS:
        values["codecs"] = _CODECS[coding.encoding]
    return {name: value for name, value in values.items() if value}


def _has(known: CameraFacts, name: str) -> bool:
    return bool(getattr(known, name, True))  # what the facts do not hold is left alone


def _refused(error: PlatformError) -> Halt:
    if isinstance(error, Denied):
        return Halt(ItemReason.RIGHT_MISSING, f"the inventory was not changed: {error.detail}", asks=True)
    if isinstance(error, Invalid) and error.extra.get("reason") == "address_forbidden":
        return Halt(ItemReason.ADDRESS_FORBIDDEN, error.detail)
    return Halt(ItemReason.REGISTRY_REFUSED, error.detail, asks=True)
