"""What the process of watching is made of: cameras, drawings and asks go in, minutes and incidents come out."""

from __future__ import annotations

from toancanh.bootstrap.platform import Platform
from toancanh.health.repairs.kept_faults import KeptFaults
from toancanh.traffic.counting.sink import CountingSink
from toancanh.traffic.incidents.sink import IncidentSink
from toancanh.vision.drawings import GroundOrigin
from toancanh.vision.watch.process import Parts

_WRITER = "vision"


def parts_of(platform: Platform) -> Parts:
    """Wired over one process's platform."""

    def origin(camera_id: str) -> GroundOrigin | None:
        drawn = platform.drawings.of([camera_id]).get(camera_id)
        return None if drawn is None else drawn.origin

    settings = platform.settings
    return Parts(
        registry=platform.registry,
        asks=platform.watching,
        drawings=platform.drawings,
        models=platform.models,
        faults=KeptFaults(platform.database),
        sinks=(
            CountingSink(platform.traffic.writer(_WRITER), lambda: platform.traffic.units),
            IncidentSink(platform.incidents, registry=platform.registry, origins=origin),
        ),
        clock=platform.clock,
        run_path=settings.run_path,
        shards=settings.media_processes,
        budget_cores=settings.vision_cores,
    )
