"""The files of a day: their names, which of them say everything once, which are damaged.

``p<level>.<hour>.<writer>.<when>.<digest>.parquet``: a part, as it was written or put together out of others;
``h.<hour>.<generation>.<digest>.parquet``: all minutes of an hour of UTC, by camera;
``k.<hour>.<generation>.<digest>.parquet``: the same hour's roll-up in quarters of an hour;
``q.<generation>.<digest>.parquet``: the day's roll-up in quarters of an hour, in place of those of its hours.

The digest is the first 16 hexadecimal digits of the SHA-256 of the file. A roll-up is of all that is of its own
generation or an older one.
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
_STAMP = "[0-9a-f]{16}"
_PART = re.compile(
    rf"p(?P<level>\d)\.(?P<hour>[01]\d|2[0-3])\.(?P<writer>[\w-]+)\.(?P<when>{_STAMP})\.(?P<digest>{_STAMP})\.parquet"
)
_OWN = re.compile(rf"(?P<kind>[hk])\.(?P<hour>[01]\d|2[0-3])\.(?P<generation>{_STAMP})\.(?P<digest>{_STAMP})\.parquet")
_DAY = re.compile(rf"q\.(?P<generation>{_STAMP})\.(?P<digest>{_STAMP})\.parquet")
_MAGIC = b"PAR1"  # of Parquet: the first and the last four bytes of every file
HOURS = 24
HOUR_US = DAY_US // HOURS


@dataclass(frozen=True, kw_only=True)
class Part:
    """A file of minutes that came in. ``level``: how often its rows were put together."""

    path: Path
    level: int


@dataclass(frozen=True, kw_only=True)
class HourFiles:
    """What there is of one hour. ``own``: its own files, one where nothing was broken off; ``quarters``: the roll-up of
    exactly these minutes, its own or (``is_in_day``) the day's, where it says them all. ``generation``: of its newest
    own file.
    """

    day: date
    hour: int
    parts: Sequence[Part]
    own: Sequence[Path]
    quarters: Path | None
    is_in_day: bool
    generation: str

    @property
    def from_us(self) -> int:
        """Its first instant, microseconds of UTC."""
        return start_of(self.day) + self.hour * HOUR_US

    @property
    def minutes(self) -> list[Path]:
        """All files in which its minutes are."""
        return [*self.own, *(part.path for part in self.parts)]

    @property
    def is_once(self) -> bool:
        """No minute is in two of its files, nor twice in one."""
        return not self.parts and len(self.own) == 1

    @property
    def is_settled(self) -> bool:
        """There is nothing to put together."""
        return self.quarters is not None


@dataclass(frozen=True, kw_only=True)
class DayFiles:
    """What there is of one day. ``quarters``: its roll-up, of that ``generation`` (empty: none); it says nothing of the
    hours that are not ``is_in_day``.
    """

    day: date
    hours: Sequence[HourFiles]
    quarters: Path | None
    generation: str

    @property
    def minutes(self) -> list[Path]:
        """All files of minutes."""
        return [path for hour in self.hours for path in hour.minutes]

    @property
    def is_settled(self) -> bool:
        """There is nothing to put together."""
        return all(hour.is_in_day for hour in self.hours)


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
    parts: dict[int, list[Part]] = {}
    own: dict[tuple[str, int], list[tuple[str, Path]]] = {}
    of_day: list[tuple[str, Path]] = []
    try:
        names = sorted(os.listdir(folder / day.isoformat()))
    except FileNotFoundError:
        names = []
    for name in names:
        path = folder / day.isoformat() / name
        if found := _PART.fullmatch(name):
            parts.setdefault(int(found["hour"]), []).append(Part(path=path, level=int(found["level"])))
        elif found := _OWN.fullmatch(name):
            own.setdefault((found["kind"], int(found["hour"])), []).append((found["generation"], path))
        elif found := _DAY.fullmatch(name):
            of_day.append((found["generation"], path))
    rolled = max(of_day, default=None)
    hours = []
    for hour in sorted({*parts, *(hour for _, hour in own)}):
        minutes, quarters = own.get(("h", hour), []), max(own.get(("k", hour), []), default=None)
        newest = max(
            (generation for generation, _ in (*minutes, *([] if quarters is None else [quarters]))), default=""
        )
        is_in_day = hour not in parts and rolled is not None and newest <= rolled[0]
        is_rolled = hour not in parts and quarters is not None and newest <= quarters[0]
        of_hour = quarters[1] if quarters is not None and is_rolled else None
        hours.append(
            HourFiles(
                day=day, hour=hour, parts=parts.get(hour, []), own=[path for _, path in minutes],
                quarters=rolled[1] if rolled is not None and is_in_day else of_hour, is_in_day=is_in_day,
                generation=newest,
            )
        )  # fmt: skip
    if rolled is None:
        return DayFiles(day=day, hours=hours, quarters=None, generation="")
    return DayFiles(day=day, hours=hours, quarters=rolled[1], generation=rolled[0])


def generation_after(folder: Path, day: date, now_us: int) -> str:
    """One that is newer than all of the day, also where the clock steps back."""
    known = [found["generation"] for path in (folder / day.isoformat()).glob("[hkq].*.parquet")
             if (found := _OWN.fullmatch(path.name) or _DAY.fullmatch(path.name))]  # fmt: skip
    return f"{max([now_us, *(int(one, 16) + 1 for one in known)]):016x}"


def is_known(name: str) -> bool:
    """Whether a file of a day may have this name."""
    return any(pattern.fullmatch(name) for pattern in (_PART, _OWN, _DAY))


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
