"""The city from its seed: places, real cameras, doubles, declarations, and the truth about them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random

from toancanh.catalogues.administrative_units import Unit, UnitKind, Units, hanoi
from toancanh.kernel import Invalid
from toancanh.registry.dossier.model import CameraKind, Lifecycle, PurposeClass
from toancanh.simulation.city import doubles, negatives
from toancanh.simulation.city.declaring import Declarer
from toancanh.simulation.city.hanging import Hanger
from toancanh.simulation.city.model import (
    City,
    CityCamera,
    DoubleKind,
    NegativeGroup,
    NegativeKind,
    Place,
    PlaceKind,
    RealCamera,
    TruePair,
)
from toancanh.simulation.city.owners import DEFENCE, make_organisations, unit_key
from toancanh.simulation.city.places import PlaceMaker

WANTED, PTZ, SECURITY, DEFENCE_CAMERAS = 40_210, 12_007, 23_736, 227  # of Decision 319/QĐ-UBND, as the press gave them
_DOUBLE_SHARE = 0.05
_CROWDS_PER_CAMERA = 1 / 4000
_REPLACED_SHARE = 0.002
_COPIED_SHARE = 0.0015  # groups of rows with one serial
_MOST = 500_000
_RICH_DISTRICTS = frozenset({"019", "005", "020"})  # Nam Từ Liêm, Cầu Giấy, Thanh Trì: most cameras, says the press


def make_city(cameras: int, seed: int) -> City:
    """``cameras`` declarations, doubles included; about four seconds for 40,210. Raises `Invalid`."""
    if not 200 <= cameras <= _MOST:
        raise Invalid(f"--cameras must be between 200 and {_MOST}")
    units = hanoi()
    chance = Random(f"{seed} city")  # noqa: S311  # a simulation
    organisations = make_organisations(units)
    pair_count = round(cameras * _DOUBLE_SHARE)
    places, real, crowds, replaced = _hang_all(cameras - pair_count, cameras, units, chance)
    special = frozenset(at for group in (*crowds, *replaced) for at in group)
    doubled = _choose_doubled(real, special, cameras, pair_count, chance)
    real = _with_purposes(real, doubled, cameras, chance)
    declarer = Declarer(seed=seed, organisations=organisations, units=units)
    first = [declarer.declare(one, one.owner, chance) for one in real]
    lost = _default_units(first, units, chance)
    seconds: list[CityCamera] = []
    pairs: list[TruePair] = []
    for at in sorted(doubled):
        is_lost = first[at].owner in lost
        kind = DoubleKind.TWO_OWNERS if is_lost else doubles.choose_kind(first[at], chance)
        first[at], other, pair = doubles.second(kind, first[at], declarer, chance)
        seconds.append(other)
        pairs.append(pair)
    first, groups = _with_default_points(first, lost)
    taken = doubled | special
    free = [at for at, camera in enumerate(first) if at not in taken and camera.owner not in lost]
    first, copied = negatives.copy_serials(first, free, max(2, round(cameras * _COPIED_SHARE)), chance)
    groups += copied
    declared = [*first, *seconds]
    groups += _groups(first, crowds, NegativeKind.CROWDED_POLE) + _groups(first, replaced, NegativeKind.REPLACED)
    in_pairs = frozenset(one for pair in pairs for one in (pair.first_id, pair.second_id))
    groups += negatives.natural_groups(declared, in_pairs)
    declared.sort(key=lambda camera: camera.facts.camera_id)
    return City(
        seed=seed,
        organisations=tuple(organisations),
        cameras=tuple(declared),
        pairs=tuple(pairs),
        negatives=tuple(groups),
        places=tuple(place for there in places.values() for place in there),
    )


def _hang_all(
    count: int, declared: int, units: Units, chance: Random
) -> tuple[Mapping[str, Sequence[Place]], list[RealCamera], list[list[int]], list[list[int]]]:
    """Places by unit, real cameras, and the indexes of those on crowded poles and of those replaced."""
    weights = [_weight(unit, units) for unit in units.units]
    scale = count / sum(weights)
    maker = PlaceMaker(chance)
    places = {
        unit.code: maker.of_unit(unit, math.ceil(weight * scale))
        for unit, weight in zip(units.units, weights, strict=True)
    }
    hanger = Hanger(places=places, chance=chance)
    turning = round(count * PTZ / WANTED)
    kinds = [CameraKind.PTZ] * turning + [CameraKind.FIXED] * (count - turning)
    chance.shuffle(kinds)
    homes = chance.choices([unit.code for unit in units.units], weights, k=count)
    secret = round(declared * DEFENCE_CAMERAS / WANTED)
    real = [
        hanger.hang(home, kind=kind, owner_kind=DEFENCE if at < secret else "")
        for at, (home, kind) in enumerate(zip(homes, kinds, strict=True))
    ]
    public = [at for at, one in enumerate(real) if not one.protected and one.lifecycle is Lifecycle.OPERATING]
    by_unit: dict[str, list[int]] = defaultdict(list)
    for at in public:
        if real[at].place.kind is PlaceKind.JUNCTION:
            by_unit[real[at].place.unit].append(at)
    wide = [members for members in by_unit.values() if len(members) >= negatives.CROWD]
    number = min(len(wide), max(1, round(count * _CROWDS_PER_CAMERA)))
    chosen = [chance.sample(members, negatives.CROWD) for members in chance.sample(wide, number)]
    crowds = negatives.crowd_poles(real, chosen, chance)
    crowded = {at for group in crowds for at in group}
    free = [at for at in public if at not in crowded and real[at].channel == 0]
    ends = chance.sample(free, 2 * round(count * _REPLACED_SHARE))
    replaced = negatives.replace_some(real, zip(ends[::2], ends[1::2], strict=True), chance)
    return places, real, crowds, replaced


def _choose_doubled(
    real: Sequence[RealCamera], special: frozenset[int], declared: int, count: int, chance: Random
) -> frozenset[int]:
    """Those declared twice; so many of them turn that the city's share of PTZ comes out exactly."""
    free: dict[CameraKind, list[int]] = {CameraKind.PTZ: [], CameraKind.FIXED: []}
    for at, one in enumerate(real):
        if at not in special and not one.protected:
            free[one.device.kind].append(at)
    lacking = round(declared * PTZ / WANTED) - sum(one.device.kind is CameraKind.PTZ for one in real)
    turning = min(max(lacking, 0), count, len(free[CameraKind.PTZ]))
    return frozenset(
        chance.sample(free[CameraKind.PTZ], turning) + chance.sample(free[CameraKind.FIXED], count - turning)
    )


