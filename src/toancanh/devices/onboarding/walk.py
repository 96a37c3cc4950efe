"""One device's way through a job: each step is saved before the next, and its end says plainly why.

Runs in the worker's loop; what touches the database runs in threads.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Protocol, TypeVar

from toancanh.devices.credentials.changing import Changing
from toancanh.devices.credentials.keeping import LogIn
from toancanh.devices.credentials.rotation import ChangeOutcome, ChangeStep
from toancanh.devices.facts import DeviceFacts
from toancanh.devices.model import Device, DeviceState
from toancanh.devices.onboarding.cameras import ChannelCameras, Linked, Place
from toancanh.devices.onboarding.conformity import is_broken, judge
from toancanh.devices.onboarding.model import Halt, Item, ItemReason, ItemState, ItemStep, Job, JobKind
from toancanh.devices.onboarding.template import apply_template
from toancanh.devices.ports import DeviceFailure, DevicePort, LearnCertificate, OpenDevice
from toancanh.devices.shelf import Shelf
from toancanh.kernel import Conflict, DataLoss, Denied, NotFound, PlatformError

_PICTURES = 64
_PICTURES_AT_ONCE = 4  # of one recorder: with 64 channels, many of them dead, one after the other takes ten minutes
_SPOKEN_OF_ANEW = frozenset({DeviceState.CERTIFICATE_CHANGED, DeviceState.ANOTHER_DEVICE})
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Picture:
    """What came of opening a stream; never its pixels."""

    ok: bool
    reason: str = ""
    codec: str = ""
    width: int = 0
    height: int = 0
    fps: float = 0.0


class TryPicture(Protocol):
    """Opens a stream as ingest would and waits for a key frame (media; wired by bootstrap)."""

    async def __call__(self, *, url: str, username: str, password: str) -> Picture:
        """Never raises for what a camera does."""


class Walk:
    """What is done to one device. ``save`` keeps an item as it stands."""

    def __init__(
        self,
        *,
        shelf: Shelf,
        cameras: ChannelCameras,
        changing: Changing,
        open_device: OpenDevice,
        learn_certificate: LearnCertificate,
        save: Callable[[Item], None],
    ) -> None:
        self._shelf = shelf
        self._cameras = cameras
        self._changing = changing
        self._open_device = open_device
        self._learn_certificate = learn_certificate
        self._save = save
        self._writing = asyncio.Lock()  # looking for twins and cameras, and making what is not there: one at a time
        self._reached: dict[tuple[str, int], Item] = {}  # what ends before its end is told with what was found
        self.try_picture: TryPicture | None = None

    async def go(self, job: Job, item: Item, password: str) -> Item:
        """To its end. Raises nothing that a device, a right or the inventory can bring about."""
        key = (item.job_id, item.position)
        try:
            await asyncio.to_thread(self._shelf.require_manager, job.asker, job.ref)
            if job.kind is JobKind.ONBOARD:
                item = await self._onboard(job, item, password)
            else:
                item = await self._again(job, item)
        except Halt as halt:
            state = ItemState.ASKS if halt.asks else ItemState.FAILED
            return self._ended(self._reached.get(key, item), state, halt.reason, halt.detail, **halt.report)
        except DeviceFailure as error:
            return self._ended(
                self._reached.get(key, item), ItemState.FAILED, ItemReason(error.reason.value), error.detail
            )
        except Denied as error:
            reason = _DENIED.get(str(error.extra.get("reason")), ItemReason.RIGHT_MISSING)
            return self._ended(self._reached.get(key, item), ItemState.FAILED, reason, error.detail)
        except (Conflict, NotFound, DataLoss) as error:
            reason = (
                ItemReason.BEING_CHANGED if error.extra.get("reason") == "being_changed" else ItemReason.NOT_SPOKEN_TO
            )
            return self._ended(self._reached.get(key, item), ItemState.FAILED, reason, error.detail)
        except PlatformError as error:
            return self._ended(self._reached.get(key, item), ItemState.FAILED, ItemReason.UNREACHABLE, error.detail)
        finally:
            self._reached.pop(key, None)
        return item

    async def _onboard(self, job: Job, item: Item, password: str) -> Item:
        known, cidrs = await asyncio.to_thread(self._shelf.look_up, job, item)
        if known is not None and known.state in _SPOKEN_OF_ANEW and item.decision != "new":
            raise Halt(ItemReason.NOT_SPOKEN_TO, f"this device is {known.state}: confirm it first", asks=True)
        item = await self._at(item, ItemStep.LOG_IN)
        at = self._shelf.at(job, item, known, password)
        if at.tls and not at.certificate_sha256:
            at = replace(at, certificate_sha256=await self._learn_certificate(at, networks=cidrs))
        port = self._open_device(at, networks=cidrs)
        try:
            try:
                proved = await port.prove_login()
                item = await self._at(item, ItemStep.READ, log_in="proved" if proved else "asked_of_nobody")
                facts = await port.describe()
            except PlatformError as error:
                if known is not None:
                    await asyncio.to_thread(self._shelf.failed, known, error)
                raise
            login = LogIn(username=at.username, password=at.password)
            async with self._writing:
                keep = partial(self._shelf.keep, job, item, known, facts, login, at.certificate_sha256, proved=proved)
                device = await asyncio.to_thread(keep)
            item = replace(item, device_id=device.id)
            item, device = await self._taken_in(job, item, device, facts, login)
            return await self._set_up(job, item, device, port, facts)
        finally:
            await port.close()

    async def _taken_in(
        self, job: Job, item: Item, device: Device, facts: DeviceFacts, login: LogIn
    ) -> tuple[Item, Device]:
        findings = judge(facts)
        item = await self._at(item, ItemStep.CONFORM, conformity=[asdict(one) for one in findings])
        if is_broken(findings):
            broken = ", ".join(sorted({f"{one.rule}: {one.said}" for one in findings if one.verdict == "broken"}))
            raise Halt(ItemReason.NOT_CONFORMING, f"the platform cannot use it: {broken}")
        item = await self._at(item, ItemStep.MATCH)
        async with self._writing:
            device, linked = await asyncio.to_thread(self._linked, job, item, device, facts, login)
        item = await self._at(item, ItemStep.PICTURE, cameras=[asdict(one) for one in linked])
        item = await self._pictures(item, facts, login)
        return item, device

    def _linked(
        self, job: Job, item: Item, device: Device, facts: DeviceFacts, login: LogIn
    ) -> tuple[Device, list[Linked]]:
        place: Place | None = self._shelf.place_of(job, item)
        done = []
        for one in self._cameras.link(job, item, device, facts, place, login):
            device = self._shelf.link(device.id, one.token, one.camera_id)
            done.append(one)
        return device, done

    async def _pictures(self, item: Item, facts: DeviceFacts, login: LogIn) -> Item:
        try_picture = self.try_picture
        if try_picture is None:
            return await self._at(item, ItemStep.PICTURE, pictures="not_tested")
        streams = [
            (str(channel.number), channel.main.stream_address)
            for channel in facts.channels[:_PICTURES]
            if channel.main is not None and channel.main.stream_address
        ]
        turns = asyncio.Semaphore(_PICTURES_AT_ONCE)

        async def tried_one(name: str, url: str) -> tuple[str, Picture]:
            async with turns:
                return name, await try_picture(url=url, username=login.username, password=login.password)

        tried = dict([await tried_one(*one) for one in streams[:1]])  # alone: with it the log-in has proved itself
        tried |= dict(await asyncio.gather(*(tried_one(*one) for one in streams[1:])))
        item = await self._at(item, ItemStep.PICTURE, pictures={name: asdict(one) for name, one in tried.items()})
        if tried and not any(one.ok for one in tried.values()):
            raise Halt(ItemReason.NO_PICTURE, next(iter(tried.values())).reason or "no picture comes")
        return item

    async def _set_up(self, job: Job, item: Item, device: Device, port: DevicePort, facts: DeviceFacts) -> Item:
        """The template, and what the device says of itself afterwards."""
        reason, detail = ItemReason.NONE, ""
        if not job.plan.template.asks_nothing:
            item = await self._at(item, ItemStep.TEMPLATE)
            names = await asyncio.to_thread(self._shelf.names_of, device)
            settings = await apply_template(port, facts, job.plan.template, names)
            item = await self._at(item, ItemStep.TEMPLATE, settings=[asdict(one) for one in settings])
            await asyncio.to_thread(self._shelf.described, device.id, await port.describe())
            left = [one.what for one in settings if not one.took]
            if left:
                reason, detail = ItemReason.TEMPLATE_DIFFERS, f"the device does otherwise: {', '.join(left)}"
        return self._ended(replace(item, step=ItemStep.DONE), ItemState.DONE, reason, detail)

    async def _again(self, job: Job, item: Item) -> Item:
        """A known device: its password, the template, or what it says now."""
        device = await asyncio.to_thread(self._shelf.manageable, job.asker, item.device_id or "")
        if job.kind is JobKind.ROTATE:
            item = await self._at(item, ItemStep.PASSWORD)
            rotation = await self._changing.change(device, job.asker)
            item = await self._at(item, ItemStep.PASSWORD, outcome=rotation.outcome.value, change=rotation.step.value)
            if rotation.outcome is ChangeOutcome.CHANGED:
                return self._ended(replace(item, step=ItemStep.DONE), ItemState.DONE, ItemReason.NONE, "")
            if rotation.step is ChangeStep.IDLE:
                raise Halt(ItemReason.PASSWORD_KEPT, f"the device kept its password: {rotation.outcome}")
            raise Halt(ItemReason.PASSWORD_STUCK, "not ended; both passwords are kept, and the change is gone on with")
        item = await self._at(item, ItemStep.READ)
        port = await asyncio.to_thread(self._shelf.reaching.port, device)
        try:
            facts = await port.describe()
            device = await asyncio.to_thread(self._shelf.described, device.id, facts)
            if device.state is DeviceState.ANOTHER_DEVICE:
                raise Halt(ItemReason.ANOTHER_DEVICE, device.reason)
            return await self._set_up(job, item, device, port, facts)
        except PlatformError as error:
            await asyncio.to_thread(self._shelf.failed, device, error)
            raise
        finally:
            await port.close()

    async def _at(self, item: Item, step: ItemStep, **report: object) -> Item:
        after = replace(item, step=step, report={**item.report, **report})
        await asyncio.to_thread(self._save, after)
        self._reached[item.job_id, item.position] = after
        return after

    def _ended(self, item: Item, state: ItemState, reason: ItemReason, detail: str, **report: object) -> Item:
        return replace(
            item, state=state, reason=reason, detail=detail, report={**item.report, **report},
            ended_at_us=self._shelf.now_us(),
        )  # fmt: skip


_DENIED = {
    "address_outside_networks": ItemReason.OUTSIDE_NETWORKS,
    "address_forbidden": ItemReason.ADDRESS_FORBIDDEN,
}
