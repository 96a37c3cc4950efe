"""Use cases on coverage: authorise, ask the index made for the asker, record, tell by right."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from toancanh.governance import AccessRequest, Action, Governance, ResourceRef, Visibility, protected_tags
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Invalid, NotFound, Principal
from toancanh.planning.coverage.layer import Box, Layer, layer_of
from toancanh.planning.coverage.model import Candidate, Gain, Overlap, Spot, SpotCover, UnitCover
from toancanh.planning.coverage.rows import Sight
from toancanh.planning.coverage.shown import OverlapShown, is_there, show
from toancanh.planning.coverage.standing import Indexes, Standing
from toancanh.planning.coverage.units import Units, UnitShown, city_of, units_shown
from toancanh.planning.coverage.zones import Zone, zones_of
from toancanh.planning.geometry import DensityClass, Optics, optics
from toancanh.planning.offices import offices_of
from toancanh.registry.dossier.model import CameraFacts

MAX_LAYER_M = 4000.0
"""The longer side of what one layer may show."""


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What a candidate overlaps with and adds, as one person may know it."""

    overlap: OverlapShown
    gain: Gain
    as_of_us: int
    is_stale: bool


@dataclass(frozen=True, kw_only=True)
class Reach:
    """One camera's fields, and their zones on the ground."""

    facts: CameraFacts
    optics: Optics
    zones: tuple[Zone, ...]


@dataclass(frozen=True, kw_only=True)
class UnitsShown:
    """Units by id, and all of them together."""

    units: tuple[UnitShown, ...]
    together: UnitCover
    as_of_us: int
    is_stale: bool


class Coverage:
    """What cameras see together, told by right; each view is on record. Thread-safe."""

    def __init__(
        self,
        *,
        governance: Governance,
        database: Database,
        clock: Clock,
        facts: Callable[[], Sequence[CameraFacts]],
        revision: Callable[[], int],
        sight: Callable[[], Sight | None] = lambda: None,
    ) -> None:
        self._governance = governance
        self._database = database
        self.indexes = Indexes(facts=facts, revision=revision, clock=clock, sight=sight)
        self._units = Units()
        self._sight = sight

    def close(self) -> None:
        """End what works in the background."""
        self.indexes.close()

    def refresh(self) -> None:
        """Look at the inventory now."""
        self.indexes.refresh()

    def visible(self, principal: Principal) -> Visibility:
        """Whose cameras' coverage the person may know."""
        return self._governance.visible(principal, Action.COVERAGE_READ, "camera")

    def show(self, principal: Principal, found: Sequence[Overlap]) -> OverlapShown:
        """What of this (from the same person's index) may be told."""
        return show(found, self.visible(principal), self._offices)

    def check(self, principal: Principal, candidate: Candidate, *, organisation_id: str, source: str = "") -> Checked:
        """What the candidate, thought of for this organisation, overlaps with and adds."""
        ref = self._require(principal, organisation_id, source)
        standing = self._standing(principal)
        answer = Checked(
            overlap=self.show(principal, standing.index.overlap(candidate)),
            gain=standing.index.gain(candidate),
            as_of_us=standing.as_of_us,
            is_stale=standing.is_stale,
        )
        place = {"lat": candidate.lat, "lon": candidate.lon}
        self._recorded(principal, ref, {"view": "candidate", **place}, source)
        return answer

    def spot(
        self, principal: Principal, spot: Spot, *, organisation_id: str, source: str = ""
    ) -> tuple[SpotCover, OverlapShown]:
        """How well a spot is seen; cameras are named by right."""
        ref = self._require(principal, organisation_id, source)
        cover = self._standing(principal).index.spot(spot)
        self._recorded(principal, ref, {"view": "spot", "lat": spot.lat, "lon": spot.lon}, source)
        found = [
            Overlap(
                camera_id=each.camera_id,
                owner_id=each.owner_id,
                protected=each.protected,
                px_per_m=each.px_per_m,
                share=each.share,
                as_good_share=each.share,
                is_reach=each.is_reach,
                is_certain=True,
            )
            for each in cover.cameras
        ]
        return cover, self.show(principal, found)

    def camera(self, principal: Principal, camera_id: str, *, source: str = "") -> Reach:
        """One camera's fields on the ground. Raises `NotFound` where its coverage may not be known."""
        facts = next((each for each in self.indexes.facts() if each.camera_id == camera_id), None)
        ref = ResourceRef(
            kind="camera",
            id=camera_id,
            owner_id=facts.owner_id if facts is not None else "",
            tags=protected_tags(facts is None or facts.protected),
        )
        if facts is None:
            raise NotFound("there is no such camera, or you may not see it")
        self._governance.require(principal, AccessRequest(action=Action.COVERAGE_READ, resource=ref, source=source))
        if not is_there(self.visible(principal), facts):  # by its other tags or its purpose class, perhaps
            self._governance.record_refusal(principal, Action.COVERAGE_READ, ref, why="class_unknown", source=source)
            raise NotFound("there is no such camera, or you may not see it")
        zones = zones_of(facts, self._sight())
        self._recorded(principal, ref, {"view": "camera"}, source)
        return Reach(facts=facts, optics=optics(facts), zones=zones)

    def units(self, principal: Principal, *, organisation_id: str, source: str = "") -> UnitsShown:
        """The cover of every unit that the person may know it of, and of these together."""
        ref = self._require(principal, organisation_id, source)
        visible = self.visible(principal)
        standing = self.indexes.seen_by(visible)
        covers = self._units.of(standing)
        shown = units_shown(covers, standing.index, visible)
        self._recorded(principal, ref, {"view": "units", "units": len(shown)}, source)
        return UnitsShown(
            units=tuple(shown),
            together=city_of([each.cover for each in shown]),
            as_of_us=standing.as_of_us,
            is_stale=standing.is_stale,
        )

    def layer(
        self, principal: Principal, box: Box, *, needed: DensityClass, organisation_id: str, source: str = ""
    ) -> tuple[Layer, Standing]:
        """What is seen in a box and what is not, in cells. Raises `Invalid` for a box that is too large."""
        if max(box.size_m) > MAX_LAYER_M:
            raise Invalid(f"bbox: at most {MAX_LAYER_M / 1000:g} km a side; go nearer", field="bbox")
        ref = self._require(principal, organisation_id, source)
        visible = self.visible(principal)
        standing = self.indexes.seen_by(visible)
        made = layer_of(standing.index, self._units.ground(standing), box, visible, needed)
        self._recorded(principal, ref, {"view": "layer", "bbox": box.edges, "needed": needed}, source)
        return made, standing

    def _standing(self, principal: Principal) -> Standing:
        return self.indexes.seen_by(self.visible(principal))

    def _offices(self, owner_ids: frozenset[str]) -> dict[str, str]:
        return offices_of(self._governance, owner_ids)

    def _require(self, principal: Principal, organisation_id: str, source: str) -> ResourceRef:
        ref = ResourceRef(kind="coverage", id="", owner_id=organisation_id)
        self._governance.require(principal, AccessRequest(action=Action.COVERAGE_READ, resource=ref, source=source))
        return ref

    def _recorded(self, principal: Principal, ref: ResourceRef, details: Mapping[str, object], source: str) -> None:
        with self._database.transaction() as tx:
            self._governance.record(
                tx, principal, Action.COVERAGE_READ, ref, details=details, personal={"source": source}
            )
