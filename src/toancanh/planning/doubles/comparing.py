"""Which entries are compared, and what each comparison says: arrays of pairs, a column of weights per evidence."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from toancanh.planning.doubles.evidence import Evidence
from toancanh.planning.doubles.words import NameWords, address_of, alike, name_words, serial_key, slip
from toancanh.planning.geometry import Projection
from toancanh.registry.dossier.model import CameraFacts, Lifecycle

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

NEAR_M = 30.0
SHARED_BY_MANY = 3
"""A number that more than so many entries have is a recorder's, a factory's or a form's, and no evidence."""
DEFAULT_COORDINATE = 6
"""A point that so many entries have to the last figure was typed once: a form's default, or a pole's own point."""


class Entries:
    """All entries as columns; -1 or NaN where nothing was declared."""

    def __init__(self, facts: Sequence[CameraFacts]) -> None:
        self.facts = sorted(facts, key=lambda each: each.camera_id)
        self.is_retired: Bools = np.array([each.lifecycle is Lifecycle.RETIRED for each in self.facts], dtype=np.bool_)
        middle = Projection(lat=21.03, lon=105.85)
        points = [middle.to_metres(each.lat, each.lon) for each in self.facts]
        self.x = np.array([x for x, _ in points], dtype=np.float64)
        self.y = np.array([y for _, y in points], dtype=np.float64)
        self.serials = [serial_key(each.serial) for each in self.facts]
        self.names: list[NameWords] = [name_words(each.name) for each in self.facts]
        addresses = [address_of(each.network_address) if each.network_address else None for each in self.facts]
        self.is_private: Bools = np.array([bool(each and each.is_private) for each in addresses], dtype=np.bool_)
        self.serial = _codes(serial if len(serial) >= 6 else None for serial in self.serials)
        self.mac = _codes(each.mac or None for each in self.facts)
        self.address = _codes(each.key if each else None for each in addresses)
        self.network = _codes(each.network or None for each in self.facts)
        self.pole = _codes(each.pole_id for each in self.facts)
        self.kind = _codes(each.kind for each in self.facts)
        self.maker = _codes(each.maker.casefold() or None for each in self.facts)
        self.model = _codes(each.model.casefold() or None for each in self.facts)
        self.unit = _codes(each.unit_id for each in self.facts)
        self.owner = _codes(each.owner_id for each in self.facts)
        self.azimuth = _floats(each.azimuth_deg for each in self.facts)
        self.said_azimuth = _floats(name.direction_deg for name in self.names)
        self.width = _floats(each.width_px for each in self.facts)
        self.hfov = _floats(each.hfov_deg for each in self.facts)
        self.height = _floats(each.height_m for each in self.facts)
        self.tilt = _floats(each.tilt_deg for each in self.facts)
        at = _codes((each.lat, each.lon) for each in self.facts)
        self.is_default: Bools = _frequency(at) >= DEFAULT_COORDINATE
        self.mac_is_shared = _frequency(self.mac) > SHARED_BY_MANY
        place = np.where(self.is_private, self.network + 1, 0) * (self.address.max(initial=0) + 2) + self.address
        self.address_is_shared = (self.address >= 0) & (_frequency(place) > SHARED_BY_MANY)

    def __len__(self) -> int:
        return len(self.facts)


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Pairs (places in `Entries`, the smaller first) and a row of evidence for each."""

    a: Ints
    b: Ints
    found: dict[Evidence, Bools]


def candidates(entries: Entries) -> tuple[Ints, Ints]:
    """The pairs that are worth a comparison: near each other, or with a number in common.

    A camera that hangs there is no double of one that was taken down: that is how a replacement looks.
    """
    parts = [_near(entries)]
    for key in (
        np.where(entries.mac_is_shared, -1, entries.mac),
        np.where(entries.address_is_shared, -1, _combined(entries.address, entries.network)),
        entries.pole,
        entries.serial,
        _codes(serial[: len(serial) // 2] + "<" if len(serial) >= 10 else None for serial in entries.serials),
        _codes(">" + serial[-(len(serial) // 2) :] if len(serial) >= 10 else None for serial in entries.serials),
    ):
        parts.append(_sharing(key))
    pairs = np.unique(np.concatenate(parts, axis=0), axis=0)
    pairs = pairs[entries.is_retired[pairs[:, 0]] == entries.is_retired[pairs[:, 1]]]
    return pairs[:, 0], pairs[:, 1]


def compare(entries: Entries, a: Ints, b: Ints) -> Compared:
    """What every comparison says of each pair."""
    found: dict[Evidence, Bools] = {}
    _numbers(entries, a, b, found)
    _place(entries, a, b, found)
    _looks(entries, a, b, found)
    _words(entries, a, b, found)
    return Compared(a=a, b=b, found=found)


def _numbers(entries: Entries, a: Ints, b: Ints, found: dict[Evidence, Bools]) -> None:
    both = (entries.serial[a] >= 0) & (entries.serial[b] >= 0)
    same = both & (entries.serial[a] == entries.serial[b])
    slips = np.zeros(len(a), dtype="U8")
    for place in np.flatnonzero(both & ~same):
        slips[place] = slip(entries.serials[a[place]], entries.serials[b[place]])
    found[Evidence.SERIAL_SAME] = same
    found[Evidence.SERIAL_SWAPPED] = slips == "swapped"
    found[Evidence.SERIAL_ALMOST] = slips == "almost"
    found[Evidence.SERIAL_DIFFERS] = slips == "differs"
    both = (entries.mac[a] >= 0) & (entries.mac[b] >= 0)
    same = both & (entries.mac[a] == entries.mac[b])
    found[Evidence.MAC_SAME] = same & ~entries.mac_is_shared[a]
    found[Evidence.MAC_DIFFERS] = both & ~same
    both = (entries.address[a] >= 0) & (entries.address[b] >= 0)
    networks = (entries.network[a] >= 0) & (entries.network[b] >= 0)
    one_network = (networks & (entries.network[a] == entries.network[b])) | ~(
        entries.is_private[a] | entries.is_private[b]
    )
    same = (
        both
        & (entries.address[a] == entries.address[b])
        & ~entries.address_is_shared[a]
        & ~entries.address_is_shared[b]
    )
    found[Evidence.ADDRESS_SAME] = same & one_network
    found[Evidence.ADDRESS_MAYBE_SAME] = same & ~one_network & ~networks
    found[Evidence.ADDRESS_DIFFERS] = both & one_network & (entries.address[a] != entries.address[b])
    found[Evidence.NETWORK_DIFFERS] = networks & (entries.network[a] != entries.network[b])


def _place(entries: Entries, a: Ints, b: Ints, found: dict[Evidence, Bools]) -> None:
    both = (entries.pole[a] >= 0) & (entries.pole[b] >= 0)
    same = entries.pole[a] == entries.pole[b]
    found[Evidence.POLE_SAME] = both & same
    found[Evidence.POLE_DIFFERS] = both & ~same
    metres = np.hypot(entries.x[a] - entries.x[b], entries.y[a] - entries.y[b])
    known = ~entries.is_default[a] & ~entries.is_default[b]
    steps = {
        Evidence.WITHIN_3_M: 3.0,
        Evidence.WITHIN_10_M: 10.0,
        Evidence.WITHIN_30_M: 30.0,
        Evidence.WITHIN_100_M: 100.0,
        Evidence.FAR: np.inf,
    }
    least = -1.0
    for evidence, most in steps.items():
        found[evidence] = known & (metres > least) & (metres <= most)
        least = most
    found[Evidence.UNIT_DIFFERS] = (
        (entries.unit[a] >= 0) & (entries.unit[b] >= 0) & (entries.unit[a] != entries.unit[b])
    )
    found[Evidence.OWNER_SAME] = entries.owner[a] == entries.owner[b]
    around = np.bincount(np.concatenate([a[metres <= NEAR_M], b[metres <= NEAR_M]]), minlength=len(entries))
    found[Evidence.CROWDED] = known & ((around[a] > 3) | (around[b] > 3))


def _looks(entries: Entries, a: Ints, b: Ints, found: dict[Evidence, Bools]) -> None:
    azimuth = np.where(np.isnan(entries.azimuth), entries.said_azimuth, entries.azimuth)
    is_said = np.isnan(entries.azimuth)[a] | np.isnan(entries.azimuth)[b]
    off = np.abs((azimuth[a] - azimuth[b] + 180.0) % 360.0 - 180.0)
    off = np.where(is_said, np.maximum(off - 22.5, 0.0), off)  # a word stands for 45 degrees
    found[Evidence.DIRECTION_SAME] = (off <= 12.0) & ~is_said
    found[Evidence.DIRECTION_NEAR] = ((off <= 12.0) & is_said) | ((off > 12.0) & (off <= 30.0))
    found[Evidence.DIRECTION_DIFFERS] = off > 30.0
    found[Evidence.KIND_DIFFERS] = _differ(entries.kind, a, b)
    found[Evidence.MAKER_DIFFERS] = _differ(entries.maker, a, b)
    both = (entries.model[a] >= 0) & (entries.model[b] >= 0)
    found[Evidence.MODEL_SAME] = both & (entries.model[a] == entries.model[b])
    found[Evidence.MODEL_DIFFERS] = both & (entries.model[a] != entries.model[b])
    width = np.abs(entries.width[a] - entries.width[b])
    hfov = np.abs(entries.hfov[a] - entries.hfov[b])
    found[Evidence.PICTURE_DIFFERS] = (width > 0) | (hfov > 3.0)
    found[Evidence.PICTURE_SAME] = (width == 0) & ~(hfov > 3.0)
    height = np.abs(entries.height[a] - entries.height[b])
    tilt = np.abs(entries.tilt[a] - entries.tilt[b])
    found[Evidence.MOUNT_DIFFERS] = (height > 1.0) | (tilt > 8.0)
    found[Evidence.MOUNT_SAME] = (height <= 1.0) & ~(tilt > 8.0)


def _words(entries: Entries, a: Ints, b: Ints, found: dict[Evidence, Bools]) -> None:
    said = np.zeros(len(a), dtype="U8")
    codes = np.zeros(len(a), dtype=np.bool_)
    tails = [_tail(each.code) for each in entries.facts]
    known: dict[tuple[int, int], str] = {}
    number = _codes(each.name.casefold() or None for each in entries.facts)
    for place, (i, j) in enumerate(zip(a.tolist(), b.tolist(), strict=True)):
        key = (int(number[i]), int(number[j]))
        if key not in known:
            known[key] = alike(entries.names[i], entries.names[j])
        said[place] = known[key]
        codes[place] = tails[i] == tails[j] != ""
    found[Evidence.NAME_SAME] = said == "same"
    found[Evidence.NAME_ALIKE] = said == "alike"
    found[Evidence.NAME_INITIALS] = said == "initials"
    found[Evidence.NAME_DIFFERS] = said == "differs"
    found[Evidence.CODE_ALIKE] = codes


def _tail(code: str) -> str:
    """The last part of a code that counts something, without leading zeros."""
    last = code.rpartition("-")[2].lstrip("0")
    return last if len(last) >= 3 else ""


def _near(entries: Entries) -> npt.NDArray[np.int64]:
    """All pairs within `NEAR_M` whose place is no form's default."""
    real = np.flatnonzero(~entries.is_default)
    points = shapely.points(entries.x[real], entries.y[real])
    found = shapely.STRtree(points).query(points, predicate="dwithin", distance=NEAR_M)
    kept = found[:, found[0] < found[1]]
    pairs: npt.NDArray[np.int64] = np.sort(real[kept].T, axis=1)
    return pairs


