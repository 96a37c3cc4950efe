"""How an organisation heads, dates and signs its letters, as far as its name tells. Pure.

Decree 30/2020/NĐ-CP, annex I: II.2 (who issues), II.4.a (the place is the unit where the issuer has its seat), II.7
(a People's Committee is signed for by its chairman).
"""

from __future__ import annotations

import re

_COMMITTEE = "ủy ban nhân dân "
_UNIT = re.compile(r"^(thành phố|tỉnh|phường|xã|đặc khu) ", re.IGNORECASE)
_CITY = "Hà Nội"
_DIRECTED = ("sở ", "công an thành phố")


def head(name: str) -> str:
    """A People's Committee's name stands in two lines at the head of a letter."""
    at = len(_COMMITTEE)
    return f"{name[: at - 1]}\n{name[at:]}" if _is_committee(name) else name


def place(name: str) -> str:
    """Where its letters are dated: a commune's or ward's own name, else the city's."""
    return _UNIT.sub("", name[len(_COMMITTEE) :]) if _is_committee(name) else _CITY


def number(name: str, kind: str = "") -> str:
    """Left to be filled in, with the symbol as far as it is known; ``kind``: QĐ, BB, or none for a plain letter."""
    symbol = "UBND" if _is_committee(name) else ""
    return f"Số:            /{kind}-{symbol}" if kind else f"Số:            /{symbol}{'-' if symbol else ''}"


def sign_as(name: str) -> tuple[str, ...]:
    """The signer's authority and position; the name is left to the office."""
    if _is_committee(name):
        return ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
    return ("GIÁM ĐỐC",) if name.lower().startswith(_DIRECTED) else ("THỦ TRƯỞNG CƠ QUAN",)


def authority(name: str) -> str:
    """Who decides, as it stands above the grounds of a decision; agrees with `sign_as`."""
    if _is_committee(name):
        return name
    return f"{sign_as(name)[0].removesuffix(' CƠ QUAN').capitalize()} {name}"


def _is_committee(name: str) -> bool:
    return name.lower().startswith(_COMMITTEE)
