"""Cameras as they are known, for the comparison with a file's rows. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from toancanh.kernel import fold


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownCamera:
    """A living camera: its declared fields as they are stored, and what of its main stream may be compared."""

    id: str
    version: int
    code: str
    owner_id: str
    values: Mapping[str, object]
    tags: frozenset[str]
    protected: bool
    merged: bool
    stream_id: str = ""
    shown_url: str = ""
    username: str = ""
    secret: str = field(default="", repr=False)


class KnownCameras:
    """Those that a file is compared with, found by what identifies a camera."""

    def __init__(self, cameras: Iterable[KnownCamera], *, taken: Mapping[str, str], owner_id: str) -> None:
        """``taken``: folded codes of cameras that are not among these, and their owners. A protected camera may have
        the code of an open one, or of another owner's protected one: the open one is meant, then that of ``owner_id``.
        """
        self.cameras = list(cameras)
        self.taken = taken
        self.by_id = {one.id: one for one in self.cameras}
        ordered = sorted(self.cameras, key=lambda one: (not one.protected, one.owner_id == owner_id))
        self.by_code = {fold(one.code): one for one in ordered}
        self._by_serial = _unique(self.cameras, "serial")
        self._by_mac = _unique(self.cameras, "mac")

    def by_serial(self, serial: object) -> KnownCamera | None:
        """The only one with this serial number; None where several say they have it."""
        return self._by_serial.get(str(serial).casefold()) if serial else None

    def by_mac(self, mac: object) -> KnownCamera | None:
        """The only one with this MAC; a recorder's stands at all of its channels."""
        return self._by_mac.get(str(mac).casefold()) if mac else None


def _unique(cameras: Iterable[KnownCamera], name: str) -> dict[str, KnownCamera]:
    found: dict[str, KnownCamera | None] = {}
    for one in cameras:
        key = str(one.values.get(name) or "").casefold()
        if key and not one.merged:
            found[key] = None if key in found else one
    return {key: one for key, one in found.items() if one is not None}
