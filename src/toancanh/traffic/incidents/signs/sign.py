"""What a sign tells: before it is a signal, without the camera's name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from toancanh.traffic.incidents.model import IncidentEvidence
from toancanh.traffic.incidents.signs.scene import Seen


@dataclass(frozen=True, kw_only=True)
class Sign:
    """``key``: the same thing's signs have the same one, as long as it lasts; it means nothing elsewhere. ``seen``: the
    object that shows it, where there is one; ``zone_id`` where it is of a drawing.
    """

    key: str
    strength: float
    began_us: int
    evidence: Mapping[IncidentEvidence, float]
    seen: Seen | None = None
    zone_id: str = ""
