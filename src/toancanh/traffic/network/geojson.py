"""Networks as GeoJSON, in and out. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from toancanh.kernel import Invalid
from toancanh.traffic.model import Place
from toancanh.traffic.network.model import Junction, Measure, Movement, RoadNetwork, Segment
from toancanh.traffic.network.shapes import (
    FeatureOut,
    JunctionFeature,
    JunctionPropertiesOut,
    LineShape,
    MeasureShape,
    MovementShape,
    NetworkIn,
    PlaceShape,
    PointShape,
    SegmentFeature,
    SegmentPropertiesOut,
)

_SHORTEST_M = 1.0


def parts_of(owner_id: str, body: NetworkIn) -> tuple[list[Segment], list[Junction]]:
    """One organisation's segments and junctions."""
    segments = [_segment(owner_id, one) for one in body.features if isinstance(one, SegmentFeature)]
    junctions = [_junction(owner_id, one) for one in body.features if isinstance(one, JunctionFeature)]
    return segments, junctions


def network_of(parts: Iterable[tuple[str, NetworkIn]], version: str) -> RoadNetwork:
    """The networks of some organisations as one."""
    segments: dict[str, Segment] = {}
    junctions: dict[str, Junction] = {}
    for owner_id, body in parts:
        of_segments, of_junctions = parts_of(owner_id, body)
        segments |= {one.id: one for one in of_segments}
        junctions |= {one.id: one for one in of_junctions}
    return RoadNetwork(segments=segments, junctions=junctions, version=version)


def check(owner_id: str, body: NetworkIn, others: RoadNetwork) -> None:
    """``others``: the networks of all other organisations. Raises `Invalid` with the feature and what is wrong."""
    segments, junctions = parts_of(owner_id, body)
    ids = [*(one.id for one in segments), *(one.id for one in junctions)]
    _once(ids, "id: two features have it")
    for id in ids:
        if id in others.segments or id in others.junctions:
            raise _invalid(id, "id: another organisation's network has it; put your own prefix before it")
    of_junction = {one.id for one in junctions} | others.junctions.keys()
    for one in segments:
        for field, junction_id in (("from_junction", one.from_junction), ("to_junction", one.to_junction)):
            if junction_id not in of_junction:
                raise _invalid(one.id, f"{field}: there is no junction {junction_id}")
        if one.length_m < _SHORTEST_M:
            raise _invalid(one.id, f"coordinates: it is {one.length_m:.1f} m long; a segment has a metre at least")
    _once(
        [f"{m.place.camera_id}/{m.place.zone_id}/{m.place.movement}" for one in segments for m in one.measures],
        "measures: a place measures one segment; twice there is",
    )
    known = {**others.segments, **{one.id: one for one in segments}}
    for junction in junctions:
        for movement in junction.movements:
            _check_movement(junction, movement, known)


def features_of(network: RoadNetwork, shown: Collection[str]) -> list[FeatureOut]:
    """``shown``: cameras that the reader may know of."""
    return [
        *(_segment_out(one, shown) for one in network.segments.values()),
        *(_junction_out(one, shown) for one in network.junctions.values()),
    ]


def with_hidden(body: NetworkIn, before: NetworkIn, shown: Collection[str]) -> NetworkIn:
    """What the writer of ``body`` did not see of ``before`` stays: cameras that may not be known of measure what they
    measured, where that is still there.
    """
    kept_measures = {
        one.id: [measure for measure in one.properties.measures if measure.camera_id not in shown]
        for one in before.features
        if isinstance(one, SegmentFeature)
    }
    kept_places = {
        (one.id, movement.from_segment, movement.to_segment): [p for p in movement.places if p.camera_id not in shown]
        for one in before.features
        if isinstance(one, JunctionFeature)
        for movement in one.properties.movements
    }
    whole = body.model_copy(deep=True)
    for one in whole.features:
        if isinstance(one, SegmentFeature):
            one.properties.measures += kept_measures.get(one.id, [])
        else:
            for movement in one.properties.movements:
                movement.places += kept_places.get((one.id, movement.from_segment, movement.to_segment), [])
    return whole


