"""Puts this folder on the path, so that tests of any kind share the makers of their material (media_units).

Modules that make a city or an archive run over SQLite and PostgreSQL, without saying so; see `databases`.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from unittest import mock

import pytest
from hypothesis import settings

from databases import BOTH, RIGS, on_postgresql
from postgresql_server import Server, running_server
from toancanh.infra.database import sqlite


def pytest_configure() -> None:
    """Whatever the environment says: a run starts the product in many processes, each of which would compile it anew
    for a second.
    """
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ.setdefault("TOANCANH_VISION_CORES", "0")  # a core of two for pictures is for the tests that look at them
    settings.register_profile("untimed", deadline=None)  # how long an example takes is the machine's affair
    settings.load_profile("untimed")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What waits is begun first: at the end of a run nobody else would have anything to do meanwhile."""
    items.sort(key=lambda item: item.get_closest_marker("waits") is None)


def pytest_collection_finish() -> None:
    """What is there before the first test stays: no collection need look at it again."""
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def no_power_cuts() -> Iterator[None]:
    """Tests wait for no disk; `test_databases` and the soak look at what a power cut leaves."""
    with mock.patch.object(sqlite, "DURABLE", "NORMAL"):
        yield


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Server]:
    """One for each worker; started by the first test that wants it."""
    with running_server() as server:
        yield server


@pytest.fixture(scope="module", autouse=True)
def each_database(request: pytest.FixtureRequest) -> Iterator[str]:
    """What a module's cities are made in while the test runs."""
    if getattr(request, "param", "sqlite") == "sqlite":
        yield "sqlite"
        return
    with on_postgresql(request.getfixturevalue("postgresql_server")):
        yield "postgresql"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if RIGS & vars(metafunc.module).keys():
        marker = metafunc.definition.get_closest_marker("databases")
        metafunc.parametrize("each_database", marker.args if marker else BOTH, indirect=True, scope="module")
