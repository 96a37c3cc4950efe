"""Second declarations of one camera: each kind leaves another trace."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from toancanh.simulation.city.declaring import Declarer
from toancanh.simulation.city.devices import mistype
from toancanh.simulation.city.model import CityCamera, DoubleKind, RealCamera, TruePair
from toancanh.simulation.city.owners import COMMAND_CENTRE, TRAFFIC_POLICE, company_key, police_key, unit_key

SHARES = {
    DoubleKind.TWO_OWNERS: 0.34,
    DoubleKind.SERIAL_TYPO: 0.18,
    DoubleKind.SAME_STREAM: 0.18,
    DoubleKind.SAME_PLACE: 0.15,
    DoubleKind.TWICE_BY_ONE: 0.15,
}


def choose_kind(first: CityCamera, chance: Random) -> DoubleKind:
    """By `SHARES`; a recorder's address does not tell its channels apart."""
    kind = chance.choices(list(SHARES), list(SHARES.values()))[0]
    return DoubleKind.TWO_OWNERS if first.real.channel and kind is DoubleKind.SAME_STREAM else kind


def second(
    kind: DoubleKind, first: CityCamera, declarer: Declarer, chance: Random
) -> tuple[CityCamera, CityCamera, TruePair]:
    """The first declaration (as it must be for the trace to be there), the second one, and the truth about them."""
    real = first.real
    owner = first.owner if kind is DoubleKind.TWICE_BY_ONE else _another_owner(first, chance)
    other = declarer.declare(real, owner, chance)
    a, b = first.facts, other.facts
    if kind in (DoubleKind.SAME_STREAM, DoubleKind.SAME_PLACE):
        b = replace(b, serial="", mac="", network_address="", network="")
    if kind is DoubleKind.TWO_OWNERS:
        if real.channel or chance.random() < 0.6:  # a recorder's MAC says little
            a, b = replace(a, serial=real.serial), replace(b, serial=real.serial)
        else:
            a, b = replace(a, mac=real.mac), replace(b, mac=real.mac)
    elif kind is DoubleKind.SERIAL_TYPO:
        a = replace(a, serial=real.serial)
        b = replace(b, serial=mistype(real.serial, chance), mac="", network_address="", network="")
    elif kind is DoubleKind.SAME_STREAM:
        a = replace(a, network_address=f"{real.host}:{real.port}", network=real.network)
        spelt = real.host if real.port == 554 else f"{real.host}:{real.port}"
        b = replace(b, network_address=spelt, network=real.network if chance.random() < 0.5 else "")
        password = f"mau-{chance.randrange(10**8):08}"
        other = replace(other, main_url=other.main_url.replace(":554/", "/", 1), username="guest", password=password)
    elif kind is DoubleKind.SAME_PLACE:
        pole, device = declarer.pole_id(real.pole.number), real.device
        a = replace(a, pole_id=pole, azimuth_deg=_near(real, chance), model=device.name, maker=device.maker)
        b = replace(b, azimuth_deg=_near(real, chance), model=device.name, maker=device.maker)
        b = replace(b, pole_id=pole if chance.random() < 0.5 else None)  # poles have few registers
    else:
        a, b = replace(a, serial=real.serial), replace(b, serial=real.serial)
        b = replace(b, code=f"CU-{b.code}", name=f"{b.name} (cũ)" if chance.random() < 0.5 else b.name)
    pair = TruePair(first_id=min(a.camera_id, b.camera_id), second_id=max(a.camera_id, b.camera_id), kind=kind)
    return replace(first, facts=a), replace(other, facts=b), pair


def _near(real: RealCamera, chance: Random) -> float:
    return float(round(real.azimuth_deg + chance.gauss(0, 4)) % 360)


def _another_owner(first: CityCamera, chance: Random) -> str:
    unit = first.real.place.unit
    likely = [unit_key(unit), police_key(unit), TRAFFIC_POLICE, "so-xd", COMMAND_CENTRE, company_key(first.real.number)]
    weights = (5, 5, 3, 3, 1, 2)
    others = [(key, weight) for key, weight in zip(likely, weights, strict=True) if key != first.owner]
    return chance.choices([key for key, _ in others], [weight for _, weight in others])[0]
