"""Organisations by what people call them: code, name, alias, former name, with or without accents."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from toancanh.governance import Governance
from toancanh.governance.people import Organisation, OrganisationKind, Succession
from toancanh.kernel import Clock, fold

_SHORT = (
    (re.compile(r"^(?:ubnd|uy ban nhan dan|hdnd va ubnd)\s+"), ""),
    (re.compile(r"^(?:p|ph)\s(?=\D)"), "phuong "),
    (re.compile(r"^x\s"), "xa "),
    (re.compile(r"^(?:tt)\s"), "thi tran "),
    (re.compile(r"^q\s"), "quan "),
    (re.compile(r"^h\s"), "huyen "),
    (re.compile(r"^(?:tp|tp hn|thanh pho)\s+"), "thanh pho "),
    (re.compile(r"\s+(?:tp|thanh pho)\s+(?:hn|ha noi)$"), ""),
)
_UNITS = frozenset({OrganisationKind.COMMUNE, OrganisationKind.WARD})
_FRESH_US = 5_000_000
_ANSWERS = 10_000
_POLICE = re.compile(r"^(?:ca|cong an)\s+")


@dataclass(frozen=True, slots=True)
class Found:
    """What a name leads to. ``ended``: an organisation that is no more, whose living successors are these."""

    id: str | None = None
    former: bool = False
    ended: bool = False
    successors: tuple[Organisation, ...] = ()


NOBODY = Found()


def name_key(name: str) -> str:
    """Two names with the same key mean the same body: ``UBND P. Định Công`` is ``Phường Định Công``."""
    key = " ".join(re.sub(r"[^\w]+", " ", fold(name)).split())
    police = bool(_POLICE.match(key))
    key = _POLICE.sub("", key)
    for pattern, words in _SHORT:
        key = pattern.sub(words, key)
    return f"cong an {key}" if police else key


class Directory:
    """All organisations, living and ended, as they are now."""

    def __init__(self, organisations: Iterable[Organisation], successions: Iterable[Succession], *, today: str) -> None:
        self._by_id: Mapping[str, Organisation] = {one.id: one for one in organisations}
        self._today = today
        self._after: dict[str, list[str]] = {}
        for said in successions:
            self._after.setdefault(said.predecessor_id, []).append(said.successor_id)
        self._living: dict[str, list[str]] = {}
        self._ended: dict[str, list[str]] = {}
        self._aliases: dict[str, list[str]] = {}
        for one in self._by_id.values():
            lives = self._lives(one)
            into = self._living if lives else self._ended
            for name in {one.code, one.name, one.official_code} - {""}:
                into.setdefault(name_key(name), []).append(one.id)
            for alias in one.aliases:
                (self._aliases if lives else self._ended).setdefault(name_key(alias), []).append(one.id)
        self._answers: dict[str, Found] = {}
        self._units = frozenset(one.id for one in self._by_id.values() if one.kind in _UNITS and self._lives(one))

    def name(self, organisation_id: str | None) -> str:
        """As people read it; empty where there is none."""
        found = self._by_id.get(organisation_id or "")
        return found.name if found is not None else ""

    def units(self) -> frozenset[str]:
        """Communes and wards: poles on their ground carry the cameras of many owners, who know them by their codes."""
        return self._units

    def find(self, name: str) -> Found:
        """Whom the name means."""
        found = self._answers.get(name)
        if found is None:
            found = self._find(name_key(name))
            if len(self._answers) < _ANSWERS:
                self._answers[name] = found
        return found

    def _find(self, key: str) -> Found:
        living = list(dict.fromkeys(self._living.get(key, ())))
        if living:
            return Found(id=living[0]) if len(living) == 1 else NOBODY
        aliased = list(dict.fromkeys(self._aliases.get(key, ())))
        if len(aliased) == 1:
            return Found(id=aliased[0], former=True)
        ended = list(dict.fromkeys(self._ended.get(key, ())))
        if not ended:
            return NOBODY
        successors = {id for one in ended for id in self._successors(one)}
        return Found(ended=True, successors=tuple(self._by_id[one] for one in sorted(successors)))

    def _successors(self, organisation_id: str) -> set[str]:
        """The living ones at the end of every way."""
        found: set[str] = set()
        seen: set[str] = set()
        waiting = [organisation_id]
        while waiting:
            here = waiting.pop()
            if here in seen:
                continue
            seen.add(here)
            for after in self._after.get(here, ()):
                one = self._by_id.get(after)
                if one is not None and self._lives(one):
                    found.add(after)
                else:
                    waiting.append(after)
        return found

    def _lives(self, one: Organisation) -> bool:
        return one.valid_to is None or self._today < one.valid_to.isoformat()


class Directories:
    """The directory of now. It is read anew when an organisation was changed, and at least every few seconds.

    Thread-safe.
    """

    def __init__(self, governance: Governance, clock: Clock) -> None:
        self._organisations = governance.organisations
        self._clock = clock
        self._lock = threading.Lock()
        self._known: Directory | None = None
        self._stamp: tuple[object, ...] = ()
        self._read_us = 0

    def now(self) -> Directory:
        """Shared: a directory only learns answers."""
        stamp = self._organisations.stamp()
        now_us = self._clock.monotonic_us()
        with self._lock:
            if self._known is not None and stamp == self._stamp and now_us - self._read_us < _FRESH_US:
                return self._known
            organisations, successions = self._organisations.everything()
            self._known = Directory(organisations, successions, today=self._organisations.today().isoformat())
            self._stamp, self._read_us = stamp, now_us
            return self._known
