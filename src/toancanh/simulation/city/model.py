"""The terms of the city: the truth about a camera, and what somebody declared of it. Pure."""

from __future__ import annotations

import enum
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from toancanh.governance.people import OrganisationKind
from toancanh.registry.dossier.model import CameraFacts, CameraKind, Lifecycle, PurposeClass


class DoubleKind(enum.StrEnum):
    """How two declarations of one camera differ, and what they still share."""

    TWO_OWNERS = "two_owners"  # two organisations; serial or MAC is the same
    SERIAL_TYPO = "serial_typo"  # the serial was typed wrongly, no MAC
    SAME_STREAM = "same_stream"  # only the address is the same, spelt otherwise
    SAME_PLACE = "same_place"  # no number in common: pole, direction, model and words
    TWICE_BY_ONE = "twice_by_one"  # before and after the districts ended, by the same organisation


class NegativeKind(enum.StrEnum):
    """Groups of cameras that look like doubles and are not."""

    CROWDED_POLE = "crowded_pole"
    EQUAL_ADDRESS = "equal_address"  # one private address in many networks
    RECORDER_MAC = "recorder_mac"  # a recorder's MAC and address for all of its channels
    DEFAULT_COORDINATE = "default_coordinate"  # one point for all cameras of a commune
    COPIED_SERIAL = "copied_serial"  # one serial filled down over the rows of a place
    REPLACED = "replaced"  # a retired camera and the one that hangs there now


class PlaceKind(enum.StrEnum):
    """Where cameras hang."""

    JUNCTION = "junction"
    STREET = "street"
    ALLEY = "alley"
    GATE = "gate"
    PREMISES = "premises"


@dataclass(frozen=True, kw_only=True)
class CityOrganisation:
    """An owner. ``key`` names it within the city; ``parent`` is a key, or empty for the city itself."""

    key: str
    code: str
    name: str
    kind: OrganisationKind
    parent: str
    unit: str = ""  # official code of the commune or ward where it works; empty: everywhere


@dataclass(frozen=True, kw_only=True)
class Pole:
    """A pole; ``number`` is unique in the city."""

    number: int
    code: str
    lat: float
    lon: float


@dataclass(frozen=True, kw_only=True)
class Place:
    """A junction, an alley, a gate ...; ``arms_deg``: bearings, clockwise from north, of what there is to see."""

    kind: PlaceKind
    unit: str
    street: str
    cross: str  # the other street of a junction, or a house number
    lat: float
    lon: float
    arms_deg: tuple[float, ...]
    poles: tuple[Pole, ...]


@dataclass(frozen=True, kw_only=True)
class DeviceModel:
    """One of the 33 models."""

    maker: str
    name: str
    kind: CameraKind
    width_px: int
    height_px: int
    hfov_deg: float
    codecs: str
    weight: float


@dataclass(frozen=True, kw_only=True)
class RealCamera:
    """The truth about one camera that hangs somewhere."""

    number: int
    owner: str
    place: Place
    pole: Pole
    channel: int  # of its recorder; 0: it has none
    lat: float
    lon: float
    azimuth_deg: float
    height_m: float
    tilt_deg: float
    device: DeviceModel
    serial: str
    mac: str
    host: str
    port: int
    network: str
    purpose: PurposeClass
    lifecycle: Lifecycle
    protected: bool


@dataclass(frozen=True, kw_only=True)
class CityCamera:
    """One declaration as it stands in the registry. ``values``: further fields of the dossier, by `DECLARED_FIELDS`;
    its organisations are keys.
    """

    facts: CameraFacts
    real: RealCamera
    owner: str
    values: Mapping[str, object]
    tags: frozenset[str]
    main_url: str
    username: str
    password: str


@dataclass(frozen=True, kw_only=True)
class TruePair:
    """Two declarations (ids of their facts, the smaller first) that are one camera."""

    first_id: str
    second_id: str
    kind: DoubleKind


@dataclass(frozen=True, kw_only=True)
class NegativeGroup:
    """Declarations that are as many cameras, although they look alike."""

    kind: NegativeKind
    camera_ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class City:
    """The whole city; ``cameras`` are declarations, so that doubles count twice."""

    seed: int
    organisations: tuple[CityOrganisation, ...]
    cameras: tuple[CityCamera, ...]
    pairs: tuple[TruePair, ...]
    negatives: tuple[NegativeGroup, ...]
    places: tuple[Place, ...]

    @cached_property
    def facts(self) -> list[CameraFacts]:
        """Every declaration as planning sees it."""
        return [camera.facts for camera in self.cameras]


def city_id(seed: int, group: int, number: int) -> str:
    """A UUIDv7 that depends on nothing else; ``group`` keeps cameras, poles and organisations apart."""
    high = (0x0190_0000_0000 + number) << 80 | 0x7 << 76 | group << 64
    return str(uuid.UUID(int=high | 0b10 << 62 | (seed & 0xFFFF) << 40 | number))


CAMERA_GROUP, POLE_GROUP, ORGANISATION_GROUP = 1, 2, 3
