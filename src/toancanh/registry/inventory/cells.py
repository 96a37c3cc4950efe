"""Readers of single cells: from what people write to typed values. Pure; each takes a raw cell and answers a `Cell`."""

from __future__ import annotations

import enum
import ipaddress
import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import TypeVar

from toancanh.infra.sheets import harmless
from toancanh.kernel import Invalid, fold
from toancanh.registry.address import read_stream_address
from toancanh.registry.dossier.model import Certificate
from toancanh.registry.inventory.faults import EMPTY, Cell, Fault, Notice, Raw

Reader = Callable[[Raw], Cell]
Word = TypeVar("Word", bound=enum.StrEnum)

NOTHING = frozenset({"", "-", "--", "khong ro", "chua ro", "n/a", "na", "null", "none", "?"})
"""What people write for "not known", folded."""
_NOTHING_LENGTH = max(map(len, NOTHING))
_LOOKALIKE = str.maketrans("lIi|OoºSB", "111100058")
_DIGITS = frozenset("0123456789")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_ERRORS = frozenset({"#ref!", "#n/a", "#value!", "#name?", "#div/0!", "#num!", "#null!", "#####"})
_EXCEL_DAY_0 = date(1899, 12, 30)  # ECMA-376, 18.17.4.1, with the leap day that never was
_YEARS = range(1990, 2101)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T].*)?")
_DMY = re.compile(r"(\d{1,2})[-/.\s](\d{1,2})[-/.\s](\d{4}|\d{2})(?:\s.*)?")
_MONTH = re.compile(r"(?:(\d{1,2})[-/.])?(\d{4})")
_SIZE = re.compile(r"(\d{3,5})\s*[x×*X]\s*(\d{3,5})(?:\s*px)?")
_MEGAPIXELS = re.compile(r"(\d{1,2}(?:\.\d)?)\s*(?:mp|mpx|megapixels?)")
_IPV4_LIKE = re.compile(r"[\d.,:;\sOoIl|-]+")
_HOST = re.compile(r"(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})?(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})?)*")

SIZES: Mapping[str, tuple[int, int]] = {
    "1": (1280, 720), "1.3": (1280, 960), "2": (1920, 1080), "3": (2048, 1536), "4": (2560, 1440), "5": (2592, 1944),
    "6": (3072, 2048), "8": (3840, 2160), "12": (4000, 3000),
}  # fmt: skip
"""The usual picture of a sensor of so many megapixels."""
_NAMED_SIZES = {
    "720p": (1280, 720), "hd": (1280, 720), "1080p": (1920, 1080), "full hd": (1920, 1080), "fullhd": (1920, 1080),
    "fhd": (1920, 1080), "2k": (2560, 1440), "1440p": (2560, 1440), "4k": (3840, 2160), "2160p": (3840, 2160),
    "uhd": (3840, 2160),
}  # fmt: skip

COMPASS: Mapping[str, float] = {
    "bac": 0, "b": 0, "north": 0, "dong bac": 45, "db": 45, "ne": 45, "northeast": 45, "dong": 90, "d": 90, "e": 90,
    "east": 90, "dong nam": 135, "dn": 135, "se": 135, "southeast": 135, "nam": 180, "s": 180, "south": 180,
    "tay nam": 225, "tn": 225, "sw": 225, "southwest": 225, "tay": 270, "t": 270, "w": 270, "west": 270,
    "tay bac": 315, "tb": 315, "nw": 315, "northwest": 315,
}  # fmt: skip


def plain(raw: Raw) -> str:
    """The cell as text: trimmed, one line, composed accents; a whole number without ``.0``."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, datetime | date):
        return raw.strftime("%d/%m/%Y")
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() and abs(raw) < 1e15 else repr(raw)
    if isinstance(raw, int):
        return str(raw)
    if raw.isascii():  # the usual code, number, address: nothing to compose
        return " ".join(raw.split())
    return " ".join(unicodedata.normalize("NFC", raw.replace("\u200b", "").replace("\ufeff", "")).split())


def is_nothing(raw: Raw) -> bool:
    """True where nothing is declared."""
    if not isinstance(raw, str):
        return raw is None
    bare = raw.strip()
    return not bare or (len(bare) <= _NOTHING_LENGTH and bare[-1] not in _DIGITS and fold(bare) in NOTHING)


def text(longest: int) -> Reader:
    """Words of at most ``longest`` characters."""

    def read(raw: Raw) -> Cell:
        if is_nothing(raw):
            return EMPTY
        words = plain(raw)
        if words[:1] == "'" and harmless(words[1:]) == words:  # as we write what must not be calculated
            words = words[1:]
        if not words.isprintable() and any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in words):
            return Cell(fault=Fault.CONTROL_CHARACTERS)
        if words.startswith("#") and words.casefold() in _ERRORS:
            return Cell(fault=Fault.CELL_ERROR)
        if len(words) > longest:
            return Cell(fault=Fault.TOO_LONG, suggestion=words[:longest].rstrip(), detail=str(longest))
        return Cell(value=words)

    return read


def code(raw: Raw) -> Cell:
    """A camera's code: words, with letters or digits in them."""
    cell = text(64)(raw)
    if isinstance(cell.value, str) and not any(letter.isalnum() for letter in cell.value):
        return Cell(fault=Fault.CODE_FORM)
    return cell


