"""What a row would change of a camera: only what it declares and what is not so already. Pure."""

from __future__ import annotations

import enum
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from toancanh.registry.address import read_stream_address
from toancanh.registry.dossier.values import plain
from toancanh.registry.inventory.columns import BY_KEY, COLUMN_OF_FIELD, show_resolution
from toancanh.registry.inventory.directory import Directory
from toancanh.registry.inventory.known import KnownCamera
from toancanh.registry.inventory.model import Change
from toancanh.registry.sealing import OpenStream

_SAME_DEG = 1.5e-6  # a sixth of a metre: what six decimals and a way over VN-2000 leave
_SAME = {"lat": _SAME_DEG, "lon": _SAME_DEG}
_SAME_NUMBER = 1e-6


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """``writes``: declared fields (and of the stream, without its address) to set, as in JSON."""

    changes: tuple[Change, ...] = ()
    writes: Mapping[str, object] = field(default_factory=dict)
    owner_id: str | None = None


def compare(
    values: Mapping[str, object],
    stream: Mapping[str, str],
    known: KnownCamera | None,
    directory: Directory,
    opened: Callable[[KnownCamera], OpenStream | None],
) -> Comparison:
    """What of ``values`` and ``stream`` is not known yet; everything for a new camera (``known`` None)."""
    if known is None:
        writes = {name: plain(value) for name, value in values.items()}
        if "username" in stream:
            writes["username"] = stream["username"]
        return Comparison(writes=writes, owner_id=str(values["owner_id"]))
    differing = {name: value for name, value in values.items() if not _is_same(name, value, known)}
    changes = [
        Change(column=key, before=_words(key, before, directory), after=_words(key, after, directory))
        for key, before, after in _pairs(differing, known)
    ]
    writes = {name: plain(value) for name, value in differing.items()}
    stream_changes = _stream_changes(stream, known, opened)
    changes += stream_changes
    if any(one.column == "username" for one in stream_changes) and "username" in stream:
        writes["username"] = stream["username"]
    if any(one.column == "main_url" for one in stream_changes):
        writes["main_url"] = True  # the address itself stands in the row's secret, or in its cell
        if "main_url" in stream and _leads_elsewhere(stream["main_url"], known.shown_url):
            writes["new_host"] = True  # a stored password stays behind
    return Comparison(changes=tuple(changes), writes=writes, owner_id=str(differing.get("owner_id", known.owner_id)))


def _is_same(name: str, value: object, known: KnownCamera) -> bool:
    before = known.tags if name == "tags" else known.values.get(name)
    if isinstance(value, float) and isinstance(before, int | float):
        return abs(value - before) <= _SAME.get(name, _SAME_NUMBER)
    if isinstance(value, date):
        return before == value.isoformat()
    if isinstance(value, tuple):
        return isinstance(before, str) and bool(json.loads(before) == plain(value))
    if isinstance(value, enum.Enum):
        return bool(before == value.value)
    return before == value


def _pairs(differing: Mapping[str, object], known: KnownCamera) -> list[tuple[str, object, object]]:
    pairs: list[tuple[str, object, object]] = []
    for name, after in differing.items():
        column = COLUMN_OF_FIELD[name]
        if column.key == "resolution":
            if not any(key == "resolution" for key, _, _ in pairs):
                before = (known.values.get("width_px"), known.values.get("height_px"))
                now = tuple(differing.get(part, known.values.get(part)) for part in ("width_px", "height_px"))
                pairs.append(("resolution", before, now))
        else:
            pairs.append((column.key, known.tags if name == "tags" else known.values.get(name), after))
    return pairs


def _words(key: str, value: object, directory: Directory) -> str:
    column = BY_KEY[key]
    if value is None:
        return ""
    if column.key == "resolution":
        return show_resolution(value) or ""
    if column.refers is not None:
        return directory.name(str(value)) or str(value)
    if column.key == "certificates" and isinstance(value, str):
        return "; ".join(f"{one['kind']}: {one['number']}" for one in json.loads(value))
    shown = column.show(value)
    if isinstance(shown, date):
        return shown.strftime("%d/%m/%Y")
    if isinstance(shown, float):
        return f"{shown:.9g}"
    return "" if shown is None else str(shown)


def _leads_elsewhere(url: str, shown_before: str) -> bool:
    if not shown_before:
        return False
    after, before = read_stream_address(url), read_stream_address(shown_before)
    return not after.password and (after.host, after.port) != (before.host, before.port)


def _stream_changes(
    stream: Mapping[str, str], known: KnownCamera, opened: Callable[[KnownCamera], OpenStream | None]
) -> list[Change]:
    changes: list[Change] = []
    username = stream.get("username", "")
    if "main_url" in stream:
        address = read_stream_address(stream["main_url"])
        username = username or address.username
        secret = bool(address.password) or address.shown != address.url
        differs = address.shown != known.shown_url
        if secret and not differs:
            before = opened(known)
            differs = (
                before is None
                or before.address.url != address.url
                or (bool(address.password) and before.password != address.password)
            )
        if differs:
            changes.append(Change(column="main_url", before=known.shown_url, after=address.shown))
    if username and username != known.username:
        changes.append(Change(column="username", before=known.username, after=username))
        if "username" not in stream and not any(one.column == "main_url" for one in changes):
            changes.append(Change(column="main_url", before=known.shown_url, after=known.shown_url))
    return changes
