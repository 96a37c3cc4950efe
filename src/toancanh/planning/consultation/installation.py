"""Use cases after approval: installation, acceptance test against live pictures, entry into operation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from starlette.concurrency import run_in_threadpool

from toancanh.governance import Action
from toancanh.kernel import Conflict, Invalid, Principal
from toancanh.planning.consultation.docket import Docket
from toancanh.planning.consultation.machine import Step
from toancanh.planning.consultation.model import AcceptanceTest, InstalledCamera, LivePicture, faults_of
from toancanh.planning.consultation.service import CameraRegister, declaration
from toancanh.planning.consultation.store import opinions as store
from toancanh.planning.proposals.model import Proposal, today_in_hanoi
from toancanh.registry.dossier.model import CameraWrite, Lifecycle


class LivePictures(Protocol):
    """What media sees of cameras now (`planning.consultation.live_pictures.MediaPictures`)."""

    async def look(self, camera_id: str) -> LivePicture:
        """State, size and time of the picture of now; the picture itself is not handed over."""


class Installation:
    """From approval to operation. Thread-safe."""

    def __init__(self, *, docket: Docket, register: CameraRegister) -> None:
        self._docket = docket
        self._register = register
        self._database = docket.database

    def install(
        self,
        principal: Principal,
        proposal_id: str,
        cameras: Sequence[InstalledCamera],
        *,
        version: int | None = None,
        source: str = "",
    ) -> Proposal:
        """Each approved camera gets its code and address, from now on media tries to reach it; again to mend them."""
        before = self._docket.load(proposal_id)
        decision = self._docket.require(principal, Action.PROPOSAL_ACCEPT, before, source)
        state = self._docket.moved(before, Step.INSTALL, self._docket.situation(before, ()), version)
        if sorted(each.position for each in cameras) != list(range(len(before.camera_ids))):
            raise Invalid("cameras: each approved camera once", field="cameras")
        writes = [
            CameraWrite(
                camera_id=before.camera_ids[each.position],
                values=_values(each),
                main_url=each.main_url,
                username=each.username,
                password=each.password,
            )
            for each in cameras
        ]
        with self._database.transaction() as tx:
            self._register.apply(tx, principal, writes, declaration(before), source=source)
            after = replace(before, state=state)
            return self._docket.save(tx, principal, before, after, Step.INSTALL, decision=decision, source=source)

    async def test(
        self, principal: Principal, proposal_id: str, pictures: LivePictures, *, source: str = ""
    ) -> list[AcceptanceTest]:
        """Look at each camera now and keep what was seen; may be done as often as one likes."""
        before = await run_in_threadpool(self._testable, principal, proposal_id, source)
        seen: dict[int, LivePicture] = {}
        for position, camera_id in enumerate(before.camera_ids):
            if camera_id is not None:
                seen[position] = await pictures.look(camera_id)
        return await run_in_threadpool(self._keep_tests, principal, before, seen, source)

    def accept(
        self, principal: Principal, proposal_id: str, *, version: int | None = None, source: str = ""
    ) -> Proposal:
        """All cameras passed their last test: they operate. Raises `Conflict` where one did not."""
        before = self._docket.load(proposal_id)
        decision = self._docket.require(principal, Action.PROPOSAL_ACCEPT, before, source)
        with self._database.reading() as connection:
            tests, steps = store.tests(connection, before.id), store.steps(connection, before.id)
        state = self._docket.moved(before, Step.ACCEPT, self._docket.situation(before, (), tests, steps), version)
        now_us = self._docket.clock.now_us()
        values = {"lifecycle": Lifecycle.OPERATING, "installed_on": today_in_hanoi(now_us)}
        writes = [CameraWrite(camera_id=camera_id, values=values) for camera_id in before.camera_ids]
        with self._database.transaction() as tx:
            self._register.apply(tx, principal, writes, declaration(before), source=source)
            after = replace(before, state=state)
            return self._docket.save(tx, principal, before, after, Step.ACCEPT, decision=decision, source=source)

    def _testable(self, principal: Principal, proposal_id: str, source: str) -> Proposal:
        before = self._docket.load(proposal_id)
        self._docket.require(principal, Action.PROPOSAL_ACCEPT, before, source)
        self._docket.moved(before, Step.TEST, self._docket.situation(before, ()), None)
        return before

    def _keep_tests(
        self, principal: Principal, before: Proposal, seen: dict[int, LivePicture], source: str
    ) -> list[AcceptanceTest]:
        now_us = self._docket.clock.now_us()
        made = [
            AcceptanceTest(
                id=self._docket.ids.new_id(),
                proposal_id=before.id,
                position=position,
                camera_id=before.camera_ids[position] or "",
                at_us=now_us,
                tested_by=principal.user_id,
                online=picture.online,
                width_px=picture.width_px,
                height_px=picture.height_px,
                picture_us=picture.picture_us,
                faults=faults_of(
                    picture,
                    width_px=before.draft.candidates[position].width_px,
                    height_px=before.draft.candidates[position].height_px,
                    now_us=now_us,
                ),
            )
            for position, picture in seen.items()
        ]
        if not made:
            raise Conflict("there is no camera to test")
        with self._database.transaction() as tx:
            store.insert_tests(tx, made)
            details = {"passed": sum(each.passed for each in made), "tested": len(made)}
            self._docket.save(tx, principal, before, before, Step.TEST, details=details, source=source)
        return made


def _values(of: InstalledCamera) -> dict[str, object]:
    values: dict[str, object] = {"code": of.code, "name": of.name, "lifecycle": Lifecycle.INSTALLING}
    if of.serial:
        values["serial"] = of.serial
    if of.mac:
        values["mac"] = of.mac
    if of.site_id is not None:
        values["site_id"] = of.site_id
    return values
