"""The files of a day: their names, which of them say everything once, which are damaged.

``p<level>.<writer>.<when>.<digest>.parquet``: a part, as it was written or put together out of others;
``m.<generation>.<number>of<count>.<first camera>.<last camera>.<digest>.parquet``: all minutes of a day, by camera;
``q.<generation>.<digest>.parquet``: its roll-up in quarters of an hour.

The digest is the first 16 hexadecimal digits of the SHA-256 of the file.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from toancanh.infra.files import private_directory, sync_directory
from toancanh.traffic.model import DAY_US

DIGITS = 16
BROKEN = "broken"
_PART = re.compile(r"p(?P<level>\d)\.(?P<writer>[\w-]+)\.(?P<when>[0-9a-f]{16})\.(?P<digest>[0-9a-f]{16})\.parquet")
_MINUTES = re.compile(
    r"m\.(?P<generation>[0-9a-f]{16})\.(?P<number>\d+)of(?P<count>\d+)\.(?P<first>[\w-]+)\.(?P<last>[\w-]+)"
    r"\.(?P<digest>[0-9a-f]{16})\.parquet"
)
_QUARTERS = re.compile(r"q\.(?P<generation>[0-9a-f]{16})\.(?P<digest>[0-9a-f]{16})\.parquet")
_MAGIC = b"PAR1"  # of Parquet: the first and the last four bytes of every file


@dataclass(frozen=True, kw_only=True)
class Part:
    """One file of minutes. ``level``: how often its rows were put together; of a day's own files `None`. ``first`` and
    ``last``: its cameras lie between; empty: they may be any.
    """

    path: Path
    level: int | None
    first: str = ""
    last: str = ""

    def may_hold(self, camera_ids: Iterable[str]) -> bool:
        """Whether any of these cameras can be in it."""
        return not self.first or any(self.first <= camera_id <= self.last for camera_id in camera_ids)


@dataclass(frozen=True, kw_only=True)
class DayFiles:
    """What there is of one day. ``is_once``: no minute is in two of its files. ``quarters``: the roll-up of exactly
    these minutes, or of those and others that are no longer kept. ``is_settled``: there is nothing to put together.
    """

    day: date
    minutes: Sequence[Part]
    is_once: bool
    is_settled: bool
    quarters: Path | None

    @property
    def parts(self) -> list[Part]:
        """Those that are not the day's own files yet."""
        return [part for part in self.minutes if part.level is not None]


def day_of(time_us: int) -> date:
    """The day of UTC."""
    return datetime.fromtimestamp(time_us // 1_000_000, tz=UTC).date()


def start_of(day: date) -> int:
    """Its first instant, microseconds of UTC."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1_000_000


def days_between(from_us: int, to_us: int) -> list[date]:
    """Every day of UTC that ``[from_us, to_us)`` touches."""
    first = day_of(from_us)
    return [first + timedelta(days=n) for n in range((to_us - 1 - start_of(first)) // DAY_US + 1)]


def days_in(folder: Path) -> list[date]:
    """Those that have a folder, in order."""
    if not folder.is_dir():
        return []
    return sorted(date.fromisoformat(one.name) for one in folder.iterdir() if _is_day(one.name))


def _is_day(name: str) -> bool:
    return re.fullmatch(r"\d{4}-\d\d-\d\d", name) is not None


def read_day(folder: Path, day: date) -> DayFiles:
    """Look what there is now."""
    parts: list[Part] = []
    generations: dict[str, list[Part]] = {}
    counts: dict[str, int] = {}
    quarters: dict[str, Path] = {}
    try:
        names = sorted(os.listdir(folder / day.isoformat()))
    except FileNotFoundError:
        names = []
    for name in names:
        path = folder / day.isoformat() / name
        if found := _PART.fullmatch(name):
            parts.append(Part(path=path, level=int(found["level"])))
        elif found := _MINUTES.fullmatch(name):
            own = Part(path=path, level=None, first=found["first"], last=found["last"])
            generations.setdefault(found["generation"], []).append(own)
            counts[found["generation"]] = int(found["count"])
        elif found := _QUARTERS.fullmatch(name):
            quarters[found["generation"]] = path
    minutes = [*parts, *(part for own in generations.values() for part in own)]
    rolled: Path | None = None
    if not minutes and quarters:  # what is left of a day whose minutes are no longer kept
        rolled = quarters[max(quarters)]
    elif not parts and len(generations) == 1:  # also of a day of which one file was damaged
        rolled = quarters.get(next(iter(generations)))
    is_whole = all(len(own) == counts[one] for one, own in generations.items())
    return DayFiles(
        day=day,
        minutes=minutes,
        is_once=not parts and len(generations) == 1 and is_whole,
        is_settled=not minutes or rolled is not None,
        quarters=rolled,
    )


def is_known(name: str) -> bool:
    """Whether a file of a day may have this name."""
    return any(pattern.fullmatch(name) for pattern in (_PART, _MINUTES, _QUARTERS))


def draft_path(folder: Path, day: date) -> Path:
    """Where a file is written before it has its name; nobody reads it there."""
    return private_directory(folder / day.isoformat()) / f".{secrets.token_hex(8)}"


def give_name(draft: Path, name: str) -> Path:
    """Make a written file one of its day: durable, under ``name`` and its digest. Replaces none that differs."""
    with draft.open("rb+") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()[:DIGITS]
        os.fsync(file.fileno())
    target = draft.with_name(f"{name}.{digest}.parquet")
    draft.chmod(0o600)
    draft.replace(target)
    return target


def settle(paths: Iterable[Path], *, instead_of: Iterable[Path]) -> None:
    """Make the names of new files durable, then take those away whose content they hold."""
    for parent in {path.parent for path in paths}:
        sync_directory(parent)
    for path in instead_of:
        path.unlink(missing_ok=True)


def is_whole(path: Path, *, deep: bool) -> bool:
    """Whether a file begins and ends as Parquet does and, ``deep``, has the digest of its name. One that is gone is."""
    try:
        with path.open("rb") as file:
            if deep:
                return hashlib.file_digest(file, "sha256").hexdigest()[:DIGITS] == path.name.split(".")[-2]
            if file.read(4) != _MAGIC:
                return False
            file.seek(-4, os.SEEK_END)
            return file.read(4) == _MAGIC
    except FileNotFoundError:
        return True
    except OSError:
        return False


def set_aside(path: Path) -> None:
    """A damaged file is kept under another name, for who wants to look at it, and read no more."""
    with contextlib.suppress(FileNotFoundError):
        path.replace(path.with_name(f"{path.name}.{BROKEN}"))


def set_aside_in(folder: Path) -> list[Path]:
    """All that were."""
    return sorted(folder.glob(f"*/*.{BROKEN}"))
