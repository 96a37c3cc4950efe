"""The worker process of looks: ``python -I -m toancanh.health.watching.worker``; it decodes and checks, and is as
confined as any that decodes what cameras send.
"""

from __future__ import annotations

from typing import Any

from toancanh.health.pictures import CameraClass, Context, Overlay
from toancanh.health.pictures.checking import check
from toancanh.health.pictures.picture import Picture, picture_of
from toancanh.health.pictures.reference import Reference, build
from toancanh.media.model import AccessUnit
from toancanh.media.pictures.worker import Undecodable, decoded, serve, units_of


def diagnose(question: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    """All findings of one key frame: ``context``, and ``reference`` in hexadecimal, empty where there is none."""
    picture = _picture(question, next(units_of(question, body)))
    kept = bytes.fromhex(question["reference"])
    findings = check(picture, Reference.from_bytes(kept) if kept else None, _context(question["context"]))
    told = [
        {
            "kind": one.kind,
            "score": float(one.score),
            "threshold": float(one.threshold),
            "details": {name: _plain(value) for name, value in one.details.items()},
            "explained": one.explained_by is not None,
        }
        for one in findings.findings
    ]
    moved = findings.movement
    return {"findings": told, "movement": None if moved is None else _movement(moved)}, b""


def describe(question: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    """The reference of an approved view, made of several key frames with their ``contexts``."""
    units = list(units_of(question, body))
    contexts = [_context(each) for each in question["contexts"]]
    pictures = [(_picture(question, unit), context) for unit, context in zip(units, contexts, strict=True)]
    return {}, build(pictures).to_bytes()


def _picture(question: dict[str, Any], unit: AccessUnit) -> Picture:
    frame = next(iter(decoded(question, [unit])), None)
    if frame is None:
        raise Undecodable("no frame could be decoded")
    return picture_of(frame)


def _context(told: dict[str, Any]) -> Context:
    return Context(
        taken_us=int(told["taken_us"]),
        camera_class=CameraClass(told["camera_class"]),
        hfov_deg=float(told["hfov_deg"]),
        is_at_home=bool(told["is_at_home"]),
        overlay=Overlay(**told["overlay"]) if "overlay" in told else None,
    )


def _movement(moved: Any) -> dict[str, Any]:
    names = ("overlap", "shift_x", "shift_y", "pan_deg", "tilt_deg", "roll_deg")
    return {name: _plain(getattr(moved, name)) for name in names if getattr(moved, name) is not None}


def _plain(value: object) -> object:
    """Of numpy's numbers what JSON knows."""
    if isinstance(value, bool | str | int | None):
        return value
    return round(float(value), 4)  # type: ignore[arg-type]


if __name__ == "__main__":
    serve({"diagnose": diagnose, "describe": describe})
