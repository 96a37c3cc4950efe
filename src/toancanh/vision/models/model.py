"""The terms of an installed model. Pure."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass

from toancanh.kernel import Invalid
from toancanh.vision.onnx_models.manifest import Manifest

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LICENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*( (AND|OR|WITH) [A-Za-z0-9][A-Za-z0-9.+-]*)*")  # SPDX, Annex D


class ModelState(enum.StrEnum):
    """How far a model has come."""

    PROPOSED = "proposed"  # installed and tried; nothing uses it
    APPROVED = "approved"
    REFUSED = "refused"  # final; the file is gone
    REMOVED = "removed"  # final; the file is gone, what it was stays known


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where a file comes from and what one may do with it, as the one who brings it says; checked for form."""

    name: str
    licence: str  # SPDX expression: Apache-2.0
    source: str  # where the weights come from and who trained them on what, in words

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise Invalid("name: small letters, digits, dots, hyphens, as in yolox-nano-416", field="name")
        if not _LICENCE.fullmatch(self.licence) or len(self.licence) > 120:
            raise Invalid("licence: an SPDX expression, as in Apache-2.0", field="licence")
        if not 3 <= len(self.source.strip()) <= 1000:
            raise Invalid("source: where the weights come from, in 3 to 1,000 characters", field="source")


@dataclass(frozen=True, kw_only=True)
class InstalledModel:
    """A model as it is known here. ``width``, ``height`` of its input, ``picture_s`` of its trial on this machine.

    ``proposed_by`` is empty where it was brought at the machine's command line.
    """

    id: str
    origin: Origin
    manifest: Manifest
    sha256: str
    size_bytes: int
    width: int
    height: int
    picture_s: float
    state: ModelState
    proposed_by: str
    proposed_us: int
    decided_by: str = ""
    decided_us: int | None = None
    words: str = ""


def checked_sha256(text: str) -> str:
    """As it is compared. Raises `Invalid`."""
    small = text.strip().lower()
    if not _SHA256.fullmatch(small):
        raise Invalid("sha256: 64 hexadecimal digits, as `sha256sum FILE` prints them", field="sha256")
    return small
