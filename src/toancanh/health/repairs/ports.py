"""What repairs need from outside; bootstrap and web wire it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection

from toancanh.health.model import Fault, Incident


class FaultBook(Protocol):
    """Faults as health keeps them; no judgement."""

    def open_faults(self) -> Sequence[Fault]:
        """All that are alarms now, in state ``open``."""

    def incidents(self, incident_ids: Collection[str]) -> Mapping[str, Incident]:
        """What many of them have in common, by id."""

    def faults_between(self, camera_ids: Collection[str], from_us: int, until_us: int) -> Sequence[Fault]:
        """Of these cameras, those that were open at some time between."""


class NoFaults:
    """Where nothing judges cameras: tickets are opened by people."""

    def open_faults(self) -> Sequence[Fault]:
        """None."""
        return ()

    def incidents(self, incident_ids: Collection[str]) -> Mapping[str, Incident]:
        """None."""
        return {}

    def faults_between(self, camera_ids: Collection[str], from_us: int, until_us: int) -> Sequence[Fault]:
        """None."""
        return ()


@dataclass(frozen=True, kw_only=True)
class Look:
    """What a camera gives now. ``picture_us``: when its picture was taken; None: none came. ``looked``: whether one was
    asked for; of many cameras some are.
    """

    online: bool
    looked: bool
    picture_us: int | None = None
    width_px: int | None = None
    height_px: int | None = None


class LiveLooks(Protocol):
    """The acceptance test's eyes."""

    async def look(self, camera_ids: Sequence[str]) -> Mapping[str, Look]:
        """At each, now; the pictures go nowhere."""


@dataclass(frozen=True, kw_only=True)
class Signature:
    """Of the site's evidence key: ECDSA over SHA-256 (DER), and the number of its certificate."""

    value: bytes
    serial: str


class Signer(Protocol):
    """The site's key."""

    def sign(self, data: bytes) -> Signature:
        """Now. Raises `Unavailable` where this copy of the site came without its keys."""

    def fingerprint(self) -> str:
        """SHA-256 of the root certificate, as /trust shows it."""


class Telling(Protocol):
    """Tells an organisation by the ways that it has chosen (`health.alerts`)."""

    def tell(
        self, tx: Connection, organisation_id: str, *, subject: str, text: str, facts: Mapping[str, object]
    ) -> None:
        """In the caller's transaction: told is what was done. Nothing of a protected camera."""
