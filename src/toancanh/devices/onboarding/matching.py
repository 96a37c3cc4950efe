"""Which camera of the inventory a device is. Pure: by serial number, MAC address, stream address, network address.

What two things say alike is taken for one only where nothing speaks against it; everything else is asked of a person.
Place alone never decides: it orders what a person is asked to choose from.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from toancanh.devices.model import plain_mac, plain_serial
from toancanh.devices.onboarding.model import Halt, ItemReason
from toancanh.registry.dossier.model import CameraFacts

_MOST_NAMED = 10


class By(enum.StrEnum):
    """What the match rests on."""

    SERIAL = "serial"
    MAC = "mac"
    STREAM = "stream"  # the camera's main stream is at exactly this address
    ADDRESS = "address"  # the dossier's network address
    PERSON = "person"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a device says of itself, as far as a match minds it. ``streams``: cameras that have a stream on this host,
    by channel token exactly its main stream, and anywhere on it.
    """

    host: str
    port: int
    serial: str
    macs: tuple[str, ...]
    at_stream: frozenset[str] = frozenset()
    on_host: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Match:
    """``camera_id`` None: there is none in the inventory."""

    camera_id: str | None
    by: By


def match_camera(said: Said, known: Sequence[CameraFacts], *, site_id: str | None = None) -> Match:
    """The camera that a device with one picture source is. Raises `Halt` where a person has to say."""
    serial, macs = plain_serial(said.serial), {plain_mac(one) for one in said.macs} - {""}
    by_serial = [one for one in known if serial and plain_serial(one.serial) == serial]
    by_mac = [one for one in known if one.mac and one.mac in macs]
    if by_serial:
        if len(by_serial) > 1:
            raise _several(
                ItemReason.SAME_SERIAL, "cameras of the inventory have this serial number", by_serial, site_id
            )
        apart = [one for one in by_mac if one not in by_serial]
        if apart:
            raise _several(
                ItemReason.SEVERAL_CAMERAS,
                "one has its serial number, another its MAC address",
                by_serial + apart,
                site_id,
            )
        return Match(camera_id=by_serial[0].camera_id, by=By.SERIAL)
    for by, found in (
        (By.MAC, by_mac),
        (By.STREAM, [one for one in known if one.camera_id in said.at_stream]),
        (By.ADDRESS, [one for one in known if _is_at(one, said) or one.camera_id in said.on_host]),
    ):
        if len(found) > 1:
            raise _several(ItemReason.SEVERAL_CAMERAS, f"cameras of the inventory share its {by}", found, site_id)
        if found:
            _refuse_contradiction(found[0], serial, macs, by)
            return Match(camera_id=found[0].camera_id, by=by)
    return Match(camera_id=None, by=By.NONE)


def match_channel(exactly: Iterable[str]) -> Match:
    """A recorder's channel: only the very stream tells which camera it is. Raises `Halt`."""
    found = sorted(exactly)
    if len(found) > 1:
        raise Halt(
            ItemReason.SEVERAL_CAMERAS, "several cameras have this channel's stream", asks=True,
            candidates=[{"camera_id": one} for one in found[:_MOST_NAMED]],
        )  # fmt: skip
    return Match(camera_id=found[0], by=By.STREAM) if found else Match(camera_id=None, by=By.NONE)


def _is_at(one: CameraFacts, said: Said) -> bool:
    host, _, port = one.network_address.partition(":")
    return bool(host) and host == said.host and port in ("", str(said.port))


def _refuse_contradiction(found: CameraFacts, serial: str, macs: set[str], by: By) -> None:
    other = plain_serial(found.serial)
    other_mac = by is not By.MAC and bool(found.mac and macs) and found.mac not in macs
    if (serial and other and other != serial) or other_mac:
        raise Halt(
            ItemReason.SERIAL_DIFFERS,
            f"the inventory's camera {found.code} at this {by} has another serial number or MAC address",
            asks=True, candidates=[_named(found)],
        )  # fmt: skip


def _several(reason: ItemReason, why: str, found: Sequence[CameraFacts], site_id: str | None) -> Halt:
    nearest = sorted(found, key=lambda one: (one.site_id != site_id, one.code))[:_MOST_NAMED]
    codes = ", ".join(one.code for one in nearest)
    return Halt(reason, f"{why}: {codes}", asks=True, candidates=[_named(one) for one in nearest])


def _named(one: CameraFacts) -> dict[str, object]:
    said = {"code": one.code, "name": one.name, "serial": one.serial, "site_id": one.site_id}
    return {"camera_id": one.camera_id, **said}