def to_number(raw: Raw) -> Cell:
    """A number with a point, or with a decimal comma (noticed); look-alike letters are a fault with what is meant."""
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return Cell(value=float(raw)) if math.isfinite(raw) else Cell(fault=Fault.NOT_A_NUMBER)
    words = plain(raw)
    if words.casefold() in _ERRORS:
        return Cell(fault=Fault.CELL_ERROR)
    bare = words.replace("\u2212", "-").replace(" ", "")
    comma = bare.count(",") == 1 and "." not in bare
    pointed = bare.replace(",", ".") if comma else bare
    if _NUMBER.fullmatch(pointed):
        number = float(pointed)
        if not math.isfinite(number):
            return Cell(fault=Fault.NOT_A_NUMBER)
        return Cell(value=number, notice=Notice.DECIMAL_COMMA if comma else None)
    meant = pointed.translate(_LOOKALIKE)
    if any(letter.isdigit() for letter in pointed) and re.fullmatch(r"[+-]?\d+(?:\.\d+)?", meant):
        return Cell(fault=Fault.LETTERS_IN_NUMBER, suggestion=meant, detail=_strangers(pointed))
    return Cell(fault=Fault.NOT_A_NUMBER)


def _strangers(words: str) -> str:
    return "".join(dict.fromkeys(letter for letter in words if letter.isalpha() or letter in "|º"))


def number(least: float, most: float, units: str = "") -> Reader:
    """A number within bounds; a unit behind it is taken off."""
    behind = re.compile(rf"\s*(?:{units})\.?$", re.IGNORECASE) if units else None

    def read(raw: Raw) -> Cell:
        if is_nothing(raw):
            return EMPTY
        cell = to_number(behind.sub("", raw.strip()) if behind is not None and isinstance(raw, str) else raw)
        if isinstance(cell.value, float) and not least <= cell.value <= most:
            return Cell(fault=Fault.OUT_OF_RANGE, detail=f"{least:g}..{most:g}")
        return cell

    return read


def azimuth(raw: Raw) -> Cell:
    """Degrees clockwise from north, or a compass word in Vietnamese or English."""
    if is_nothing(raw):
        return EMPTY
    if isinstance(raw, str):
        words = fold(raw).removeprefix("huong ").replace("-", " ")
        if words in COMPASS or words.replace(" ", "") in COMPASS:
            return Cell(
                value=float(COMPASS.get(words, COMPASS.get(words.replace(" ", ""), 0.0))), notice=Notice.COMPASS
            )
        if words == "n":
            return Cell(fault=Fault.AZIMUTH_AMBIGUOUS, suggestion="180")
        raw = re.sub(r"\s*(?:°|độ|do|deg)$", "", raw.strip(), flags=re.IGNORECASE)
    cell = to_number(raw)
    if not isinstance(cell.value, float) or 0 <= cell.value < 360:
        return cell
    if cell.value == 360:
        return Cell(value=0.0)
    if -180 <= cell.value < 720:
        return Cell(fault=Fault.AZIMUTH_OVER, suggestion=f"{cell.value % 360:g}", detail="359")
    return Cell(fault=Fault.AZIMUTH_OVER, detail="359")


