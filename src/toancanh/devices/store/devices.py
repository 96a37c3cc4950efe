"""Queries on named networks, devices and their channels."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from toancanh.devices.model import Device, DeviceState, KeptChannel, NamedNetwork, plain_serial
from toancanh.devices.store.tables import device, device_channel, device_network
from toancanh.kernel import Conflict, fold

_CHUNK = 500


def networks(connection: Connection, *conditions: ColumnElement[bool]) -> list[NamedNetwork]:
    """By name."""
    query = select(device_network).where(*conditions).order_by(device_network.c.name, device_network.c.id)
    return [_network(row) for row in connection.execute(query)]


def insert_network(tx: Connection, made: NamedNetwork) -> None:
    """Raises `Conflict` where the range is named already."""
    try:
        tx.execute(
            insert(device_network).values(
                id=made.id, name=made.name, cidr=made.cidr, owner_id=made.owner_id, site_id=made.site_id,
                note=made.note, protected=made.protected, created_us=made.created_at_us,
            )
        )  # fmt: skip
    except IntegrityError:
        raise Conflict("this range is named already", field="cidr") from None


def delete_network(tx: Connection, network_id: str) -> None:
    """Its devices stay and are spoken to no longer."""
    tx.execute(delete(device_network).where(device_network.c.id == network_id))


def load(connection: Connection, device_id: str, *, lock: bool = False) -> Device | None:
    """One with its channels."""
    query = select(device).where(device.c.id == device_id)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    return _with_channels(connection, [row])[0] if row is not None else None


def page(connection: Connection, conditions: Sequence[ColumnElement[bool]], *, after: str, limit: int) -> list[Device]:
    """By id, behind ``after``."""
    query = select(device).where(device.c.id > after, *conditions).order_by(device.c.id).limit(limit)
    return _with_channels(connection, connection.execute(query).all())


def at(connection: Connection, host: str, port: int) -> Device | None:
    """The device at an address."""
    query = select(device).where(device.c.host == host, device.c.port == port)
    row = connection.execute(query).one_or_none()
    return _with_channels(connection, [row])[0] if row is not None else None


def with_serial(connection: Connection, serial: str) -> list[Device]:
    """All that claim this serial number, however it is written."""
    key = plain_serial(serial)
    if not key:
        return []
    return _with_channels(connection, connection.execute(select(device).where(device.c.serial_key == key)).all())


def of_camera(connection: Connection, camera_id: str) -> Device | None:
    """The device that a camera is a channel of; the newest where two claim it."""
    query = (
        select(device)
        .join(device_channel, device_channel.c.device_id == device.c.id)
        .where(device_channel.c.camera_id == camera_id)
        .order_by(device.c.id.desc())
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    return _with_channels(connection, [row])[0] if row is not None else None


def has_camera(camera_id: str) -> ColumnElement[bool]:
    """Of devices: that the camera is a channel of theirs."""
    return device.c.id.in_(select(device_channel.c.device_id).where(device_channel.c.camera_id == camera_id))


def steerable(connection: Connection, camera_ids: Collection[str]) -> frozenset[str]:
    """Those of these cameras whose device said that they can be steered."""
    c = device_channel.c
    query = select(c.camera_id).where(c.camera_id.in_(sorted(camera_ids)), c.ptz_profile != "")
    return frozenset(found for found in connection.execute(query).scalars() if found is not None)


def linked(connection: Connection, camera_ids: Iterable[str]) -> dict[str, str]:
    """The device of each of these cameras that has one."""
    c = device_channel.c
    found: dict[str, str] = {}
    wanted = sorted(camera_ids)
    for start in range(0, len(wanted), _CHUNK):
        query = select(c.camera_id, c.device_id).where(c.camera_id.in_(wanted[start : start + _CHUNK]))
        found |= {row.camera_id: row.device_id for row in connection.execute(query)}
    return found


def linked_after(connection: Connection, camera_id: str, limit: int) -> dict[str, str]:
    """The next cameras by id that are channels of devices, with the newest device of each."""
    c = device_channel.c
    query = select(c.camera_id, func.max(c.device_id)).where(c.camera_id > camera_id).group_by(c.camera_id)
    rows = connection.execute(query.order_by(c.camera_id).limit(limit))
    return {str(camera): device_id for camera, device_id in rows}


def insert_device(tx: Connection, made: Device) -> None:
    """Raises `Conflict` where a device is known at this address."""
    try:
        tx.execute(insert(device).values(id=made.id, created_us=made.created_at_us, **_columns(made)))
    except IntegrityError:
        raise Conflict("a device is known at this address already") from None
    _write_channels(tx, made)


def save(tx: Connection, changed: Device) -> Device:
    """In place of the version that was read. Raises `Conflict` where somebody changed it meanwhile."""
    after = replace(changed, version=changed.version + 1)
    same = (device.c.id == changed.id) & (device.c.version == changed.version)
    if not tx.execute(update(device).where(same).values(**_columns(after))).rowcount:
        raise Conflict("this device was changed meanwhile; load it again")
    _write_channels(tx, after)
    return after


def set_protected(tx: Connection, device_ids: Collection[str], *, protected: bool) -> None:
    """Without a new version: nobody edits it."""
    tx.execute(update(device).where(device.c.id.in_(sorted(device_ids))).values(protected=protected))


def firmware(connection: Connection, conditions: Sequence[ColumnElement[bool]]) -> list[tuple[str, str, str, int]]:
    """Maker, model, firmware and how many devices have it."""
    columns = (device.c.maker, device.c.model, device.c.firmware)
    query = select(*columns, func.count()).where(*conditions).group_by(*columns).order_by(*columns)
    return [(maker, model, version, count) for maker, model, version, count in connection.execute(query)]


def _write_channels(tx: Connection, of: Device) -> None:
    tx.execute(delete(device_channel).where(device_channel.c.device_id == of.id))
    if of.channels:
        tx.execute(
            insert(device_channel),
            [
                {
                    "device_id": of.id, "token": one.token, "position": one.position, "name": one.name,
                    "camera_id": one.camera_id, "main_url": one.main_url, "sub_url": one.sub_url,
                    "main_profile": one.main_profile, "sub_profile": one.sub_profile, "ptz_profile": one.ptz_profile,
                }
                for one in of.channels
            ],
        )  # fmt: skip


def _columns(of: Device) -> dict[str, object]:
    return {
        "owner_id": of.owner_id, "site_id": of.site_id, "protected": of.protected,
        "host": of.host, "port": of.port, "service_path": of.path, "tls": of.tls,
        "certificate": of.certificate, "offered_certificate": of.offered_certificate,
        "maker": of.maker, "model": of.model, "firmware": of.firmware,
        "serial": of.serial, "serial_key": plain_serial(of.serial), "mac": of.mac, "name": of.name,
        "folded": fold(f"{of.name} {of.maker} {of.model} {of.serial} {of.mac} {of.host}"),
        "state": of.state, "reason": of.reason, "facts": json.dumps(of.facts), "facts_us": of.facts_at_us,
        "seen_us": of.seen_at_us, "updated_us": of.updated_at_us, "version": of.version,
    }  # fmt: skip


def _with_channels(connection: Connection, rows: Sequence[Row[Any]]) -> list[Device]:
    channels: dict[str, list[KeptChannel]] = {}
    ids = [row.id for row in rows]
    for start in range(0, len(ids), _CHUNK):
        c = device_channel.c
        query = select(device_channel).where(c.device_id.in_(ids[start : start + _CHUNK])).order_by(c.position)
        for row in connection.execute(query):
            channels.setdefault(row.device_id, []).append(
                KeptChannel(
                    token=row.token, position=row.position, name=row.name, camera_id=row.camera_id,
                    main_url=row.main_url, sub_url=row.sub_url,
                    main_profile=row.main_profile, sub_profile=row.sub_profile, ptz_profile=row.ptz_profile,
                )
            )  # fmt: skip
    return [_device(row, tuple(channels.get(row.id, ()))) for row in rows]


def _device(row: Row[Any], channels: tuple[KeptChannel, ...]) -> Device:
    return Device(
        id=row.id, owner_id=row.owner_id, site_id=row.site_id, protected=row.protected, host=row.host, port=row.port,
        path=row.service_path, tls=row.tls, certificate=row.certificate, offered_certificate=row.offered_certificate,
        maker=row.maker, model=row.model, firmware=row.firmware, serial=row.serial, mac=row.mac, name=row.name,
        state=DeviceState(row.state), reason=row.reason, facts=json.loads(row.facts), facts_at_us=row.facts_us,
        seen_at_us=row.seen_us, created_at_us=row.created_us, updated_at_us=row.updated_us, version=row.version,
        channels=channels,
    )  # fmt: skip


def _network(row: Row[Any]) -> NamedNetwork:
    return NamedNetwork(
        id=row.id, name=row.name, cidr=row.cidr, owner_id=row.owner_id, site_id=row.site_id, note=row.note,
        protected=row.protected, created_at_us=row.created_us,
    )  # fmt: skip
