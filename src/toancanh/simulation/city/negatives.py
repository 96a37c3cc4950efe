"""Cameras that look like doubles and are not: changes to the real cameras before anybody declares them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from random import Random

from toancanh.registry.dossier.model import Lifecycle
from toancanh.simulation.city.devices import make_mac, make_serial
from toancanh.simulation.city.model import CityCamera, NegativeGroup, NegativeKind, RealCamera

CROWD = 20
_SAME_WAY = 7  # of a crowded pole: as the press counted at Xã Đàn – Phạm Ngọc Thạch


def crowd_poles(cameras: list[RealCamera], junctions: list[list[int]], chance: Random) -> list[list[int]]:
    """Hang twenty cameras of a junction's surroundings on one pole, seven of them the same way; their indexes."""
    crowds = []
    for members in junctions:
        base = cameras[members[0]]
        arms = base.place.arms_deg
        for nth, at in enumerate(members):
            arm = arms[0] if nth < _SAME_WAY else arms[nth % len(arms)]
            cameras[at] = replace(
                cameras[at],
                place=base.place,
                pole=base.pole,
                lat=base.pole.lat,
                lon=base.pole.lon,
                azimuth_deg=(arm + chance.uniform(-5, 5)) % 360,
                channel=0,
            )
        crowds.append(members)
    return crowds


def replace_some(cameras: list[RealCamera], chosen: Iterable[tuple[int, int]], chance: Random) -> list[list[int]]:
    """The second of each pair becomes the retired camera that hung where the first hangs now."""
    groups = []
    for now, before in chosen:
        real = cameras[now]
        number = cameras[before].number
        cameras[before] = replace(
            real,
            number=number,
            serial=make_serial(real.device, chance),
            mac=make_mac(real.device, number),
            lifecycle=Lifecycle.RETIRED,
        )
        groups.append([now, before])
    return groups


def default_coordinates(declared: list[CityCamera], unit: str, owner: str) -> list[CityCamera]:
    """The commune's own cameras all get the first one's point and no pole; the list of those changed."""
    own = [camera for camera in declared if camera.real.place.unit == unit and camera.owner == owner]
    point = own[0].facts if own else None
    return [
        replace(camera, facts=replace(camera.facts, lat=point.lat, lon=point.lon, pole_id=None, azimuth_deg=None))
        for camera in own
        if point is not None
    ]


def copy_serials(
    declared: list[CityCamera], free: Iterable[int], count: int, chance: Random
) -> tuple[list[CityCamera], list[NegativeGroup]]:
    """Somebody filled one serial down over two to four rows of a place; ``free``: indexes that may be spoilt."""
    by_place: dict[tuple[str, int], list[int]] = defaultdict(list)
    for at in free:
        if declared[at].facts.serial:
            by_place[declared[at].owner, declared[at].real.place.poles[0].number].append(at)
    fitting = [members for members in by_place.values() if len(members) > 1]
    groups: list[NegativeGroup] = []
    for members in chance.sample(fitting, min(count, len(fitting))):
        chosen = members[: chance.randint(2, 4)]
        serial = declared[chosen[0]].facts.serial
        for at in chosen:
            declared[at] = replace(declared[at], facts=replace(declared[at].facts, serial=serial))
        ids = tuple(declared[at].facts.camera_id for at in chosen)
        groups.append(NegativeGroup(kind=NegativeKind.COPIED_SERIAL, camera_ids=ids))
    return declared, groups


def natural_groups(declared: Iterable[CityCamera], doubled: frozenset[str]) -> list[NegativeGroup]:
    """Equal addresses in different networks, and recorders' MACs; declarations that are doubles are left out."""
    addresses: dict[str, dict[str, str]] = defaultdict(dict)
    recorders: dict[tuple[str, str], list[str]] = defaultdict(list)
    for camera in declared:
        facts, real = camera.facts, camera.real
        if facts.camera_id in doubled:
            continue
        if facts.network_address and real.channel == 0:
            addresses[facts.network_address].setdefault(real.network, facts.camera_id)
        if facts.mac and real.channel:
            recorders[facts.mac, real.network].append(facts.camera_id)
    groups = [
        NegativeGroup(kind=NegativeKind.EQUAL_ADDRESS, camera_ids=tuple(by_network.values()))
        for by_network in addresses.values()
        if len(by_network) > 1
    ]
    groups += [
        NegativeGroup(kind=NegativeKind.RECORDER_MAC, camera_ids=tuple(ids))
        for ids in recorders.values()
        if len(ids) > 1
    ]
    return groups
