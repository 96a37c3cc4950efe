"""The 33 models, and the numbers on their labels: nothing here is the number of a real device."""

from __future__ import annotations

from random import Random

from toancanh.registry.dossier.model import CameraKind
from toancanh.simulation.city.model import DeviceModel

_BOTH = "H.264, H.265"
# maker, model, PTZ, width, height, horizontal angle, codecs, weight; Hikvision and Dahua hold about nine tenths
_ROWS = (
    ("Hikvision", "DS-2CD2T47G2-L", 0, 2688, 1520, 81, _BOTH, 12),
    ("Hikvision", "DS-2CD2T87G2-L", 0, 3840, 2160, 102, _BOTH, 6),
    ("Hikvision", "DS-2CD2043G2-I", 0, 2688, 1520, 103, _BOTH, 9),
    ("Hikvision", "DS-2CD1023G0-IU", 0, 1920, 1080, 110, "H.264", 6),
    ("Hikvision", "iDS-TCM203-A", 0, 1920, 1200, 33, _BOTH, 4),
    ("Hikvision", "DS-2CD7A26G0/P-IZS", 0, 1920, 1080, 40, _BOTH, 3),
    ("Hikvision", "DS-2CD2345G0P-I", 0, 2688, 1520, 180, _BOTH, 1),
    ("Hikvision", "DS-2DE4425IW-DE", 1, 2560, 1440, 57, _BOTH, 12),
    ("Hikvision", "DS-2DE7A432IW-AEB", 1, 2560, 1440, 56, _BOTH, 7),
    ("Hikvision", "DS-2DF8442IXS-AELW", 1, 2560, 1440, 60, _BOTH, 5),
    ("Hikvision", "DS-2DE5225W-AE", 1, 1920, 1080, 59, "H.264", 3),
    ("HiLook", "IPC-B140H", 0, 2560, 1440, 84, "H.264", 2),
    ("EZVIZ", "CS-H8c", 1, 1920, 1080, 89, "H.264", 2),
    ("Dahua", "IPC-HFW2431S-S-S2", 0, 2688, 1520, 84, _BOTH, 9),
    ("Dahua", "IPC-HFW5442E-ZE", 0, 2688, 1520, 97, _BOTH, 6),
    ("Dahua", "IPC-HFW3849T1-AS-PV", 0, 3840, 2160, 105, _BOTH, 4),
    ("Dahua", "ITC413-PW4D-IZ3", 0, 2688, 1520, 36, _BOTH, 3),
    ("Dahua", "IPC-HDW1230T1", 0, 1920, 1080, 98, "H.264", 4),
    ("Dahua", "SD49425XB-HNR", 1, 2560, 1440, 55, _BOTH, 7),
    ("Dahua", "SD6CE445XA-HNR", 1, 2560, 1440, 65, _BOTH, 5),
    ("Dahua", "SD22404DB-GNY", 1, 2560, 1440, 84, _BOTH, 3),
    ("Imou", "IPC-F42FEP", 0, 2560, 1440, 88, "H.264", 2),
    ("Imou", "Cruiser 2 IPC-GS7EP", 1, 2304, 1296, 92, "H.264", 2),
    ("KBVISION", "KX-CAi4203N", 0, 2688, 1520, 86, _BOTH, 2),
    ("KBVISION", "KX-CAi2008ePN", 1, 1920, 1080, 60, _BOTH, 1),
    ("Hanwha", "XNO-8080R", 0, 2560, 1920, 100, _BOTH, 1),
    ("Hanwha", "XNP-6400", 1, 1920, 1080, 61, _BOTH, 1),
    ("Axis", "P1468-LE", 0, 3840, 2160, 108, _BOTH, 1),
    ("Axis", "Q6135-LE", 1, 1920, 1080, 59, _BOTH, 1),
    ("Uniview", "IPC2124LB-SF40KM-G", 0, 2560, 1440, 79, _BOTH, 1),
    ("Uniview", "IPC672LR-AX4DUPKC", 1, 1920, 1080, 58, _BOTH, 1),
    ("Bosch", "NBE-5503-AL", 0, 3072, 1728, 90, _BOTH, 0.6),
    ("Panasonic", "WV-S1536L", 0, 1920, 1080, 110, _BOTH, 0.6),
)
MODELS = tuple(
    DeviceModel(
        maker=maker,
        name=name,
        kind=CameraKind.PTZ if ptz else CameraKind.FIXED,
        width_px=width,
        height_px=height,
        hfov_deg=float(hfov),
        codecs=codecs,
        weight=weight,
    )
    for maker, name, ptz, width, height, hfov, codecs, weight in _ROWS
)
_BY_KIND = {kind: [model for model in MODELS if model.kind is kind] for kind in CameraKind}
_WEIGHTS = {kind: [model.weight for model in models] for kind, models in _BY_KIND.items()}
_MADE_BY_HIKVISION = frozenset({"Hikvision", "HiLook", "EZVIZ"})
_MADE_BY_DAHUA = frozenset({"Dahua", "Imou", "KBVISION"})
_PREFIXES = {maker: 0x020000 | 0x1100 * at for at, maker in enumerate(sorted({row[0] for row in _ROWS}), start=1)}
_HEX = "0123456789ABCDEF"
_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_DIGITS = "0123456789"


def choose_model(kind: CameraKind, chance: Random) -> DeviceModel:
    """By the makers' shares."""
    return chance.choices(_BY_KIND[kind], _WEIGHTS[kind])[0]


def make_serial(model: DeviceModel, chance: Random) -> str:
    """In the maker's manner."""
    if model.maker in _MADE_BY_HIKVISION:
        day = f"20{chance.randint(14, 25)}{chance.randint(1, 12):02}{chance.randint(1, 28):02}"
        return f"{model.name.split('/')[0]}{day}AAWR{_some(_LETTERS, 1, chance)}{_some(_DIGITS, 8, chance)}"
    if model.maker in _MADE_BY_DAHUA:
        return f"{_some(_HEX, 7, chance)}PA{_some(_LETTERS, 1, chance)}{_some(_HEX, 5, chance)}"
    return f"{_some(_LETTERS, 3, chance)}{_some(_DIGITS, 9, chance)}"


def make_mac(model: DeviceModel, number: int) -> str:
    """Locally administered (IEEE 802, second bit of the first octet), so that no real device has it."""
    return f"{_PREFIXES[model.maker]:06X}{number * 7919 % (1 << 24):06X}"


def mistype(serial: str, chance: Random) -> str:
    """As somebody reads it off a label: O for 0, l for 1, two letters turned round, one left out."""
    tail = range(max(0, len(serial) - 9), len(serial))  # the end is what differs between devices
    swaps = {"0": "O", "O": "0", "1": "l", "I": "1", "8": "B", "B": "8", "5": "S", "S": "5", "2": "Z", "Z": "2"}
    fitting = [at for at in tail if serial[at] in swaps]
    fault = chance.randrange(3)
    if fault == 0 and fitting:
        at = chance.choice(fitting)
        return serial[:at] + swaps[serial[at]] + serial[at + 1 :]
    turning = [at for at in tail if at + 1 < len(serial) and serial[at] != serial[at + 1]]
    if fault == 1 and turning:
        at = chance.choice(turning)
        return serial[:at] + serial[at + 1] + serial[at] + serial[at + 2 :]
    at = chance.choice(tail)
    return serial[:at] + serial[at + 1 :]


def _some(letters: str, count: int, chance: Random) -> str:
    return "".join(chance.choices(letters, k=count))
