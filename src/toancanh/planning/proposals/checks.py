"""The immediate answer to what is drawn: overlap, gain, conformity, cost, the pause.

What is said about cameras is computed from an index that has never held a camera which is not there for the reader.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from operator import add

from toancanh.governance import Action, Governance, Visibility
from toancanh.kernel import Clock, Principal
from toancanh.planning import coverage
from toancanh.planning.coverage.shown import show
from toancanh.planning.coverage.standing import Indexes
from toancanh.planning.geometry import DensityClass, Projection, density_class, optics
from toancanh.planning.offices import offices_of
from toancanh.planning.proposals.model import (
    Candidate,
    CandidateCheck,
    CheckResult,
    Office,
    OverlapKind,
    ProposalDraft,
    SharedView,
    today_in_hanoi,
)
from toancanh.planning.rulebook import CostEstimate, Rulebook
from toancanh.planning.targets.model import Target

NAMED_SHOWN = 10
"""Of the cameras that see a candidate's ground, so many are listed."""

NEAR_M = 100.0
"""A proposal touches a protected thing that stands so near, even where neither sees the other."""

_RIM_POINTS = 8


class Checks:
    """Judges nothing: the caller has asked whether the proposal may be checked. Thread-safe."""

    def __init__(
        self,
        *,
        governance: Governance,
        indexes: Indexes,
        rulebook: Rulebook,
        clock: Clock,
        office: Callable[[], Office | None],
    ) -> None:
        self._governance = governance
        self._indexes = indexes
        self._rulebook = rulebook
        self._clock = clock
        self._office = office

    def for_reader(self, principal: Principal, draft: ProposalDraft) -> CheckResult:
        """As one may know it."""
        visible = self._governance.visible(principal, Action.COVERAGE_READ, "camera")
        return self._check(draft, self._indexes.seen_by(visible).index, visible)

    def for_everybody(self, draft: ProposalDraft) -> CheckResult:
        """As all who read the proposal may know it: no camera is named. This is what is kept and goes into letters."""
        return self._check(draft, self._indexes.public().index, Visibility(parts=()))

    def _check(self, draft: ProposalDraft, index: coverage.CoverageIndex, visible: Visibility) -> CheckResult:
        now_us = self._clock.now_us()
        day = today_in_hanoi(now_us)
        technical, costs = self._rulebook.technical, self._rulebook.costs
        pause = self._rulebook.pause.check(draft.claim, on=day)
        drawn = [_drawn(each) for each in draft.candidates]
        shared = self._shared(index, [index.overlap(each) for each in drawn], visible)
        checks = []
        for position, (candidate, thought, views) in enumerate(zip(draft.candidates, drawn, shared, strict=True)):
            gain = index.gain(thought)
            checks.append(
                CandidateCheck(
                    position=position,
                    area_m2=_rounded(gain.total_m2),
                    gained_m2=_rounded(gain.new_m2),
                    assumed=gain.assumed,
                    overlaps=views,
                    findings=tuple(technical.check(candidate.rule_values(draft.retention_days), on=day)),
                    cost=costs.estimate(
                        kind=str(candidate.kind),
                        megapixels=candidate.megapixels,
                        codec=candidate.codec,
                        connection=str(candidate.connection or ""),
                        new_pole=candidate.new_pole,
                        retention_days=draft.retention_days,
                        price_vnd=candidate.price_vnd,
                    ),
                )
            )
        return CheckResult(
            candidates=tuple(checks),
            gained_m2=_sum(check.gained_m2 for check in checks),
            cost=reduce(add, (check.cost for check in checks), CostEstimate()),
            pause=pause,
            blocking=_blocking(draft, checks, pause_blocks=pause.blocks),
            technical_version=technical.version,
            cost_version=costs.version,
            cost_note=costs.note,
            cost_certainty=str(costs.certainty),
            checked_at_us=now_us,
        )

    def _shared(
        self, index: coverage.CoverageIndex, overlaps: Sequence[Sequence[coverage.Overlap]], visible: Visibility
    ) -> list[tuple[SharedView, ...]]:
        known_offices: dict[str, str] = {}

        def office_of(owners: frozenset[str]) -> dict[str, str]:
            unknown = owners - known_offices.keys()
            if unknown:
                known_offices.update(offices_of(self._governance, unknown))
            return {owner: known_offices[owner] for owner in owners & known_offices.keys()}

        shown = [show(found, visible, office_of) for found in overlaps]
        named = [each.named[:NAMED_SHOWN] for each in shown]
        cameras = {each.camera_id for found in named for each in found}
        codes = {each.camera_id: each.code for each in index.cameras if each.camera_id in cameras} if cameras else {}
        office = self._office()
        asked = {each.owner_id for found in named for each in found}
        asked |= {other.ask_id for found in shown for other in found.others}
        names = {each.id: each.name for each in self._governance.organisations.named(asked)}
        answers = []
        for known, found in zip(named, shown, strict=True):
            views = [_named(each, codes, names) for each in known]
            offices = [Office(id=each.ask_id, name=names.get(each.ask_id, "")) for each in found.others]
            if office is not None and offices:
                offices = [office]
            answers.append((*views, *(SharedView(kind=OverlapKind.OTHER_OWNER, ask=each) for each in offices)))
        return answers


