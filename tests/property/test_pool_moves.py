"""Pools of disks are evened out and emptied: what is moved ends, goes one way, and goes where there is room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples import examples
from toancanh.media.archive.places.model import Pool, PoolLook, PoolState
from toancanh.media.archive.places.plan import UNEVEN_SHARE, PoolMove, pool_moves


def look(name: str, size: int, free: int, state: PoolState = PoolState.OK, *, draining: bool = False) -> PoolLook:
    pool = Pool(name=name, folder=Path("/") / name, draining=draining)
    return PoolLook(pool=pool, state=state, free_bytes=free, size_bytes=size)


@st.composite
def disks(draw: st.DrawFn, states: tuple[PoolState, ...] = (PoolState.OK,)) -> list[PoolLook]:
    """Each of a size of its own, so that no two are the same disk."""
    sizes = draw(st.lists(st.integers(60, 160), min_size=1, max_size=5, unique=True))
    return [
        look(f"disk-{number}", size, draw(st.integers(0, size)), draw(st.sampled_from(states)))
        for number, size in enumerate(sizes)
    ]


def moved(looks: list[PoolLook], floor: int) -> tuple[Mapping[str, PoolLook], list[PoolMove]]:
    """What becomes of them when the most urgent move is made, byte by byte, until there is none."""
    now, made = {one.pool.name: one for one in looks}, list[PoolMove]()
    while True:
        # An empty pool that is drained has nothing more to give.
        wanted = [
            move for move in pool_moves(list(now.values()), floor)
            if now[move.source].free_bytes < now[move.source].size_bytes
        ]  # fmt: skip
        if not wanted:
            return now, made
        move = wanted[0]
        target = now[move.target]
        assert target.takes_new
        assert target.free_bytes > floor
        assert len(made) < sum(one.size_bytes for one in looks)  # it ends
        made.append(move)
        for name, by in ((move.source, 1), (move.target, -1)):
            free = now[name].free_bytes + by
            state = now[name].state
            if state in (PoolState.OK, PoolState.FULL):
                state = PoolState.FULL if free < floor else PoolState.OK
            now[name] = replace(now[name], free_bytes=free, state=state)


@given(looks=disks())
@settings(max_examples=examples(30))
def test_what_is_uneven_is_evened_out_and_nothing_goes_back(looks: list[PoolLook]) -> None:
    after, made = moved(looks, 0)
    shares = [one.used_share for one in after.values()]
    room = any(one.free_bytes for one in looks)
    assert not room or max(shares) - min(shares) <= UNEVEN_SHARE + 1e-9
    assert not {move.source for move in made} & {move.target for move in made}
    assert sum(one.free_bytes for one in after.values()) == sum(one.free_bytes for one in looks)
    before = [one.used_share for one in looks]
    assert bool(made) is (room and max(before) - min(before) > UNEVEN_SHARE)


@given(looks=disks(tuple(PoolState)), floor=st.integers(0, 20))
@settings(max_examples=examples(30))
def test_a_disk_that_is_away_or_fails_is_left_alone_and_the_floor_is_kept(looks: list[PoolLook], floor: int) -> None:
    _, made = moved(looks, floor)  # which asserts that a target has room above the floor
    untouched = {one.pool.name for one in looks if one.state in (PoolState.AWAY, PoolState.FAILING)}
    assert not untouched & {name for move in made for name in (move.source, move.target)}


@given(looks=disks(), state=st.sampled_from([PoolState.OK, PoolState.FULL, PoolState.FAILING]))
@settings(max_examples=examples(20))
def test_a_disk_that_is_drained_goes_first_and_is_emptied(looks: list[PoolLook], state: PoolState) -> None:
    leaves = look("leaves", 50, 10, state, draining=True)
    room = sum(one.free_bytes for one in looks)
    after, made = moved([*looks, leaves], 0)
    assert after["leaves"].free_bytes == 10 + min(40, room)
    assert [move.source for move in made[:40]] == ["leaves"] * min(40, room)
    assert "leaves" not in {move.target for move in made}


def test_one_that_is_away_cannot_be_drained() -> None:
    away = look("leaves", 50, 10, PoolState.AWAY, draining=True)
    assert pool_moves([away, look("stays", 100, 90)], 0) == []


@pytest.mark.parametrize(("used", "is_moved"), [(29, False), (31, True)])
def test_a_tenth_is_not_worth_it(used: int, is_moved: bool) -> None:
    even = [look("a", 200, 160), look("b", 100, 100 - used)]
    assert [(move.source, move.target) for move in pool_moves(even, 0)] == [("b", "a")] * is_moved


def test_two_folders_of_one_disk_are_one_disk() -> None:
    same = [look("a", 200, 20), look("b", 200, 20), look("c", 100, 10)]
    assert pool_moves(same, 0) == []
    assert {move.target for move in pool_moves([*same, look("d", 300, 300)], 0)} == {"d"}