def _weight(unit: Unit, units: Units) -> float:
    """How many cameras a unit has beside others: wards more than communes, some old districts more than others."""
    base = 1.8 if unit.kind is UnitKind.WARD else 1.0
    rich = any(former.district in _RICH_DISTRICTS for former in units.predecessors(unit.code))
    return float(base * (1.6 if rich else 1.0) * unit.area_km2**0.25)


def _with_purposes(real: list[RealCamera], doubled: frozenset[int], declared: int, chance: Random) -> list[RealCamera]:
    """Exactly the city's shares of purposes among the declarations: a doubled camera counts twice."""
    left = round(declared * SECURITY / WANTED)
    order = [at for at, one in enumerate(real) if not one.protected]
    leaning = {at: _leaning(real[at].owner) + chance.random() for at in order}
    order.sort(key=lambda at: (at not in doubled and leaning[at] < 0.1, leaning[at]))
    given = list(real)
    for at in order:
        size = 2 if at in doubled else 1
        is_security = left >= size
        left -= size if is_security else 0
        purpose = PurposeClass.SECURITY if is_security else PurposeClass.STATE_MANAGEMENT
        given[at] = replace(given[at], purpose=purpose)
    return given


def _leaning(owner: str) -> float:
    """Away from security, towards the management of the city."""
    return 0.0 if owner.startswith("police") else 0.9 if owner.startswith("so-") else 0.35


def _default_units(declared: Sequence[CityCamera], units: Units, chance: Random) -> frozenset[str]:
    """Owners (people's committees of communes) that gave one point for everything."""
    counts: dict[str, int] = defaultdict(int)
    for camera in declared:
        counts[camera.owner] += 1
    communes = [unit_key(unit.code) for unit in units.units if unit.kind is UnitKind.COMMUNE]
    fitting = [key for key in communes if counts[key] > 1]
    return frozenset(chance.sample(fitting, min(2, len(fitting))))


def _with_default_points(
    first: list[CityCamera], owners: frozenset[str]
) -> tuple[list[CityCamera], list[NegativeGroup]]:
    groups: list[NegativeGroup] = []
    changed: dict[str, CityCamera] = {}
    for owner in sorted(owners):
        unit = owner.removeprefix("unit-")
        moved = negatives.default_coordinates(first, unit, owner)
        changed |= {camera.facts.camera_id: camera for camera in moved}
        ids = tuple(camera.facts.camera_id for camera in moved)
        groups.append(NegativeGroup(kind=NegativeKind.DEFAULT_COORDINATE, camera_ids=ids))
    return [changed.get(camera.facts.camera_id, camera) for camera in first], groups


def _groups(first: Sequence[CityCamera], members: list[list[int]], kind: NegativeKind) -> list[NegativeGroup]:
    return [NegativeGroup(kind=kind, camera_ids=tuple(first[at].facts.camera_id for at in group)) for group in members]
