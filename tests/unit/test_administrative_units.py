"""Counts and codes of the catalogue of Hà Nội's units, and what may not be said of it without a mark."""

from collections import Counter

from toancanh.catalogues.administrative_units import UnitKind, hanoi


def test_the_counts_are_those_of_the_city():
    units = hanoi()
    assert Counter(unit.kind for unit in units.units) == {UnitKind.WARD: 51, UnitKind.COMMUNE: 75}
    assert len(units.districts) == 30
    kinds = Counter(unit.kind for unit in units.former)
    assert kinds == {UnitKind.WARD: 160, UnitKind.COMMUNE: 345, UnitKind.TOWNSHIP: 21}


def test_codes_are_official_codes_and_unique():
    units = hanoi()
    for rows, digits in ((units.units, 5), (units.former, 5), (units.districts, 3)):
        codes = [row.code for row in rows]
        assert len(set(codes)) == len(codes)
        assert all(len(code) == digits and code.isdigit() for code in codes)
    assert units.by_code["00070"].name == "Phường Hoàn Kiếm"


def test_every_old_unit_has_a_successor_and_every_new_one_a_predecessor():
    units = hanoi()
    assert all(unit.successors and set(unit.successors) <= set(units.by_code) for unit in units.former)
    assert all(units.predecessors(code) for code in units.by_code)
    hoan_kiem = next(district for district in units.districts if district.name == "Quận Hoàn Kiếm")
    assert {"Phường Hoàn Kiếm", "Phường Cửa Nam"} <= {units.by_code[code].name for code in hoan_kiem.successors}


def test_places_lie_in_the_city():
    for unit in (*hanoi().units, *hanoi().former):
        assert 20.5 < unit.lat < 21.4, unit
        assert 105.2 < unit.lon < 106.1, unit


def test_the_day_of_the_reform_carries_its_mark():
    units = hanoi()
    assert (units.reform_day, units.reform_day_certainty) == ("2025-07-01", "unverified")
    assert "MIT" in units.licence