def touched(
    draft: ProposalDraft, protected: coverage.CoverageIndex, targets: Iterable[Target]
) -> set[tuple[str, str, str]]:
    """(kind, id, owner) of the protected cameras and targets that it sees, shares ground with or stands near."""
    targets = list(targets)
    found: set[tuple[str, str, str]] = set()
    for candidate in draft.candidates:
        here = Projection(lat=candidate.lat, lon=candidate.lon)
        found |= {("camera", each.camera_id, each.owner_id) for each in protected.overlap(_drawn(candidate))}
        for camera in protected.cameras:
            if math.hypot(*here.to_metres(camera.lat, camera.lon)) <= NEAR_M:
                found.add(("camera", camera.camera_id, camera.owner_id))
        for target in targets:
            if _touches(candidate, here, target):
                found.add(("target", target.id, target.owner_id))
    return found


def _touches(candidate: Candidate, here: Projection, target: Target) -> bool:
    x_m, y_m = here.to_metres(target.lat, target.lon)
    if math.hypot(x_m, y_m) <= target.radius_m + NEAR_M:
        return True
    rim = [math.tau * point / _RIM_POINTS for point in range(_RIM_POINTS)]
    points = [(x_m + target.radius_m * math.sin(angle), y_m + target.radius_m * math.cos(angle)) for angle in rim]
    views = optics(candidate).views
    return any(view.density_at(*point) > 0 for view in views for point in [(x_m, y_m), *points])


def _drawn(candidate: Candidate) -> coverage.Candidate:
    return coverage.Candidate(
        lat=candidate.lat,
        lon=candidate.lon,
        azimuth_deg=candidate.azimuth_deg,
        kind=candidate.kind,
        height_m=candidate.height_m,
        tilt_deg=candidate.tilt_deg,
        hfov_deg=candidate.hfov_deg,
        width_px=candidate.width_px,
        height_px=candidate.height_px,
    )


def _named(each: coverage.Overlap, codes: Mapping[str, str], names: Mapping[str, str]) -> SharedView:
    owner = Office(id=each.owner_id, name=names.get(each.owner_id, ""))
    return SharedView(
        kind=OverlapKind.NAMED,
        density=density_class(each.px_per_m),
        px_per_m=round(each.px_per_m, 1),
        share=round(each.share, 2),
        is_certain=each.is_certain,
        is_reach=each.is_reach,
        camera_id=each.camera_id,
        camera_code=codes.get(each.camera_id, ""),
        owner=owner,
        ask=owner,
    )


def _blocking(draft: ProposalDraft, checks: Sequence[CandidateCheck], *, pause_blocks: bool) -> tuple[str, ...]:
    found = [] if draft.candidates else ["no_cameras"]
    if pause_blocks:
        found.append("pause")
    rules = {finding.rule for check in checks for finding in check.findings if finding.blocks}
    return (*found, *(f"rule_{rule}" for rule in sorted(rules)))


def _rounded(areas: Mapping[DensityClass, float]) -> dict[str, float]:
    return {str(name): round(area, 1) for name, area in areas.items()}


def _sum(areas: Iterable[Mapping[str, float]]) -> dict[str, float]:
    total: dict[str, float] = {}
    for each in areas:
        for name, area in each.items():
            total[name] = round(total.get(name, 0.0) + area, 1)
    return total
