"""What the platform will not do (docs/design/vision.md): nothing that is asked, answered, kept or made by a model has a
place for who somebody is, for a face or a body by which one is known again, or for a search of people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from databases import migrated_database_setting
from toancanh.bootstrap.platform import open_platform
from toancanh.governance import Action
from toancanh.infra.database import metadata
from toancanh.infra.settings import Settings
from toancanh.vision.model import ObjectKind
from toancanh.vision.onnx_models.manifest import Layout
from toancanh.web.app import create_app

ROOT = Path(__file__).parents[2]
OF_PEOPLE = re.compile(
    r"^(face|faces|facial|biometric|biometrics|gait|iris|fingerprints|embedding|embeddings|reid|appearance|feature_vector"
    r"|identity|identities|suspect|suspects|watchlist|blacklist|gender|sex|ethnicity|race|religion|emotion|emotions|mood"
    r"|clothing|clothes|lookalike|recogni[sz]e|recognition|recognised|persons?|people|pedestrians?)$"
)
ALLOWED = {
    "persons": "a request of somebody who was recorded; answered without looking for anybody (/audit/persons)",
    "person": "the same, as an action: `audit.person`, and the purpose `person_asks`",
    "people": "those who agreed to a regulation: accounts",
    "suspect": "a row of an import that may be a camera which is known already",
    "suspects": "the same",
    "recognise": "a class of EN 62676-4: how finely ground is seen, before anybody stands there",
    "pedestrian": "a kind of road user, one of the closed list",
    "pedestrians": "how many of them: a count",
}
"""Words that may stand in a name, and what they mean there."""


def words(name: str) -> Iterator[str]:
    """``cameraIds`` and ``camera_ids`` alike: camera, ids."""
    for part in re.split(r"[^A-Za-z]+", re.sub(r"([a-z])([A-Z])", r"\1_\2", name)):
        if part:
            yield part.lower()


def names_of(node: Any) -> Iterator[str]:
    """Names of fields and parameters, and words of closed lists, wherever they stand in the description."""
    if isinstance(node, Mapping):
        for key in ("properties", "schemas", "paths"):
            if isinstance(node.get(key), Mapping):
                yield from node[key]
        if isinstance(node.get("name"), str):
            yield node["name"]
        for closed in (node.get("enum", ()), [node["const"]] if "const" in node else ()):
            yield from (one for one in closed if isinstance(one, str))
        for inner in node.values():
            yield from names_of(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from names_of(inner)


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    folder = tmp_path_factory.mktemp("described")
    overrides = {"master_key_file": folder / "key", "database_url": migrated_database_setting(folder / "data")}
    settings = Settings.load(data=folder / "data", overrides=overrides, environ={})
    with closing(open_platform(settings=settings, create=True)) as platform:
        return create_app(platform).openapi()


def of_people(names: Iterator[str]) -> set[str]:
    return {
        f"{name}: {word}" for name in names for word in words(name) if OF_PEOPLE.match(word) and word not in ALLOWED
    }


def test_no_route_asks_or_answers_who_somebody_is(described: Mapping[str, Any]) -> None:
    names = list(names_of(described))
    assert len(set(names)) > 1000, "or the walk sees nothing"
    assert of_people(iter(names)) == set()
    assert of_people(iter(["/search/faces", "personSearch", "face_id"])) == {"/search/faces: faces", "face_id: face"}


def test_where_people_are_named_nobody_is_looked_for(described: Mapping[str, Any]) -> None:
    """The routes whose names have such a word, one by one: a new one is looked at by a person."""
    named = {path for path in described["paths"] if {"persons", "person", "people", "pedestrian"} & set(words(path))}
    assert {path.removeprefix("/api/v1") for path in named} == {
        "/audit/persons", "/audit/persons/{request_id}", "/audit/persons/{request_id}/answer",
        "/audit/persons/{request_id}/letter",
    }  # fmt: skip
    asked = described["components"]["schemas"]["PersonIn"]["properties"]
    assert set(asked) == {"organisation_id", "number", "place", "lat", "lon", "radius_m", "from", "to"}, (
        "a place and a time"
    )


def test_no_picture_is_handed_in_to_be_looked_for(described: Mapping[str, Any]) -> None:
    """Pictures come in for dossiers, tickets and reports alone."""
    pictures = set()
    for path, acts in described["paths"].items():
        for method, act in acts.items():
            kinds = act.get("requestBody", {}).get("content", {})
            if any(kind.startswith(("image/", "video/", "application/octet-stream", "multipart/")) for kind in kinds):
                pictures.add(f"{method.upper()} {path.removeprefix('/api/v1')}")
    assert pictures == {
        "POST /cameras/{camera_id}/documents", "POST /imports", "POST /tickets/{ticket_id}/photos",
    }  # fmt: skip


def test_no_act_no_kind_and_no_model_output_is_of_who_somebody_is() -> None:
    assert of_people(iter(Action)) == set()
    assert {str(kind) for kind in ObjectKind} == {
        "pedestrian", "bicycle", "motorcycle", "car", "van", "bus", "lorry", "vehicle"
    }  # fmt: skip
    assert {str(layout) for layout in Layout} == {"yolox", "nanodet", "fastestdet", "detr", "detr_decoded"}, (
        "layouts of boxes and classes; one that gives vectors would know somebody again"
    )


def test_nothing_of_it_is_kept() -> None:
    tables = metadata.tables.values()
    assert len(tables) > 100
    assert (
        of_people(name for table in tables for name in (table.name, *(column.name for column in table.columns)))
        == set()
    )


def test_the_console_has_no_screen_for_it() -> None:
    paths = re.findall(r'path="([^"]+)"', (ROOT / "console" / "src" / "app" / "App.tsx").read_text(encoding="utf-8"))
    assert len(paths) > 30
    assert of_people(iter(paths)) == set()
    assert [path for path in paths if {"person", "persons", "people"} & set(words(path))] == ["/record/persons"]