def _sharing(key: Ints, *, most: int = 40) -> npt.NDArray[np.int64]:
    """All pairs with the same key; what more than ``most`` share tells nothing."""
    order = np.argsort(key, kind="stable")
    order = order[key[order] >= 0]
    _, begins, counts = np.unique(key[order], return_index=True, return_counts=True)
    parts = [np.zeros((0, 2), dtype=np.int64)]
    for size in range(2, most + 1):
        groups = begins[counts == size]
        if len(groups):
            members = np.sort(order[groups[:, None] + np.arange(size)[None, :]], axis=1)
            first, second = np.triu_indices(size, 1)
            parts.append(np.stack([members[:, first].ravel(), members[:, second].ravel()], axis=1))
    return np.concatenate(parts, axis=0)


def _codes(values: Iterable[Hashable]) -> Ints:
    """A number for each different value; -1 for None."""
    known: dict[Hashable, int] = {}
    return np.array([-1 if each is None else known.setdefault(each, len(known)) for each in values], dtype=np.int64)


def _floats(values: Iterable[float | None]) -> Floats:
    return np.array([np.nan if each is None else float(each) for each in values], dtype=np.float64)


def _frequency(codes: Ints) -> Ints:
    """How many entries have each entry's code."""
    counts = np.bincount(codes + 1)
    found: Ints = np.where(codes < 0, 0, counts[codes + 1])
    return found


def _combined(first: Ints, second: Ints) -> Ints:
    """One number for two; -1 where the first is unknown."""
    return np.where(first < 0, -1, first * (second.max(initial=0) + 2) + second + 1)


def _differ(codes: Ints, a: Ints, b: Ints) -> Bools:
    differ: Bools = (codes[a] >= 0) & (codes[b] >= 0) & (codes[a] != codes[b])
    return differ
