"""What is kept of steering: our names of presets, tours, and where a camera rests."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import Boolean, Column, Connection, Float, Integer, Row, String, Table, Text, select, update

from toancanh.devices.ptz.helm import Rest, Step, Tour
from toancanh.infra.database import metadata

ptz_preset = Table(
    "ptz_preset",
    metadata,
    Column("camera_id", String(36), primary_key=True),
    Column("token", String(64), primary_key=True),  # the device's
    Column("name", String(200), nullable=False),  # ours: devices cut names and know no accents
)

ptz_tour = Table(
    "ptz_tour",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("camera_id", String(36), nullable=False, index=True),
    Column("position", Integer, nullable=False),  # in the list
    Column("name", String(200), nullable=False),
    Column("steps", Text, nullable=False),  # JSON: [[preset token, seconds], ...]
    Column("runs", Boolean, nullable=False),  # also after a restart
)

ptz_rest = Table(
    "ptz_rest",
    metadata,
    Column("camera_id", String(36), primary_key=True),
    Column("after_s", Float, nullable=False),
    Column("preset", String(64), nullable=False),  # a token; empty: the device's own home position
)


def names(connection: Connection, camera_id: str) -> dict[str, str]:
    """Our names of a camera's presets, by the device's token."""
    query = select(ptz_preset.c.token, ptz_preset.c.name).where(ptz_preset.c.camera_id == camera_id)
    return {row.token: row.name for row in connection.execute(query)}


def name_preset(tx: Connection, camera_id: str, token: str, name: str) -> None:
    """In place of what it was called."""
    forget_preset(tx, camera_id, token)
    tx.execute(ptz_preset.insert().values(camera_id=camera_id, token=token, name=name))


def forget_preset(tx: Connection, camera_id: str, token: str) -> None:
    """Its name goes."""
    tx.execute(ptz_preset.delete().where(ptz_preset.c.camera_id == camera_id, ptz_preset.c.token == token))


def tours(connection: Connection, camera_id: str) -> tuple[Tour, ...]:
    """In the order in which they were put."""
    query = select(ptz_tour).where(ptz_tour.c.camera_id == camera_id).order_by(ptz_tour.c.position)
    return tuple(_tour(row) for row in connection.execute(query))


def running(connection: Connection) -> dict[str, Tour]:
    """By camera, the tours that were begun and not ended."""
    query = select(ptz_tour).where(ptz_tour.c.runs.is_(True))
    return {row.camera_id: _tour(row) for row in connection.execute(query)}


def put_tours(tx: Connection, camera_id: str, wanted: Sequence[Tour], running_id: str) -> None:
    """Exactly these."""
    tx.execute(ptz_tour.delete().where(ptz_tour.c.camera_id == camera_id))
    for position, tour in enumerate(wanted):
        steps = json.dumps([[step.preset, step.dwell_s] for step in tour.steps])
        values = {"id": tour.id, "camera_id": camera_id, "position": position, "name": tour.name, "steps": steps}
        tx.execute(ptz_tour.insert().values(**values, runs=tour.id == running_id))


def set_running(tx: Connection, camera_id: str, tour_id: str) -> None:
    """One tour of the camera and no other; empty: none."""
    of = ptz_tour.c.camera_id == camera_id
    tx.execute(update(ptz_tour).where(of).values(runs=ptz_tour.c.id == tour_id))


def rests(connection: Connection) -> dict[str, Rest]:
    """Of all cameras that have one."""
    query = select(ptz_rest)
    return {row.camera_id: Rest(after_s=row.after_s, preset=row.preset) for row in connection.execute(query)}


def rest(connection: Connection, camera_id: str) -> Rest | None:
    """Of one camera."""
    row = connection.execute(select(ptz_rest).where(ptz_rest.c.camera_id == camera_id)).one_or_none()
    return None if row is None else Rest(after_s=row.after_s, preset=row.preset)


def put_rest(tx: Connection, camera_id: str, wanted: Rest | None) -> None:
    """In place of what was there."""
    tx.execute(ptz_rest.delete().where(ptz_rest.c.camera_id == camera_id))
    if wanted is not None:
        tx.execute(ptz_rest.insert().values(camera_id=camera_id, after_s=wanted.after_s, preset=wanted.preset))


def _tour(row: Row[tuple[object, ...]]) -> Tour:
    steps = tuple(Step(preset=preset, dwell_s=dwell_s) for preset, dwell_s in json.loads(row.steps))
    return Tour(id=row.id, name=row.name, steps=steps)
