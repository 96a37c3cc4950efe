"""The simulated city keeps its numbers and its truth, and names nothing real."""

import ipaddress
import re
from collections import Counter, defaultdict

import pytest

from toancanh.kernel import Invalid
from toancanh.registry.dossier.model import CameraKind, PurposeClass
from toancanh.simulation.city import City, DoubleKind, NegativeKind, make_city

COUNT = 4021


@pytest.fixture(scope="module")
def city() -> City:
    return make_city(COUNT, 7)


def test_the_same_seed_makes_the_same_city_and_another_one_another(city):
    again, other = make_city(COUNT, 7), make_city(COUNT, 8)
    assert (again.facts, again.pairs, again.negatives) == (city.facts, city.pairs, city.negatives)
    assert other.facts != city.facts


def test_shares_are_those_of_the_decision(city):
    assert len(city.facts) == COUNT
    purposes = Counter(facts.purpose for facts in city.facts)
    assert purposes[PurposeClass.SECURITY] == round(COUNT * 23_736 / 40_210)
    assert purposes[PurposeClass.DEFENCE] == round(COUNT * 227 / 40_210)
    assert Counter(facts.kind for facts in city.facts)[CameraKind.PTZ] == round(COUNT * 12_007 / 40_210)
    assert len({(facts.maker, facts.model) for facts in city.facts if facts.maker and facts.model}) <= 33


def test_every_pair_is_one_real_camera_and_everything_else_is_not(city):
    declared = defaultdict(list)
    for camera in city.cameras:
        declared[camera.real.number].append(camera.facts.camera_id)
    doubled = {tuple(sorted(ids)) for ids in declared.values() if len(ids) > 1}
    assert doubled == {(pair.first_id, pair.second_id) for pair in city.pairs}
    assert {pair.kind for pair in city.pairs} == set(DoubleKind)
    real = {camera.facts.camera_id: camera.real.number for camera in city.cameras}
    assert {group.kind for group in city.negatives} == set(NegativeKind)
    for group in city.negatives:
        assert len({real[one] for one in group.camera_ids}) == len(group.camera_ids) > 1


def test_hard_negatives_are_what_their_names_say(city):
    facts = {one.camera_id: one for one in city.facts}
    for group in city.negatives:
        members = [facts[one] for one in group.camera_ids]
        if group.kind is NegativeKind.CROWDED_POLE:
            assert len(members) == 20
        elif group.kind is NegativeKind.EQUAL_ADDRESS:
            assert len({one.network_address for one in members}) == 1
        elif group.kind is NegativeKind.RECORDER_MAC:
            assert len({one.mac for one in members}) == 1
        elif group.kind is NegativeKind.COPIED_SERIAL:
            assert len({one.serial for one in members}) == 1
        elif group.kind is NegativeKind.DEFAULT_COORDINATE:
            assert len({(one.lat, one.lon) for one in members}) == 1


def test_ids_and_codes_are_unique_and_defence_is_protected(city):
    assert len({facts.camera_id for facts in city.facts}) == len({facts.code for facts in city.facts}) == COUNT
    for camera in city.cameras:
        assert camera.facts.protected == (camera.facts.purpose is PurposeClass.DEFENCE) == bool(camera.tags)
    assert not {one.first_id for one in city.pairs} & {one.camera_id for one in city.facts if one.protected}


def test_no_address_or_mac_can_be_somebodys(city):
    for camera in city.cameras:
        assert ipaddress.ip_address(camera.real.host).is_private  # documentation ranges count among these
        assert re.fullmatch("[0-9A-F]{12}", camera.real.mac)
        assert int(camera.real.mac[:2], 16) & 0b10


def test_too_small_a_city_is_refused():
    with pytest.raises(Invalid):
        make_city(10, 7)
