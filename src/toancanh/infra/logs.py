"""Structured logs on standard error: one JSON object a line, or text on a terminal.

Repeated faults are counted, not written one by one: the first is written at once, the next ones as one line with their
number when `_QUIET_US` have passed. Nothing that looks like a credential is written.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TextIO

from toancanh.kernel import Clock, SystemClock, format_rfc3339

_QUIET_US = 60_000_000
_SWEEP_US = 1_000_000
_MAX_KEYS = 1024  # of one logger; the key that was quiet longest goes first

_SECRET_NAME = re.compile(
    r"pass(word|wd|phrase)|secret|token|credential|authori[sz]ation|cookie|(^|_)key$", re.IGNORECASE
)
_USER_INFORMATION = re.compile(r"(\b[a-z][a-z0-9+.-]*://[^\s/@:]*):[^\s@/]*@", re.IGNORECASE)  # RFC 3986, 3.2.1
_HEADER = re.compile(r"\b((?:proxy-)?authorization|cookie|set-cookie)(\"?\s*[:=]\s*).+", re.IGNORECASE)
_BEARER = re.compile(r"\b(bearer|basic)\s+[\w.~+/=-]{8,}", re.IGNORECASE)
_ASSIGNED = re.compile(r"\b(password|passwd|secret|token|response)(\"?'?\s*[=:]\s*\"?'?)[^\s\"'&,;]+", re.IGNORECASE)
_HIDDEN = "***"


def redact(text: str) -> str:
    """The text without passwords in addresses, authorisation headers and assignments."""
    text = _USER_INFORMATION.sub(rf"\1:{_HIDDEN}@", text)
    text = _HEADER.sub(rf"\1\2{_HIDDEN}", text)
    text = _BEARER.sub(rf"\1 {_HIDDEN}", text)
    return _ASSIGNED.sub(rf"\1\2{_HIDDEN}", text)


def _clean(name: str, value: object) -> object:
    if _SECRET_NAME.search(name):
        return _HIDDEN
    if isinstance(value, Mapping):
        return {str(inner): _clean(str(inner), item) for inner, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean("", item) for item in value]
    return value if value is None or isinstance(value, bool | int | float) else redact(str(value))


@dataclass(slots=True)
class _Repeats:
    written_us: int
    level: int
    message: str
    fields: Mapping[str, object]
    unwritten: int = 0


@dataclass(kw_only=True)
class Log:
    """Writes one package's messages. Thread-safe. Fields are facts (ids, addresses, counts), never secrets."""

    name: str
    clock: Clock = field(default_factory=SystemClock)
    _repeats: dict[str, _Repeats] = field(default_factory=dict, repr=False)
    _swept_us: int = 0
    _timer: threading.Timer | None = field(default=None, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def debug(self, message: str, **fields: object) -> None:
        """What only a developer asks for."""
        self._write(logging.DEBUG, message, fields)

    def info(self, message: str, **fields: object) -> None:
        """A change that an operator may want to find again."""
        self._write(logging.INFO, message, fields)

    def warning(self, message: str, **fields: object) -> None:
        """Something is wrong, and the platform goes on."""
        self._write(logging.WARNING, message, fields)

    def error(self, message: str, **fields: object) -> None:
        """Something that was asked for cannot be done."""
        self._write(logging.ERROR, message, fields)

    def crash(self, message: str, error: BaseException, **fields: object) -> None:
        """A fault of the program, with its traceback; for supervisors."""
        self._write(logging.ERROR, message, fields, error)

    def repeated(self, key: str, message: str, *, level: int = logging.WARNING, **fields: object) -> None:
        """A fault that may come often: ``key`` names it (``f"refused {address}"``), repeats of it are counted."""
        now_us = self.clock.monotonic_us()
        due: list[_Repeats] = []
        with self._lock:
            known = self._repeats.pop(key, None)
            if known is None:
                if len(self._repeats) >= _MAX_KEYS:
                    due.append(self._repeats.pop(next(iter(self._repeats))))
                self._repeats[key] = _Repeats(now_us, level, message, fields)
                due.append(_Repeats(now_us, level, message, fields, unwritten=1))
            else:
                known.unwritten += 1
                known.message, known.fields = message, fields
                self._flush_later()
                self._repeats[key] = known  # to the end: the order is that of the last time
            if now_us - self._swept_us >= _SWEEP_US:  # not at each fault: the sweep walks over all keys
                due.extend(self._take_due(now_us))
        for entry in due:
            if entry.unwritten:
                count = {"times": entry.unwritten} if entry.unwritten > 1 else {}
                self._write(entry.level, entry.message, {**entry.fields, **count})

    def flush_repeats(self) -> None:
        """Write the counts there are; comes by itself a quiet period after a repeat that nothing followed."""
        with self._lock:
            self._timer = None
            due = self._take_due(self.clock.monotonic_us(), quiet_us=0)
        for entry in due:
            self._write(entry.level, entry.message, {**entry.fields, "times": entry.unwritten})

    def _flush_later(self) -> None:
        if self._timer is None:
            self._timer = threading.Timer(_QUIET_US / 1_000_000, self.flush_repeats)
            self._timer.daemon = True
            self._timer.start()

    def _take_due(self, now_us: int, quiet_us: int = _QUIET_US) -> list[_Repeats]:
        self._swept_us = now_us
        due = []
        for key, entry in list(self._repeats.items()):
            if now_us - entry.written_us < quiet_us:
                continue
            if entry.unwritten:
                due.append(_Repeats(now_us, entry.level, entry.message, entry.fields, entry.unwritten))
                entry.written_us, entry.unwritten = now_us, 0
            elif quiet_us:
                del self._repeats[key]  # quiet for a whole period: the next one is news again
        return due

    def _write(
        self, level: int, message: str, fields: Mapping[str, object], error: BaseException | None = None
    ) -> None:
        logging.getLogger(self.name).log(level, "%s", message, extra={"facts": fields}, exc_info=error)


def get_logger(name: str, *, clock: Clock | None = None) -> Log:
    """The log of a module: ``get_logger(__name__)``."""
    return Log(name=name, clock=clock or SystemClock())


class _Formatter(logging.Formatter):
    def __init__(self, process: str) -> None:
        super().__init__()
        self._process = process

    def facts(self, record: logging.LogRecord) -> dict[str, object]:
        given = getattr(record, "facts", {})
        return {name: _clean(name, value) for name, value in given.items()}

    def traceback(self, record: logging.LogRecord) -> str:
        return redact(self.formatException(record.exc_info)) if record.exc_info else ""


class JsonFormatter(_Formatter):
    """One object a line: time, level, process, log, message, then the facts."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": format_rfc3339(int(record.created * 1_000_000)),
            "level": record.levelname.lower(),
            "process": self._process,
            "log": record.name,
            "message": redact(record.getMessage()),
            **self.facts(record),
        }
        if record.exc_info:
            line["traceback"] = self.traceback(record)
        return json.dumps(line, ensure_ascii=False, default=str)


class TextFormatter(_Formatter):
    """For a person at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        facts = "".join(f" {name}={value}" for name, value in self.facts(record).items())
        time = format_rfc3339(int(record.created) * 1_000_000)
        line = f"{time} {record.levelname.lower():7} {self._process}: {redact(record.getMessage())}{facts}"
        return f"{line}\n{self.traceback(record)}" if record.exc_info else line


def set_up_logs(*, process: str, form: str = "auto", level: str = "info", stream: TextIO | None = None) -> None:
    """Send everything that this process logs, libraries included, to standard error. Called once, by its main."""
    target = stream or sys.stderr
    as_text = form == "text" or (form == "auto" and target.isatty())
    handler = logging.StreamHandler(target)
    handler.setFormatter(TextFormatter(process) if as_text else JsonFormatter(process))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for noisy in ("alembic", "asyncio", "sqlalchemy.engine", "multipart", "libav", "uvicorn"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
