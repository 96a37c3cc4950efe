"""The files, read when asked for and again when they change."""

from __future__ import annotations

import threading
import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from toancanh.catalogues.planning import FOLDER
from toancanh.kernel import Invalid
from toancanh.planning.rulebook.costs import CostFile
from toancanh.planning.rulebook.pause import PauseFile
from toancanh.planning.rulebook.technical import TechnicalRules

_File = TypeVar("_File", bound=BaseModel)


class Rulebook:
    """``own``: the administrator's folder; a file in it stands for the one of the same name that travels with us.

    Thread-safe. Raises `Invalid` with the file and its fault where an administrator's file cannot be read: a proposal
    is never judged by other rules than those that were meant.
    """

    def __init__(self, own: Path) -> None:
        self._own = own
        self._lock = threading.Lock()
        self._known: dict[str, tuple[Path, int, BaseModel]] = {}

    @property
    def technical(self) -> TechnicalRules:
        """What a camera must be."""
        return self._file("technical_rules.toml", TechnicalRules)

    @property
    def pause(self) -> PauseFile:
        """Whether new ones are allowed at all."""
        return self._file("pause.toml", PauseFile)

    @property
    def costs(self) -> CostFile:
        """Prices and bit rates."""
        return self._file("costs.toml", CostFile)

    def _file(self, name: str, kind: type[_File]) -> _File:
        path = self._own / name
        path = path if path.is_file() else FOLDER / name
        changed_ns = path.stat().st_mtime_ns
        with self._lock:
            known = self._known.get(name)
        if known is not None and known[:2] == (path, changed_ns) and isinstance(known[2], kind):
            return known[2]
        read = read_file(path, kind)
        with self._lock:
            self._known[name] = (path, changed_ns, read)
        return read


def read_file(path: Path, kind: type[_File]) -> _File:
    """One file, checked. Raises `Invalid` that names the place of the fault."""
    try:
        return kind.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Invalid(f"{path.name}: it is no TOML ({error})") from None
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(map(str, fault["loc"]))
        raise Invalid(f"{path.name}: {where}: {fault['msg']}") from None
