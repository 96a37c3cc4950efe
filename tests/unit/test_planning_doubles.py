"""What is one camera twice, and what only looks like it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest

from planning_units import a_camera
from toancanh.planning.doubles import Evidence, Pair, score_all, score_incoming
from toancanh.planning.doubles.evidence import WEIGHTS
from toancanh.planning.doubles.words import address_of, alike, name_words, serial_key, slip
from toancanh.registry.dossier.model import CameraFacts, Lifecycle
from toancanh.simulation.city import make_city

DEVICE: dict[str, Any] = {
    "maker": "Hikvision",
    "model": "DS-2CD2143",
    "serial": "DS2CD214320220101AAWR71234567",
    "mac": "0277AB000001",
    "network_address": "192.168.1.64:554",
    "network": "LAN north",
}


def twin(number: int, **more: Any) -> CameraFacts:
    return a_camera(number, owner_id="another", **(DEVICE | {"east_m": 2.0, "azimuth_deg": 4.0} | more))


def ids(pairs: Sequence[Pair]) -> set[frozenset[str]]:
    return {frozenset((pair.a_id[-2:], pair.b_id[-2:])) for pair in pairs}


FIRST = a_camera(1, **DEVICE)
ONE_PAIR = {frozenset(("01", "02"))}


@pytest.mark.parametrize(
    ("more", "evidence"),
    [
        ({}, Evidence.SERIAL_SAME),
        ({"serial": "ds-2cd2143 2022O1O1 AAWR71234567", "mac": ""}, Evidence.SERIAL_SAME),
        ({"serial": "DS2CD214320220101AAWR71234657", "mac": ""}, Evidence.SERIAL_SWAPPED),
        ({"serial": "", "network_address": "192.168.1.64"}, Evidence.MAC_SAME),
        ({"serial": "", "mac": "", "network_address": "192.168.1.64"}, Evidence.ADDRESS_SAME),
        ({"serial": "", "mac": "", "network_address": "192.168.1.64", "network": ""}, Evidence.ADDRESS_MAYBE_SAME),
        ({"east_m": 4000.0, "unit_id": None, "mac": ""}, Evidence.SERIAL_SAME),
    ],
)
def test_doubles_are_found_with_the_reason(more: dict[str, Any], evidence: Evidence) -> None:
    (pair,) = score_all([FIRST, twin(2, **more)])
    assert (pair.a_id, pair.b_id) == (FIRST.camera_id, twin(2).camera_id)
    assert evidence in {each.evidence for each in pair.reasons}
    assert all(each.weight == WEIGHTS[each.evidence] for each in pair.reasons)


def test_a_double_without_any_number_is_known_by_pole_direction_and_model() -> None:
    bare: dict[str, Any] = {"serial": "", "mac": "", "network_address": "", "network": "", "pole_id": "p"}
    (pair,) = score_all([a_camera(1, **(DEVICE | bare)), twin(2, **bare)])
    assert {Evidence.POLE_SAME, Evidence.DIRECTION_SAME, Evidence.MODEL_SAME} <= {
        each.evidence for each in pair.reasons
    }


def test_twenty_cameras_on_one_pole_are_twenty() -> None:
    pole = [
        a_camera(
            number,
            pole_id="pole",
            owner_id=f"owner-{number % 5}",
            azimuth_deg=(number * 18.0) % 360,
            **(DEVICE | {"serial": f"DS{number * 7919:08d}", "mac": f"{number:012X}", "network_address": ""}),
        )
        for number in range(1, 21)
    ]
    assert score_all(pole) == []


def test_equal_private_addresses_in_other_networks_are_no_evidence() -> None:
    assert score_all([FIRST, twin(2, serial="", mac="", network="LAN south", azimuth_deg=90.0)]) == []


def test_a_recorder_lends_its_mac_and_address_to_all_channels() -> None:
    channels = [
        a_camera(number, north_m=number * 9.0, azimuth_deg=number * 40.0, **(DEVICE | {"serial": ""}))
        for number in range(1, 9)
    ]
    assert score_all(channels) == []


def test_one_coordinate_of_many_is_no_evidence() -> None:
    commune = [a_camera(number, azimuth_deg=None, name=f"Ngõ {number} Xuân La") for number in range(1, 30)]
    assert score_all(commune) == []


def test_a_replacement_is_no_double() -> None:
    bare = DEVICE | {"serial": "", "mac": "", "network_address": "", "pole_id": "p"}
    old = a_camera(1, lifecycle=Lifecycle.RETIRED, **bare)
    assert score_all([old, a_camera(2, **bare)]) == []


def test_the_order_of_the_books_does_not_matter() -> None:
    facts = make_city(1500, 5).facts
    shuffled = list(facts)
    random.Random(1).shuffle(shuffled)
    assert score_all(facts) == score_all(shuffled)


def test_incoming_rows_are_held_against_the_books_and_each_other() -> None:
    other = a_camera(3, east_m=900.0, **(DEVICE | {"serial": "OTHER99887766", "mac": "", "network_address": ""}))
    books = [
        FIRST,
        a_camera(4, east_m=902.0, **(DEVICE | {"serial": "OTHER99887766", "mac": "", "network_address": ""})),
    ]
    found = score_incoming(books, [twin(2), other])
    assert ids(found) == ONE_PAIR | {frozenset(("03", "04"))}
    assert score_incoming([FIRST, twin(2)], [a_camera(9, east_m=5000.0)]) == []
    assert score_all([]) == []


def test_a_city_that_nothing_was_tuned_on() -> None:
    """The figures of the whole city, kind by kind, are of ``benchmarks/doubles.py``."""
    city = make_city(4000, 21)
    truth = {(pair.first_id, pair.second_id) for pair in city.pairs}
    found = {(pair.a_id, pair.b_id) for pair in score_all(city.facts)}
    assert len(found & truth) >= 0.95 * len(truth)
    assert len(found & truth) >= 0.9 * len(found)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("AB12", "AB12", "same"),
        ("AB1234", "AB1324", "swapped"),
        ("AB1234", "AB234", "swapped"),
        ("AB1234", "AB1235", "almost"),
        ("AB1234", "AB1256", "differs"),
        ("AB1234", "AB12", "differs"),
        ("", "A", "swapped"),
    ],
)
def test_slips(a: str, b: str, expected: str) -> None:
    assert slip(a, b) == slip(b, a) == expected


def test_words() -> None:
    assert serial_key("ds-2cd O1 il") == "DS2CD0111"
    first = name_words("Nút Xã Đàn – Phạm Ngọc Thạch, hướng Tây Nam")
    assert first.direction_deg == 225.0
    assert alike(first, name_words("NUT XA DAN - PHAM NGOC THACH - TAY NAM")) == "same"
    assert alike(name_words("Lê Trọng Tấn số 374"), name_words("LTTS3 FIXED 78")) == "initials"
    assert alike(name_words("Camera 3"), name_words("Camera 8")) == ""
    assert alike(name_words("Trần Duy Hưng số 5"), name_words("Láng Hạ số 9")) == "differs"


def test_addresses() -> None:
    private, public = address_of("10.0.0.1"), address_of("[2001:4860::1]:8554")
    assert private is not None
    assert public is not None
    assert (private.key, private.is_private) == ("10.0.0.1:554", True)
    assert (public.key, public.is_private) == ("2001:4860::1:8554", False)
    assert address_of("rtsp://x/y") is None
    host = address_of("Camera.Example.vn:554")
    assert host is not None
    assert (host.key, host.is_private) == ("camera.example.vn:554", False)
