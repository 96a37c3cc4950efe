"""What health knows of each watched camera without asking anew: its promise, its place, what it hangs on."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Collection, Mapping

from toancanh.health.causes import Cause
from toancanh.health.model import IncidentKind
from toancanh.health.pictures.model import CameraClass
from toancanh.health.ports import NoRecorders, Recorders
from toancanh.kernel import Clock, Principal
from toancanh.registry import Registry
from toancanh.registry.dossier.model import CameraFacts, CameraKind
from toancanh.registry.topology import NodeKind, chain

_KEPT_US = 30_000_000
_KINDS = {
    NodeKind.LINE: IncidentKind.LINE, NodeKind.SWITCH: IncidentKind.SWITCH, NodeKind.POWER: IncidentKind.POWER,
}  # fmt: skip


class KnownCameras:
    """Thread-safe; what changes in the inventory is known here within half a minute."""

    def __init__(self, *, registry: Registry, clock: Clock) -> None:
        self._registry = registry
        self._clock = clock
        self._recorders: Recorders = NoRecorders()
        self._lock = threading.Lock()
        self._facts: dict[str, CameraFacts] = {}
        self._read_us: int | None = None
        self._hanging: dict[Cause, set[str]] = {}
        self._hanging_us: int | None = None
        self._watched: frozenset[str] = frozenset()

    def know_recorders(self, recorders: Recorders) -> None:
        """Who can say which cameras are channels of one device."""
        self._recorders = recorders

    def recorders_called(self, principal: Principal, device_ids: Collection[str]) -> Mapping[str, tuple[str, str]]:
        """Address and name of those of these that the principal may read, by id. Raises `Unavailable`."""
        return self._recorders.called(principal, device_ids)

    def facts(self) -> Mapping[str, CameraFacts]:
        """Of every living camera. Raises `Unavailable`."""
        with self._lock:
            now_us = self._clock.monotonic_us()
            if self._read_us is None or now_us - self._read_us > _KEPT_US:
                self._facts = {one.camera_id: one for one in self._registry.dossiers.facts()}
                self._read_us = now_us
            return self._facts

    def class_of(self, camera_id: str) -> CameraClass:
        """What the thresholds of its looks depend on. Raises `Unavailable`."""
        of = self.facts().get(camera_id)
        return CameraClass.PTZ if of is not None and of.kind is CameraKind.PTZ else CameraClass.FIXED

    def watch(self, camera_ids: Collection[str]) -> None:
        """Those whose streams are reported."""
        watched = frozenset(camera_ids)
        if watched != self._watched:
            self._watched, self._hanging_us = watched, None

    def hanging(self) -> Mapping[Cause, Collection[str]]:
        """What every cause has hanging on it, of the watched cameras; on a node also what hangs on one that hangs on
        it. Raises `Unavailable`.
        """
        facts = self.facts()
        with self._lock:
            now_us = self._clock.monotonic_us()
            if self._hanging_us is None or now_us - self._hanging_us > _KEPT_US:
                self._hanging = self._read_hanging(facts)
                self._hanging_us = now_us
            return self._hanging

    def _read_hanging(self, facts: Mapping[str, CameraFacts]) -> dict[Cause, set[str]]:
        topology = self._registry.topology
        parents, links, recorders = topology.parents(), topology.all_links(), self._recorders.of_cameras(self._watched)
        kinds = {id: _KINDS[one.kind] for id, one in topology.nodes(list(parents)).items()}
        found: defaultdict[Cause, set[str]] = defaultdict(set)
        for camera_id in self._watched:
            of = facts.get(camera_id)
            if of is not None and of.site_id is not None:
                found[Cause(kind=IncidentKind.SITE, id=of.site_id)].add(camera_id)
            if camera_id in recorders:
                found[Cause(kind=IncidentKind.RECORDER, id=recorders[camera_id])].add(camera_id)
            for node_id in links[camera_id].by_kind().values() if camera_id in links else ():
                for above in chain(node_id, parents) if node_id is not None else ():
                    if above in kinds:
                        found[Cause(kind=kinds[above], id=above)].add(camera_id)
        return dict(found)
