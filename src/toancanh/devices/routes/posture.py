"""``/devices/posture``: how safe devices are, by owner and one by one."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel

from toancanh.devices.posture.model import Finding, PostureCheck, PostureSeverity, PostureVerdict, groups
from toancanh.devices.posture.store import DeviceStanding, HeldException, KeptException, OwnerSummary, Posture
from toancanh.devices.service import Devices
from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.infra.fields import Name
from toancanh.infra.http import PROBLEMS, After, Limit, Page, RequestBody, TimeIn, TimeOut, page


class PostureGroupOut(BaseModel):
    """A requirement group; ``certainty``: how sure we are of it; without checks it is a matter of the certificate."""

    id: str
    title: dict[str, str]
    certainty: str
    checks: list[PostureCheck]


class PostureFindingOut(BaseModel):
    """One check's outcome; ``said``: what it rests on."""

    check: PostureCheck
    verdict: PostureVerdict
    severity: PostureSeverity
    said: str
    responsible: str
    until: TimeOut | None

    @classmethod
    def of(cls, one: Finding) -> PostureFindingOut:
        """From the domain's."""
        return cls(
            check=one.check, verdict=one.verdict, severity=one.severity, said=one.said, responsible=one.responsible,
            until=one.until_us,
        )  # fmt: skip


class PostureExceptionIn(RequestBody):
    """Somebody answers for a failure until a day, within a year."""

    check: PostureCheck
    responsible: Name
    reason: Name
    until: TimeIn


class PostureExceptionOut(BaseModel):
    """An exception, also one that has ended."""

    id: str
    check: PostureCheck
    responsible: str
    reason: str
    until: TimeOut
    made_by: str
    made_at: TimeOut
    ended_at: TimeOut | None

    @classmethod
    def of(cls, one: KeptException) -> PostureExceptionOut:
        """From the domain's."""
        return cls(**_exception(one))


class PostureOut(BaseModel):
    """How a device stands; ``worst``: of what fails and nobody answers for."""

    device_id: str
    judged_at: TimeOut
    worst: PostureSeverity
    findings: list[PostureFindingOut]
    exceptions: list[PostureExceptionOut]

    @classmethod
    def of(cls, one: Posture, exceptions: list[KeptException]) -> PostureOut:
        """From the domain's."""
        return cls(
            device_id=one.device_id, judged_at=one.judged_at_us, worst=one.worst,
            findings=[PostureFindingOut.of(finding) for finding in one.findings],
            exceptions=[PostureExceptionOut.of(each) for each in exceptions],
        )  # fmt: skip


class OwnerPostureOut(BaseModel):
    """An owner's devices: by the worst that fails, by what fails."""

    owner_id: str
    devices: int
    by_worst: dict[PostureSeverity, int]
    failing: dict[PostureCheck, int]
    excepted: int

    @classmethod
    def of(cls, one: OwnerSummary) -> OwnerPostureOut:
        """From the domain's."""
        return cls(
            owner_id=one.owner_id, devices=one.devices, by_worst=one.by_worst, failing=one.failing,
            excepted=one.excepted,
        )  # fmt: skip


class DevicePostureOut(BaseModel):
    """A device in the list of postures: what fails, and what fails while somebody answers for it."""

    id: str
    owner_id: str
    host: str
    port: int
    maker: str
    model: str
    firmware: str
    judged_at: TimeOut
    worst: PostureSeverity
    failing: list[PostureCheck]
    excepted: list[PostureCheck]
    unknown: list[PostureCheck]

    @classmethod
    def of(cls, one: DeviceStanding) -> DevicePostureOut:
        """From the domain's."""
        device, posture = one.device, one.posture
        by = {
            verdict: [each.check for each in posture.findings if each.verdict is verdict] for verdict in PostureVerdict
        }
        return cls(
            id=device.id, owner_id=device.owner_id, host=device.host, port=device.port, maker=device.maker,
            model=device.model, firmware=device.firmware, judged_at=posture.judged_at_us, worst=posture.worst,
            failing=by[PostureVerdict.FAILS], excepted=by[PostureVerdict.EXCEPTED], unknown=by[PostureVerdict.UNKNOWN],
        )  # fmt: skip