def day(raw: Raw) -> Cell:
    """A date: of the spreadsheet, dd/mm/yyyy, yyyy-mm-dd, or the serial number of a day."""
    if is_nothing(raw):
        return EMPTY
    if isinstance(raw, datetime):
        raw = raw.date()
    if isinstance(raw, date):
        return Cell(value=raw) if raw.year in _YEARS else Cell(fault=Fault.OUT_OF_RANGE, detail="1990..2100")
    words = plain(raw)
    if re.fullmatch(r"\d{5}(\.\d+)?", words):
        return _checked(_EXCEL_DAY_0 + timedelta(days=int(float(words))), Notice.EXCEL_SERIAL)
    if match := _ISO.fullmatch(words):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _DMY.fullmatch(words):
        year = int(match[3]) + (2000 if len(match[3]) == 2 else 0)
        return _day(year, int(match[2]), int(match[1]))
    if match := _MONTH.fullmatch(words):
        month, year = int(match[1] or 1), int(match[2])
        if year in _YEARS and 1 <= month <= 12:
            return Cell(fault=Fault.DATE_INCOMPLETE, suggestion=f"01/{month:02}/{year}")
    meant = words.translate(_LOOKALIKE)
    if meant != words and any(letter.isdigit() for letter in words) and day(meant).fault is None:
        return Cell(fault=Fault.LETTERS_IN_NUMBER, suggestion=meant, detail=_strangers(words))
    return Cell(fault=Fault.DATE_FORM)


def _day(year: int, month: int, of_month: int) -> Cell:
    try:
        return _checked(date(year, month, of_month), None)
    except ValueError:
        pass
    try:
        swapped = date(year, of_month, month)
    except ValueError:
        return Cell(fault=Fault.DATE_FORM)
    return Cell(fault=Fault.DATE_ORDER, suggestion=swapped.strftime("%d/%m/%Y"))


def _checked(found: date, notice: Notice | None) -> Cell:
    if found.year not in _YEARS:
        return Cell(fault=Fault.OUT_OF_RANGE, detail="1990..2100")
    return Cell(value=found, notice=notice)


def word_of(words: Mapping[str, Word], shown: Mapping[Word, str]) -> Reader:
    """One of a list, by its Vietnamese word, a synonym of it, or the code; ``words`` is folded."""

    def read(raw: Raw) -> Cell:
        if is_nothing(raw):
            return EMPTY
        folded = " ".join(re.sub(r"[^\w/]+", " ", fold(plain(raw))).split())
        if folded in words:
            found = words[folded]
            return Cell(value=found, notice=None if plain(raw) in (shown[found], found.value) else Notice.WORD)
        near = {found for known, found in words.items() if known.startswith(folded) or folded.startswith(known)}
        suggestion = shown[near.pop()] if len(near) == 1 else ""
        return Cell(fault=Fault.UNKNOWN_WORD, suggestion=suggestion, detail=", ".join(shown.values()))

    return read


def yes_or_no(raw: Raw) -> Cell:
    """Có or Không."""
    if is_nothing(raw):
        return EMPTY
    folded = fold(plain(raw))
    if folded in {"co", "c", "x", "1", "true", "yes", "y", "da co", "dung"}:
        return Cell(value=True)
    if folded in {"khong", "k", "0", "false", "no", "chua", "chua co", "khong co"}:
        return Cell(value=False)
    return Cell(fault=Fault.UNKNOWN_WORD, detail="Có, Không")


def mac(raw: Raw) -> Cell:
    """Twelve upper-case hexadecimal digits, whatever stood between them."""
    if is_nothing(raw):
        return EMPTY
    digits = re.sub(r"[\s:.\-]", "", plain(raw)).upper()
    if not re.fullmatch(r"[0-9A-F]{12}", digits):
        meant = digits.translate(str.maketrans("OLIS", "0115"))
        if re.fullmatch(r"[0-9A-F]{12}", meant):
            return Cell(fault=Fault.LETTERS_IN_NUMBER, suggestion=show_mac(meant), detail=_not_hex(digits))
        return Cell(fault=Fault.MAC_FORM, detail=str(len(digits)))
    if len(set(digits)) == 1:
        return Cell(fault=Fault.MAC_PLACEHOLDER)
    return Cell(value=digits)


def _not_hex(digits: str) -> str:
    return "".join(dict.fromkeys(letter for letter in digits if letter not in "0123456789ABCDEF"))


def show_mac(digits: str) -> str:
    """As people write it: in pairs."""
    return ":".join(digits[at : at + 2] for at in range(0, len(digits), 2))


