"""A play as a file: a line that names the format, a line of JSON, then columns of numbers; packed. The format is told
in docs/design/district.md. A file may come from anywhere: everything in it is checked.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from toancanh.kernel import Invalid
from toancanh.simulation.district.model import (
    Body,
    Incident,
    IncidentKind,
    IncidentPlace,
    PlateColour,
    Play,
    SignalFilm,
    VehicleKind,
)
from toancanh.simulation.district.packed import pack, unpack
from toancanh.simulation.district.tracks import Tracks

SUFFIX = ".play.xz"
_MAGIC = b"toancanh-play 1\n"
_POSITION_M = 0.02  # one unit of a stored position
_HEADINGS = 1024  # units of a stored heading in a full turn
_MOST_BODIES, _MOST_SAMPLES, _FURTHEST_M = 20_000, 4_000_000, 20_000.0
_KINDS = tuple(VehicleKind)

_Metre = Annotated[float, Field(ge=-_FURTHEST_M, le=_FURTHEST_M, allow_inf_nan=False)]
_Seconds = Annotated[float, Field(ge=0, le=86_400, allow_inf_nan=False)]
_Size = Annotated[int, Field(ge=1, le=3000)]
_Id = Annotated[str, Field(min_length=1, max_length=40)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Bodies(_Part):
    """A list a column, a place a body."""

    kind: list[Annotated[int, Field(ge=0, lt=len(_KINDS))]]
    length_cm: list[_Size]
    width_cm: list[_Size]
    height_cm: list[_Size]
    colour: list[Annotated[int, Field(ge=0, le=0xFFFFFF)]]
    plate: list[Annotated[str, Field(pattern=r"^[0-9A-ZĐ .-]{7,14}$")] | None]
    plate_colour: list[PlateColour | None]


class _Film(_Part):
    times_s: Annotated[list[_Seconds], Field(min_length=1, max_length=100_000)]
    states: Annotated[list[Annotated[str, Field(pattern=r"^[Ggyr]{1,200}$")]], Field(min_length=1)]


class _Incident(_Part):
    kind: IncidentKind
    start_s: _Seconds
    end_s: _Seconds
    road_id: _Id
    lane_ids: list[_Id]
    from_m: _Metre
    to_m: _Metre
    shape_m: Annotated[list[tuple[_Metre, _Metre]], Field(min_length=3, max_length=200)]
    numbers: list[Annotated[int, Field(ge=0)]]


class _Header(_Part):
    name: Annotated[str, Field(pattern=r"^[a-z0-9_]{1,40}$")]
    seed: int
    start: datetime.time
    duration_s: _Seconds
    step_s: Annotated[float, Field(ge=0.05, le=10)]
    position_unit_m: Annotated[float, Field(ge=0.001, le=1)]
    heading_units: Annotated[int, Field(ge=16, le=65_536)]
    samples: Annotated[int, Field(ge=0, le=_MOST_SAMPLES)]
    bodies: _Bodies
    films: dict[_Id, _Film]
    incidents: list[_Incident]


def read_play(path: Path) -> Play:
    """From a file that `play_to_bytes` filled."""
    try:
        packed = path.read_bytes()
    except OSError as error:
        raise Invalid(f"{path} cannot be read ({error.strerror})") from error
    return play_from_bytes(packed)


def play_to_bytes(play: Play) -> bytes:
    """Positions are kept to 1 cm, headings to 0.2 degrees; equal plays give equal bytes."""
    tracks = play.tracks
    header = _Header(
        name=play.name,
        seed=play.seed,
        start=play.start,
        duration_s=play.duration_s,
        step_s=tracks.step_s,
        position_unit_m=_POSITION_M,
        heading_units=_HEADINGS,
        samples=len(tracks.x_m),
        bodies=_bodies_of(play.bodies),
        films={
            name: _Film(times_s=list(film.times_s), states=list(film.states))
            for name, film in sorted(play.films.items())
        },
        incidents=[_incident_of(one) for one in play.incidents],
    )
    columns = (
        _planes(tracks.first, differences=0),
        _planes(tracks.counts, differences=0),
        _planes(_units(tracks.x_m, 1 / _POSITION_M), differences=2),
        _planes(_units(tracks.y_m, 1 / _POSITION_M), differences=2),
        _planes(_units(tracks.heading_rad, _HEADINGS / (2 * np.pi)), differences=1),
    )
    return pack(_MAGIC, header.model_dump_json().encode() + b"\n" + b"".join(columns))


def play_from_bytes(packed: bytes) -> Play:
    """Refuses whatever is not a play, and says what is wrong with it."""
    line, newline, columns = unpack(_MAGIC, packed).partition(b"\n")
    try:
        header = _Header.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise Invalid(f"the play's head: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    bodies = _bodies(header.bodies)
    wanted = 4 * (2 * len(bodies) + 3 * header.samples)
    if not newline or len(columns) != wanted:
        raise Invalid(f"the play's columns have {len(columns)} bytes; its head says {wanted}")
    return Play(
        name=header.name,
        seed=header.seed,
        start=header.start,
        duration_s=header.duration_s,
        bodies=bodies,
        tracks=_tracks(header, len(bodies), columns),
        films={
            name: SignalFilm(times_s=tuple(film.times_s), states=tuple(film.states))
            for name, film in header.films.items()
        },
        incidents=tuple(_incident(one, len(bodies)) for one in header.incidents),
    )


def _tracks(header: _Header, bodies: int, columns: bytes) -> Tracks:
    at = 0
    parts: list[NDArray[np.int64]] = []
    for count, differences in ((bodies, 0), (bodies, 0), *((header.samples, order) for order in (2, 2, 1))):
        parts.append(_from_planes(columns[at : at + 4 * count], differences))
        at += 4 * count
    first, counts, x, y, heading = parts
    if len(first) and (counts.sum() != header.samples or ((first + counts - 1) * header.step_s).max() > 90_000):
        raise Invalid("the play's tracks do not add up to its samples, or last longer than a day")
    furthest = _FURTHEST_M / header.position_unit_m
    for whole, most in ((x, furthest), (y, furthest), (heading, 2**24)):
        if len(whole) and not -most <= whole.min() <= whole.max() <= most:
            raise Invalid(f"a body is further away than {_FURTHEST_M:g} m, or turns without end")
    return Tracks(
        step_s=header.step_s,
        first=first.astype(np.int32),
        counts=counts.astype(np.int32),
        x_m=(x * header.position_unit_m).astype(np.float32),
        y_m=(y * header.position_unit_m).astype(np.float32),
        heading_rad=(heading * (2 * np.pi / header.heading_units)).astype(np.float32),
    )


def _units(values: NDArray[np.float32], per_unit: float) -> NDArray[np.int64]:
    return np.rint(values.astype(np.float64) * per_unit).astype(np.int64)


def _planes(values: NDArray[np.int32] | NDArray[np.int64], *, differences: int) -> bytes:
    """Differences, zigzag (Protocol Buffers), then all lowest bytes, all second bytes ...: what packs well. They run
    on from body to body: the jumps in between are few.
    """
    whole = values.astype(np.int64)
    for _ in range(differences):
        whole = np.diff(whole, prepend=0)
    folded = ((whole << 1) ^ (whole >> 63)).astype("<u4")
    return folded.view(np.uint8).reshape(-1, 4).T.tobytes()


def _from_planes(data: bytes, differences: int) -> NDArray[np.int64]:
    planes = np.frombuffer(data, dtype=np.uint8).reshape(4, -1)
    folded = np.ascontiguousarray(planes.T).view("<u4").reshape(-1).astype(np.int64)
    whole: NDArray[np.int64] = (folded >> 1) ^ -(folded & 1)
    for _ in range(differences):
        whole = np.cumsum(whole)
    return whole


def _bodies_of(bodies: Sequence[Body]) -> _Bodies:
    return _Bodies(
        kind=[_KINDS.index(body.kind) for body in bodies],
        length_cm=[round(body.length_m * 100) for body in bodies],
        width_cm=[round(body.width_m * 100) for body in bodies],
        height_cm=[round(body.height_m * 100) for body in bodies],
        colour=[body.colour[0] << 16 | body.colour[1] << 8 | body.colour[2] for body in bodies],
        plate=[body.plate for body in bodies],
        plate_colour=[body.plate_colour for body in bodies],
    )


def _bodies(columns: _Bodies) -> tuple[Body, ...]:
    lists = (columns.kind, columns.length_cm, columns.width_cm, columns.height_cm, columns.colour)
    lengths = {len(one) for one in (*lists, columns.plate, columns.plate_colour)}
    if len(lengths) != 1 or max(lengths) > _MOST_BODIES:
        raise Invalid(f"the play's columns of bodies are as long as each other, and at most {_MOST_BODIES}")
    rows = zip(*lists, columns.plate, columns.plate_colour, strict=True)
    return tuple(
        Body(
            number=number,
            kind=_KINDS[kind],
            length_m=length_cm / 100,
            width_m=width_cm / 100,
            height_m=height_cm / 100,
            colour=(colour >> 16, colour >> 8 & 0xFF, colour & 0xFF),
            plate=plate,
            plate_colour=plate_colour,
        )
        for number, (kind, length_cm, width_cm, height_cm, colour, plate, plate_colour) in enumerate(rows)
    )


def _incident_of(one: Incident) -> _Incident:
    place = one.place
    return _Incident(
        kind=one.kind,
        start_s=one.start_s,
        end_s=one.end_s,
        road_id=place.road_id,
        lane_ids=list(place.lane_ids),
        from_m=round(place.from_m, 2),
        to_m=round(place.to_m, 2),
        shape_m=[(round(float(x), 2), round(float(y), 2)) for x, y in place.shape_m],
        numbers=list(one.numbers),
    )


def _incident(one: _Incident, bodies: int) -> Incident:
    if one.numbers and max(one.numbers) >= bodies:
        raise Invalid(f"an incident names body {max(one.numbers)}; there are {bodies}")
    return Incident(
        kind=one.kind,
        start_s=one.start_s,
        end_s=one.end_s,
        place=IncidentPlace(
            road_id=one.road_id,
            lane_ids=tuple(one.lane_ids),
            from_m=one.from_m,
            to_m=one.to_m,
            shape_m=np.array(one.shape_m, dtype=np.float64),
        ),
        numbers=tuple(one.numbers),
    )
