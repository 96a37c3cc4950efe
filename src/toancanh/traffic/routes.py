"""HTTP of traffic."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.infra.http import PROBLEMS
from toancanh.traffic.network.routes import network_router
from toancanh.traffic.open_data.routes import open_router
from toancanh.traffic.service import Traffic
from toancanh.traffic.shapes import (
    CamerasAsked,
    FailureOut,
    FailuresOut,
    MeasurementsAsked,
    MeasurementsOut,
    RangeAsked,
)
from toancanh.traffic.state_shapes import StateOut, StatesOut


def router(traffic: Traffic) -> APIRouter:
    """All routes of this package, without prefix."""
    every = APIRouter()
    states = APIRouter(prefix="/traffic", tags=["traffic"], responses=PROBLEMS, dependencies=SECURITY)
    routes = APIRouter(prefix="/measurements", tags=["traffic"], responses=PROBLEMS, dependencies=SECURITY)

    @routes.get("")
    def measurements(
        principal: SignedIn, asked: Annotated[MeasurementsAsked, Query()], source: Source
    ) -> MeasurementsOut:
        """Counts, speeds, queues of the places of some cameras or of a site, by step, with how much of each was seen
        and what is left out of it for which reason.
        """
        wanted = asked.asked()
        return MeasurementsOut.of(traffic.measurements(principal, wanted, source=source), wanted)

    @routes.get("/failures")
    def failures(principal: SignedIn, asked: Annotated[RangeAsked, Query()], source: Source) -> FailuresOut:
        """Places that counted wrongly at some time of the range, and by which rule that was found."""
        found = traffic.failures(principal, asked.asked(), source=source)
        return FailuresOut(items=[FailureOut.of(one, lasts=traffic.lasts(one)) for one in found])

    every.include_router(routes)

    @states.get("/state")
    def state(principal: SignedIn, asked: Annotated[CamerasAsked, Query()], source: Source) -> StatesOut:
        """How it flows at every place in the last quarter of an hour: level of service, against what is usual for the
        hour, and in 15 and 30 minutes, with how wrong such forecasts were over the last day.
        """
        found = traffic.current(principal, camera_ids=tuple(asked.camera_id), site_id=asked.site_id, source=source)
        return StatesOut(places=[StateOut.of(one) for one in found])

    every.include_router(states)
    every.include_router(network_router(traffic))
    every.include_router(open_router(traffic.open_data, traffic.open_limits))
    return every
