"""What was declared about a camera at a moment, from the history of its dossier."""

from __future__ import annotations

from datetime import date
from typing import Any

from toancanh.kernel import Principal
from toancanh.registry import Registry

_PAGE = 500
_KEPT_BACK = frozenset({"network_address", "network", "mac", "streams", "main_url", "username", "password"})
"""A package travels: how to reach the camera is nobody's business."""


def dossier_at(registry: Registry, camera_id: str, at_us: int) -> dict[str, Any]:
    """Fields by name. What was first declared later counts where nothing was known yet, or nothing would be told."""
    principal, before = Principal.system("exports"), ""
    values: dict[str, Any] = {}
    while page := registry.dossiers.history(principal, camera_id, before=before, limit=_PAGE):
        for change in page:
            if change.camera_id != camera_id or not change.field or change.field in _KEPT_BACK:
                continue
            if change.at_us <= at_us:
                values.setdefault(change.field, _plain(change.after))
                continue
            values.pop(change.field, None)
            if change.before is not None:
                values[change.field] = _plain(change.before)
        before = page[-1].change_id
        if len({change.change_id for change in page}) < _PAGE:
            break
    return values


def _plain(value: object) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted(map(str, value))
    return value
