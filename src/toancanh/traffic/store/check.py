"""What must hold of the files, and whether it does."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from toancanh.traffic.store import files


@dataclass(frozen=True, kw_only=True)
class Violation:
    """Which invariant of docs/design/traffic.md a file breaks, and how."""

    invariant: str
    subject: str
    detail: str


def check(folder: Path, *, deep: bool) -> list[Violation]:
    """``deep``: read every file, and hold it against the digest in its name."""
    found = [
        Violation(invariant="files", subject=_name(path), detail="was damaged and is set aside: what it held is a gap")
        for path in files.set_aside_in(folder)
    ]
    for path in sorted(folder.glob("*/*.parquet")):
        if not files.is_known(path.name):
            found.append(Violation(invariant="names", subject=_name(path), detail="is no file of measurements"))
        elif not files.is_whole(path, deep=deep):
            found.append(Violation(invariant="files", subject=_name(path), detail="is not as it was written"))
    for day in (files.read_day(folder, one) for one in files.days_in(folder)):
        for hour in day.hours:
            if not hour.parts and len(hour.own) > 1:
                subject = f"{day.day.isoformat()} {hour.hour:02d}"
                found.append(Violation(invariant="hours", subject=subject, detail="its minutes are there twice"))
    return found


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"
