"""What is told of a ticket outside of the console, in Vietnamese; the console has words of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toancanh.health.alerts.words import KINDS, local
from toancanh.health.model import FaultKind, IncidentKind
from toancanh.health.repairs.model import Ticket
from toancanh.kernel import format_rfc3339
from toancanh.registry.dossier.model import CameraCare

MOST_CAMERAS = 20
_COMMON: Mapping[IncidentKind, str] = {
    IncidentKind.POWER: "mất nguồn chung",
    IncidentKind.LINE: "mất đường truyền chung",
    IncidentKind.SWITCH: "hỏng bộ chuyển mạch",
    IncidentKind.RECORDER: "hỏng đầu ghi",
    IncidentKind.SITE: "mất cả điểm lắp đặt",
}


@dataclass(frozen=True, kw_only=True)
class Told:
    """Words for people, facts for machines."""

    subject: str
    text: str
    facts: Mapping[str, object]


def escalated(of: Ticket, level: int, shown: Sequence[CameraCare], cameras: int) -> Told:
    """The contract's time ran out. ``shown``: the first of its cameras, none of them protected."""
    due_us = of.deadline_us or of.since_us
    lines = [
        f"Phiếu {of.number}: {_cause(of.cause)}, {cameras} camera",
        f"Hạn theo hợp đồng: {local(due_us)} · trạng thái: {of.state}",
        *(f"{one.code} · {one.name}" for one in shown),
    ]
    if cameras > len(shown):
        lines.append(f"và {cameras - len(shown)} camera khác")
    facts = {
        "occasion": "ticket_escalated", "ticket": of.number, "ticket_id": of.id, "level": level, "cause": of.cause,
        "state": of.state, "due_at": format_rfc3339(due_us), "cameras": [one.code for one in shown], "count": cameras,
    }  # fmt: skip
    subject = f"[Toàn Cảnh] Quá hạn sửa chữa (mức {level}): {of.number}, {_cause(of.cause)}, {cameras} camera"
    return Told(subject=subject, text="\n".join(lines) + "\n", facts=facts)


def _cause(cause: str) -> str:
    if cause in set(FaultKind):
        return KINDS[FaultKind(cause)]
    return _COMMON[IncidentKind(cause)] if cause in set(IncidentKind) else "lỗi khác"