class HeldExceptionOut(PostureExceptionOut):
    """An exception that holds now, with its device."""

    device_id: str
    owner_id: str
    host: str
    port: int
    model: str

    @classmethod
    def held(cls, one: HeldException) -> HeldExceptionOut:
        """From the domain's."""
        device = one.device
        return cls(
            **_exception(one.exception), device_id=device.id, owner_id=device.owner_id, host=device.host,
            port=device.port, model=device.model,
        )  # fmt: skip


class PosturesOut(BaseModel):
    """``regulation``: what the groups are of."""

    regulation: str
    groups: list[PostureGroupOut]
    owners: list[OwnerPostureOut]


def _exception(one: KeptException) -> dict[str, Any]:
    return {
        "id": one.id, "check": one.check, "responsible": one.responsible, "reason": one.reason, "until": one.until_us,
        "made_by": one.made_by, "made_at": one.made_at_us, "ended_at": one.ended_at_us,
    }  # fmt: skip


def posture_router(devices: Devices) -> APIRouter:
    """Against the requirement groups of QCVN 135:2024/BTTTT, as far as a log-in can see."""
    routes = APIRouter(prefix="/devices", tags=["devices"], responses=PROBLEMS, dependencies=SECURITY)

    @routes.get("/posture")
    def get_postures(principal: SignedIn) -> PosturesOut:
        """The groups, and how each owner's devices stand; of the devices that the asker may read."""
        devices.shelf.settle()
        shown = [
            PostureGroupOut(id=one.id, title=dict(one.title), certainty=one.certainty, checks=list(one.checks))
            for one in groups()
        ]
        owners = [OwnerPostureOut.of(one) for one in devices.postures.owners(principal)]
        return PosturesOut(regulation="QCVN 135:2024/BTTTT", groups=shown, owners=owners)

    @routes.get("/posture/devices")
    def list_device_postures(
        principal: SignedIn,
        owner_id: Annotated[str, Query(max_length=36)] = "",
        check: PostureCheck | None = None,
        worst: PostureSeverity | None = None,
        after: After = None,
        limit: Limit = 100,
    ) -> Page[DevicePostureOut]:
        """One by one; ``check``: those that fail it and nobody answers for."""
        devices.shelf.settle()
        found = devices.postures.devices(
            principal, within=owner_id, check=check, worst=worst, after=after or "", limit=limit + 1
        )  # fmt: skip
        return page([DevicePostureOut.of(one) for one in found], limit)

    @routes.get("/posture/exceptions")
    def list_posture_exceptions(principal: SignedIn) -> Page[HeldExceptionOut]:
        """Those that hold now, the first to end first, at most 500."""
        devices.shelf.settle()
        return Page(items=[HeldExceptionOut.held(one) for one in devices.postures.held(principal)])

    @routes.get("/{device_id}/posture")
    def get_posture(principal: SignedIn, device_id: str, source: Source) -> PostureOut:
        """One device, with its exceptions."""
        devices.shelf.settle()
        device = devices.shelf.load(device_id)
        return PostureOut.of(*devices.postures.get(principal, device, source=source))

    @routes.post("/{device_id}/posture/exceptions", status_code=201)
    def except_check(
        principal: SignedIn, device_id: str, body: PostureExceptionIn, source: Source
    ) -> PostureExceptionOut:
        """Somebody answers for a failure until a day."""
        made = devices.postures.except_(
            principal, devices.shelf.load(device_id), body.check, responsible=body.responsible, reason=body.reason,
            until_us=body.until, source=source,
        )  # fmt: skip
        return PostureExceptionOut.of(made)

    @routes.delete("/{device_id}/posture/exceptions/{exception_id}", status_code=204)
    def end_exception(principal: SignedIn, device_id: str, exception_id: str, source: Source) -> None:
        """Before its time."""
        devices.postures.end(principal, devices.shelf.load(device_id), exception_id, source=source)

    return routes
