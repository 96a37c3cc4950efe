"""How different owners word the same thing: names, codes and addresses of one camera. Pure."""

from __future__ import annotations

from random import Random

from toancanh.catalogues.administrative_units import Units
from toancanh.kernel import fold
from toancanh.simulation.city.model import Place, PlaceKind, RealCamera

STYLES = 6
_COMPASS = ("Bắc", "Đông Bắc", "Đông", "Đông Nam", "Nam", "Tây Nam", "Tây", "Tây Bắc")


def direction(azimuth_deg: float) -> str:
    """In words."""
    return _COMPASS[round(azimuth_deg / 45) % 8]


def place_name(place: Place) -> str:
    """As in a good list."""
    if place.kind is PlaceKind.JUNCTION:
        return f"Nút {place.street} – {place.cross}"
    if place.kind is PlaceKind.ALLEY:
        return f"{place.cross[0].upper()}{place.cross[1:]} {place.street}"
    if place.kind is PlaceKind.GATE:
        return f"Cổng {place.cross} {place.street}"
    return f"{place.street} {place.cross}"


def camera_name(real: RealCamera, style: int, chance: Random) -> str:
    """``style`` is the owner's manner; the last one says next to nothing."""
    place, heading = real.place, direction(real.azimuth_deg)
    at = place_name(place)
    if style == 0:
        return f"{at}, hướng {heading}"
    if style == 1:
        return f"{fold(at).upper().replace(' – ', ' - ')} - {fold(heading).upper()}"
    if style == 2:
        ends = f"{place.street}-{place.cross}" if place.kind is PlaceKind.JUNCTION else f"{place.cross} {place.street}"
        return f"Cam {chance.randint(1, 30):02} {ends}"
    if style == 3:
        short = "".join(word[0] for word in f"{place.street} {place.cross}".split()).upper()
        return f"{short} {real.device.kind.upper()} {real.number % 100:02}"
    if style == 4:
        return f"{place.street} {place.cross} (cột {real.pole.number % 1000})"
    return f"{'Camera' if real.channel == 0 else 'Kênh'} {real.channel or chance.randint(1, 16)}"


def address_of(place: Place, units: Units) -> str:
    """Street and unit."""
    return f"{place_name(place)}, {units.by_code[place.unit].name}, Hà Nội"