def network_address(raw: Raw) -> Cell:
    """A host, or host:port."""
    if is_nothing(raw):
        return EMPTY
    words = plain(raw)
    host, colon, port = words.rpartition(":") if words.count(":") == 1 else (words, "", "")
    if colon and not (port.isascii() and port.isdigit() and 0 < int(port[:6]) < 65536):
        return Cell(fault=Fault.ADDRESS_FORM)
    try:
        found = ipaddress.ip_address(host)
        return Cell(value=f"{found}{colon}{port}")
    except ValueError:
        pass
    if _IPV4_LIKE.fullmatch(host):
        return _nearly_ipv4(host, colon + port)
    if _HOST.fullmatch(host) and "." in host:
        return Cell(value=words.lower())
    return Cell(fault=Fault.ADDRESS_FORM)


def _nearly_ipv4(host: str, port: str) -> Cell:
    meant = re.sub(r"[,;\s]+", ".", host.translate(str.maketrans("lI|Oo", "11100")))
    meant = ".".join(str(int(part)) if part.isdigit() and len(part) < 6 else part for part in meant.split("."))
    try:
        ipaddress.IPv4Address(meant)
    except ValueError:
        missing = len([part for part in host.split(".") if part]) < 4
        return Cell(fault=Fault.ADDRESS_INCOMPLETE if missing else Fault.ADDRESS_FORM)
    letters = any(letter.isalpha() for letter in host)
    return Cell(
        fault=Fault.LETTERS_IN_NUMBER if letters else Fault.ADDRESS_FORM,
        suggestion=meant + port,
        detail=_strangers(host) if letters else "",
    )


def stream_address(raw: Raw) -> Cell:
    """An RTSP address as written: its password, if it has one, stays in it. The caller must seal it."""
    if is_nothing(raw):
        return EMPTY
    words = plain(raw)
    try:
        read_stream_address(words)
    except Invalid:
        with_scheme = f"rtsp://{words}"
        if "://" not in words and re.match(r"[\w.\-]+(:\d+)?/", words):
            try:
                read_stream_address(with_scheme)
            except Invalid:
                return Cell(fault=Fault.STREAM_FORM)
            return Cell(fault=Fault.STREAM_FORM, suggestion=with_scheme)
        return Cell(fault=Fault.STREAM_FORM)
    return Cell(value=words)


def resolution(raw: Raw) -> Cell:
    """(width, height) in pixels: ``1920x1080``, ``2 MP``, ``Full HD``."""
    if is_nothing(raw):
        return EMPTY
    words = fold(plain(raw)).replace(",", ".")
    if match := _SIZE.fullmatch(plain(raw).strip()):
        width, height = int(match[1]), int(match[2])
        if 160 <= width <= 20_000 and 120 <= height <= 20_000:
            return Cell(value=(width, height))
        return Cell(fault=Fault.OUT_OF_RANGE, detail="160x120..20000x20000")
    if words in _NAMED_SIZES:
        return Cell(value=_NAMED_SIZES[words], notice=Notice.WORD)
    match = _MEGAPIXELS.fullmatch(words)
    if match and match[1].removesuffix(".0") in SIZES:
        return Cell(value=SIZES[match[1].removesuffix(".0")], notice=Notice.WORD)
    return Cell(fault=Fault.RESOLUTION_FORM)


def certificates(raw: Raw) -> Cell:
    """``Kiểm định: KĐ-12/2025 (31/12/2026); Hợp quy: HQ-7``."""
    if is_nothing(raw):
        return EMPTY
    found: list[Certificate] = []
    for part in plain(raw).split(";"):
        match = re.fullmatch(r"\s*([^:()]{1,80}):\s*([^()]{1,80}?)\s*(?:\(([^()]*)\))?\s*", part)
        if not part.strip():
            continue
        if match is None or len(found) >= 20:
            return Cell(fault=Fault.CERTIFICATE_FORM)
        until = day(match[3]) if match[3] else EMPTY
        if until.fault is not None:
            return Cell(fault=until.fault, detail=match[3])
        expires = until.value if isinstance(until.value, date) else None
        found.append(Certificate(kind=match[1].strip(), number=match[2].strip(), expires_on=expires))
    return Cell(value=tuple(found))


def tags(raw: Raw) -> Cell:
    """Words between commas or semicolons."""
    if is_nothing(raw):
        return EMPTY
    found = frozenset(part.strip() for part in re.split(r"[,;]", plain(raw)) if part.strip())
    if len(found) > 50 or any(len(one) > 64 for one in found):
        return Cell(fault=Fault.TOO_LONG, detail="64")
    return Cell(value=found)
