"""What can be wrong with a cell, and what was read differently from how it was written. Pure."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date

Raw = str | int | float | bool | date | None
"""A cell as a spreadsheet reader gives it; a moment (`datetime`) is a date, too."""


class Fault(enum.StrEnum):
    """Why a cell cannot be taken; the console has a text for each (``inventory.fault.<code>``)."""

    REQUIRED = "required"
    TOO_LONG = "too_long"
    CONTROL_CHARACTERS = "control_characters"
    CELL_ERROR = "cell_error"  # #REF!, #N/A and the like
    NOT_A_NUMBER = "not_a_number"
    LETTERS_IN_NUMBER = "letters_in_number"  # l or I for 1, O for 0
    OUT_OF_RANGE = "out_of_range"
    COORDINATES_SWAPPED = "coordinates_swapped"
    COORDINATES_INCOMPLETE = "coordinates_incomplete"
    DECIMAL_POINT_LOST = "decimal_point_lost"
    OUT_OF_CITY = "out_of_city"
    AZIMUTH_OVER = "azimuth_over"
    AZIMUTH_AMBIGUOUS = "azimuth_ambiguous"  # N: north in English, Nam (south) in Vietnamese
    UNKNOWN_WORD = "unknown_word"  # not one of the list
    DATE_FORM = "date_form"
    DATE_ORDER = "date_order"  # month before day
    DATE_INCOMPLETE = "date_incomplete"
    MAC_FORM = "mac_form"
    MAC_PLACEHOLDER = "mac_placeholder"
    ADDRESS_INCOMPLETE = "address_incomplete"
    ADDRESS_FORM = "address_form"
    ADDRESS_FORBIDDEN = "address_forbidden"  # by the outbound policy
    STREAM_FORM = "stream_form"
    RESOLUTION_FORM = "resolution_form"
    CERTIFICATE_FORM = "certificate_form"
    DUPLICATE_CODE = "duplicate_code"  # detail: the row that has it first
    CODE_TAKEN = "code_taken"  # by a camera of somebody else
    CODE_FORM = "code_form"
    ORGANISATION_UNKNOWN = "organisation_unknown"
    ORGANISATION_ENDED = "organisation_ended"  # suggestion: the successor
    ORGANISATION_FOREIGN = "organisation_foreign"  # one may not declare for it
    POLE_UNKNOWN = "pole_unknown"
    SITE_UNKNOWN = "site_unknown"
    TAG_FORBIDDEN = "tag_forbidden"
    TRANSITION = "transition"  # the life cycle does not lead there
    STALE = "stale"  # somebody changed the camera since the file was compared
    AMBIGUOUS_MATCH = "ambiguous_match"  # serial and MAC lead to different cameras


class Notice(enum.StrEnum):
    """How a cell was read where that is not how it was written; the row is good."""

    FORMULA = "formula"  # its value counts
    MERGED = "merged"
    DECIMAL_COMMA = "decimal_comma"
    DEGREES_MINUTES = "degrees_minutes"
    VN2000_TM3 = "vn2000_tm3"  # EPSG:5897
    VN2000_UTM = "vn2000_utm"  # EPSG:3405
    COMPASS = "compass"
    EXCEL_SERIAL = "excel_serial"
    WORD = "word"  # a synonym of a word of the list
    FORMER_NAME = "former_name"
    ENCODING = "encoding"
    SPLIT = "split"  # two values stood in one cell
    JOINED = "joined"  # the camera of this code was merged into another: nothing is taken from the row


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as read: a value, or a fault with what may have been meant. ``detail`` fills the fault's text."""

    value: object = None
    fault: Fault | None = None
    notice: Notice | None = None
    suggestion: str = ""
    detail: str = ""


EMPTY = Cell()
