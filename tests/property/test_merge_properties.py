"""Merging and then splitting gives the cameras back as they were, whatever was declared and taken over."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples import examples
from governance_rig import City, a_city
from toancanh.registry.dossier.merging import STREAMS
from toancanh.registry.dossier.model import (
    CAMERA_FIELDS,
    DECLARED_FIELDS,
    CameraWrite,
    DeclarationDraft,
    DeclarationSource,
    Lifecycle,
)

NUMBERS = count(1)
DRAFT = DeclarationDraft(source=DeclarationSource.FORM)
CERTIFICATE = st.fixed_dictionaries({"kind": st.just("k"), "number": st.text("ab", max_size=2)})
VALUES = st.fixed_dictionaries(
    {"lifecycle": st.sampled_from(Lifecycle)},
    optional={
        "name": st.sampled_from(["a", "b"]),
        "lat": st.sampled_from([20.5, 21.0]),
        "azimuth_deg": st.none() | st.sampled_from([0.0, 90.0]),
        "tags": st.frozensets(st.sampled_from(["x", "y"])),
        "kind": st.none() | st.sampled_from(["fixed", "ptz"]),
        "maker": st.sampled_from(["", "Axis", "Bosch"]),
        "notice": st.none() | st.booleans(),
        "width_px": st.none() | st.integers(1, 3),
        "installed_on": st.none() | st.dates(min_value=date(2000, 1, 1), max_value=date(2030, 1, 1)),
        "certificates": st.lists(CERTIFICATE, max_size=2),
    },
)
URL = st.none() | st.sampled_from(["rtsp://192.0.2.1/a", "rtsp://192.0.2.2/b"])
TAKEN = st.sets(st.sampled_from([name for name in (*DECLARED_FIELDS, STREAMS) if name not in {"code", "lifecycle"}]))


@pytest.fixture(scope="module")
def city() -> Iterator[City]:
    with tempfile.TemporaryDirectory() as folder, a_city(Path(folder)) as made:
        yield made


def states(city: City, camera_ids: list[str]) -> list[tuple[object, ...]]:
    """All but the versions and the lists of merges."""
    desired = city.registry.desired_streams()
    made = []
    for camera_id in camera_ids:
        found = city.registry.dossiers.get(city.admin, camera_id)
        fields = [getattr(found.camera, name) for name in (*CAMERA_FIELDS, "enabled", "streams")]
        pointers = {name: one.id for name, one in found.declarations.items()}
        streams = [one for one in desired if one.camera_id == camera_id]
        made.append((fields, found.dossier, pointers, found.merged_into, streams))
    return made


@settings(max_examples=examples(25), deadline=None, derandomize=True, database=None)
@given(
    cameras=st.lists(st.tuples(VALUES, URL), min_size=2, max_size=4),
    taken=st.lists(TAKEN, min_size=3, max_size=3),
)
def test_merge_then_split_restores_all(
    city: City, cameras: list[tuple[Mapping[str, object], str | None]], taken: list[set[str]]
) -> None:
    dossiers, owner_id = city.registry.dossiers, city.root_id
    ids = []
    for values, url in cameras:
        needed = {"code": f"C-{next(NUMBERS)}", "name": "c", "lat": 21.0, "lon": 105.8, "owner_id": owner_id}
        write = CameraWrite(camera_id=None, values={**needed, **values}, main_url=url)
        ids.append(dossiers.write(city.admin, write, declared=DRAFT))
    before = states(city, ids)
    merges = [
        dossiers.merge(city.admin, ids[0], other, sorted(fields)) for other, fields in zip(ids[1:], taken, strict=False)
    ]
    for merge_id in reversed(merges):
        dossiers.split(city.admin, merge_id)
    assert states(city, ids) == before