def cameras_of(body: NetworkIn) -> set[str]:
    """All that it names."""
    found: set[str] = set()
    for one in body.features:
        if isinstance(one, SegmentFeature):
            found |= {measure.camera_id for measure in one.properties.measures}
        else:
            found |= {place.camera_id for movement in one.properties.movements for place in movement.places}
    return found


def _check_movement(junction: Junction, movement: Movement, segments: Mapping[str, Segment]) -> None:
    for field, segment_id in (("from_segment", movement.from_segment), ("to_segment", movement.to_segment)):
        if segment_id not in segments:
            raise _invalid(junction.id, f"movements: {field}: there is no segment {segment_id}")
    if segments[movement.from_segment].to_junction != junction.id:
        raise _invalid(junction.id, f"movements: the segment {movement.from_segment} does not end here")
    if segments[movement.to_segment].from_junction != junction.id:
        raise _invalid(junction.id, f"movements: the segment {movement.to_segment} does not begin here")


def _once(names: Iterable[str], fault: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise Invalid(f"features: {fault}: {name}", field="features")
        seen.add(name)


def _invalid(id: str, fault: str) -> Invalid:
    return Invalid(f"features: {id}: {fault}", field="features")


def _place(shape: PlaceShape) -> Place:
    return Place(camera_id=shape.camera_id, zone_id=shape.zone_id, movement=shape.movement)


def _segment(owner_id: str, one: SegmentFeature) -> Segment:
    of = one.properties
    measures = tuple(
        Measure(place=_place(measure), station=measure.station or measure.camera_id, gives=measure.gives)
        for measure in of.measures
    )
    return Segment(
        id=one.id, owner_id=owner_id, name=of.name, line=tuple(one.geometry.coordinates), lanes=of.lanes,
        from_junction=of.from_junction, to_junction=of.to_junction, limit_mps=of.limit_mps, measures=measures,
    )  # fmt: skip


def _junction(owner_id: str, one: JunctionFeature) -> Junction:
    of = one.properties
    movements = tuple(
        Movement(
            from_segment=each.from_segment, to_segment=each.to_segment, turn=each.turn,
            places=tuple(_place(place) for place in each.places),
        )
        for each in of.movements
    )  # fmt: skip
    return Junction(
        id=one.id, owner_id=owner_id, name=of.name, at=one.geometry.coordinates, site_id=of.site_id,
        has_signal=of.has_signal, movements=movements,
    )  # fmt: skip


def _segment_out(one: Segment, shown: Collection[str]) -> FeatureOut:
    measures = [
        MeasureShape(
            camera_id=each.place.camera_id, zone_id=each.place.zone_id, movement=each.place.movement,
            station="" if each.station == each.place.camera_id else each.station, gives=each.gives,
        )
        for each in one.measures
        if each.place.camera_id in shown
    ]  # fmt: skip
    properties = SegmentPropertiesOut(
        name=one.name, owner_id=one.owner_id, from_junction=one.from_junction, to_junction=one.to_junction,
        lanes=one.lanes, limit_mps=one.limit_mps, length_m=round(one.length_m, 1), measures=measures,
    )  # fmt: skip
    return FeatureOut(id=one.id, geometry=LineShape(coordinates=list(one.line)), properties=properties)


def _junction_out(one: Junction, shown: Collection[str]) -> FeatureOut:
    movements = [
        MovementShape(
            from_segment=each.from_segment, to_segment=each.to_segment, turn=each.turn,
            places=[
                PlaceShape(camera_id=place.camera_id, zone_id=place.zone_id, movement=place.movement)
                for place in each.places
                if place.camera_id in shown
            ],
        )
        for each in one.movements
    ]  # fmt: skip
    properties = JunctionPropertiesOut(
        name=one.name, owner_id=one.owner_id, site_id=one.site_id, has_signal=one.has_signal, movements=movements
    )
    return FeatureOut(id=one.id, geometry=PointShape(coordinates=one.at), properties=properties)
