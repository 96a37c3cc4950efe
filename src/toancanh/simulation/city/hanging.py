"""Real cameras: who hung which model where, and on which network it hangs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from toancanh.registry.dossier.model import CameraKind, Lifecycle, PurposeClass
from toancanh.simulation.city.devices import choose_model, make_mac, make_serial
from toancanh.simulation.city.model import DeviceModel, Place, PlaceKind, Pole, RealCamera
from toancanh.simulation.city.owners import (
    COMMAND_CENTRE,
    DEFENCE,
    POLICE,
    TRAFFIC_POLICE,
    company_key,
    police_key,
    residents_key,
    unit_key,
)
from toancanh.simulation.city.places import shifted

_OWNERS: tuple[tuple[str, float, tuple[PlaceKind, ...]], ...] = (
    (TRAFFIC_POLICE, 15, (PlaceKind.JUNCTION,)),
    (COMMAND_CENTRE, 4, (PlaceKind.JUNCTION, PlaceKind.STREET)),
    ("unit-police", 11, (PlaceKind.STREET, PlaceKind.ALLEY, PlaceKind.JUNCTION)),
    ("so-xd", 9, (PlaceKind.JUNCTION,)),
    ("so-gddt", 3, (PlaceKind.GATE,)),
    ("so-yt", 2, (PlaceKind.GATE,)),
    ("so-nnmt", 1.5, (PlaceKind.STREET,)),
    ("so-vhtt", 1, (PlaceKind.GATE,)),
    ("unit", 33, (PlaceKind.ALLEY, PlaceKind.STREET, PlaceKind.GATE, PlaceKind.JUNCTION)),
    ("company", 12, (PlaceKind.PREMISES,)),
    ("residents", 8.5, (PlaceKind.ALLEY, PlaceKind.PREMISES)),
)
_LIFE = (
    (Lifecycle.OPERATING, 86), (Lifecycle.FAULTY, 7), (Lifecycle.SUSPENDED, 2), (Lifecycle.RETIRED, 2),
    (Lifecycle.INSTALLING, 1.2), (Lifecycle.APPROVED, 1), (Lifecycle.PROPOSED, 0.8),
)  # fmt: skip
_HEIGHTS_M = {
    PlaceKind.JUNCTION: (5.5, 7.5),
    PlaceKind.STREET: (4.5, 7.0),
    PlaceKind.ALLEY: (3.0, 4.5),
    PlaceKind.GATE: (2.8, 4.5),
    PlaceKind.PREMISES: (2.6, 5.0),
}
_CHANNELS = 16
_NVR_SHARE = 0.8
_FACTORY_HOSTS = ("192.168.1.64", "192.168.1.108", "192.168.0.64", "192.168.1.10", "192.168.1.20", "172.16.0.10")
_PUBLIC = ("192.0.2", "198.51.100", "203.0.113")  # RFC 5737


@dataclass
class _Recorder:
    number: int
    mac: str
    host: str
    network: str
    used: int = 0


class Hanger:
    """Hangs one camera after the other."""

    def __init__(self, *, places: Mapping[str, Sequence[Place]], chance: Random) -> None:
        self._places: dict[tuple[str, PlaceKind], list[Place]] = defaultdict(list)
        for unit, there in places.items():
            for place in there:
                self._places[unit, place.kind].append(place)
        self._chance = chance
        self._taken: set[tuple[int, str, int]] = set()  # pole, owner, direction in eighths: one camera each
        self._recorders: dict[tuple[str, Pole], _Recorder] = {}
        self._recorder_count = 0
        self._number = 0

    def hang(self, unit: str, *, kind: CameraKind, owner_kind: str = "") -> RealCamera:
        """A camera of that kind in that unit; the defence's are protected."""
        chance = self._chance
        self._number += 1
        number = self._number
        share = next((row for row in _OWNERS if row[0] == owner_kind), None)
        row = share or chance.choices(_OWNERS, [weight for _, weight, _ in _OWNERS])[0]
        owner = DEFENCE if owner_kind == DEFENCE else _owner_key(row[0], unit)
        device = choose_model(kind, chance)
        place, pole, azimuth = self._spot(unit, owner, row[2])
        if owner == "company":
            owner = company_key(place.poles[0].number)  # premises belong to one
        lat, lon = pole.lat, pole.lon
        if place.kind is PlaceKind.PREMISES:
            lat, lon = shifted(place.lat, place.lon, chance.uniform(0, 360), chance.uniform(4, 40))
        host, port, network, mac, channel = self._line(owner, place, device, number)
        low, high = _HEIGHTS_M[place.kind]
        return RealCamera(
            number=number,
            owner=owner,
            place=place,
            pole=pole,
            channel=channel,
            lat=lat,
            lon=lon,
            azimuth_deg=azimuth,
            height_m=round(chance.uniform(low, high), 1),
            tilt_deg=round(chance.uniform(8, 28), 1),
            device=device,
            serial=make_serial(device, chance),
            mac=mac,
            host=host,
            port=port,
            network=network,
            purpose=PurposeClass.DEFENCE if owner == DEFENCE else PurposeClass.SECURITY,
            lifecycle=chance.choices([life for life, _ in _LIFE], [weight for _, weight in _LIFE])[0],
            protected=owner == DEFENCE,
        )

    def _spot(self, unit: str, owner: str, kinds: Sequence[PlaceKind]) -> tuple[Place, Pole, float]:
        """A pole and a direction in which this camera's owner, and usually nobody else, has none yet."""
        chance = self._chance
        place, pole, azimuth = self._try(unit, kinds)
        for _ in range(12):
            eighth = round(azimuth / 45) % 8
            is_shared = chance.random() < 0.03
            key = (pole.number, owner if is_shared else "", eighth)
            if key not in self._taken:
                self._taken |= {key, (pole.number, "", eighth), (pole.number, owner, eighth)}
                break
            place, pole, azimuth = self._try(unit, kinds)
        return place, pole, azimuth

    def _try(self, unit: str, kinds: Sequence[PlaceKind]) -> tuple[Place, Pole, float]:
        chance = self._chance
        there = self._places[unit, chance.choice(kinds)] or next(
            places for (of, _), places in self._places.items() if of == unit and places
        )
        place = chance.choice(there)
        return place, chance.choice(place.poles), (chance.choice(place.arms_deg) + chance.gauss(0, 6)) % 360

    def _line(self, owner: str, place: Place, device: DeviceModel, number: int) -> tuple[str, int, str, str, int]:
        """Host, port, network, MAC and channel."""
        chance, mac = self._chance, make_mac(device, number)
        if (owner.startswith(POLICE) and "-0" not in owner) or owner.startswith("so-") or owner == DEFENCE:
            block = 0 if owner.startswith(POLICE) else 64 if owner.startswith("so-") else 128
            host = f"10.{block + (number >> 16)}.{(number >> 8) & 255}.{number & 255}"
            return host, 554, f"VPN {owner}", mac, 0
        if place.kind is PlaceKind.PREMISES and chance.random() < _NVR_SHARE:
            recorder = self._recorder(owner, place, device)
            recorder.used += 1
            return recorder.host, 554, recorder.network, recorder.mac, recorder.used
        if chance.random() < 0.12:
            public = f"{chance.choice(_PUBLIC)}.{chance.randint(1, 254)}"
            return public, 10_000 + number % 50_000, "Internet", mac, 0
        if chance.random() < 0.4:
            return chance.choice(_FACTORY_HOSTS), 554, f"LAN {owner} {place.poles[0].number}", mac, 0
        host = f"192.168.{number % 50}.{number // 50 % 230 + 20}"
        return host, 554, f"LAN {owner}", mac, 0

    def _recorder(self, owner: str, place: Place, device: DeviceModel) -> _Recorder:
        key = (owner, place.poles[0])
        found = self._recorders.get(key)
        if found is None or found.used >= _CHANNELS:
            self._recorder_count += 1
            found = _Recorder(
                number=self._recorder_count,
                mac=make_mac(device, 8_000_000 + self._recorder_count),
                host=self._chance.choice(_FACTORY_HOSTS),
                network=f"LAN {owner} {place.poles[0].number}-{self._recorder_count}",
            )
            self._recorders[key] = found
        return found


def _owner_key(kind: str, unit: str) -> str:
    named = {"unit-police": police_key(unit), "unit": unit_key(unit), "residents": residents_key(unit)}
    return named.get(kind, kind)
