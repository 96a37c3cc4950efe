"""``toancanh simulate city``: the folder holds what the truth says, and the files say where they are wrong."""

import json
from pathlib import Path

import pytest

from toancanh.bootstrap import open_platform
from toancanh.cli import main
from toancanh.governance.people import OrganisationKind
from toancanh.registry.inventory.checking import Neighbours, RowReader, Terms
from toancanh.registry.inventory.coordinates import Grid
from toancanh.registry.inventory.directory import Directory
from toancanh.registry.inventory.known import KnownCameras
from toancanh.registry.inventory.reading import read_table
from toancanh.simulation.city import make_city

COUNT = 240
PASSWORD = "mười hai nhịp cầu"


@pytest.fixture(autouse=True)
def _keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOANCANH_MASTER_KEY_FILE", str(tmp_path / "key"))
    monkeypatch.setenv("TOANCANH_ADMIN_PASSWORD", PASSWORD)


def test_the_registry_holds_what_was_declared_and_the_files_are_wrong_where_the_truth_says(tmp_path, capsys):
    data = tmp_path / "data"
    asked = ["simulate", "city", "--cameras", str(COUNT), "--seed", "5", "--data", str(data)]
    assert main(asked) == 0
    assert PASSWORD in capsys.readouterr().out
    truth = json.loads((data / "city" / "truth.json").read_text(encoding="utf-8"))
    platform = open_platform(data=data)
    try:
        facts = {one.camera_id: one for one in platform.registry.dossiers.facts()}
        organisations, successions = platform.governance.organisations.everything()
        today = platform.governance.organisations.today()
    finally:
        platform.close()
    city = make_city(COUNT, 5)
    assert len(facts) == len(truth["cameras"]) == COUNT
    for declared in city.facts:
        kept = facts[truth["camera_ids"][declared.camera_id]]
        for name in ("code", "name", "lat", "lon", "azimuth_deg", "serial", "mac", "protected", "lifecycle", "purpose"):
            assert getattr(kept, name) == getattr(declared, name)
        assert (kept.pole_id is None) == (declared.pole_id is None)
    assert {one.kind for one in organisations} >= {OrganisationKind.RESIDENTS, OrganisationKind.COMPANY}
    assert found_in(data / "city", truth, Directory(organisations, successions, today=today.isoformat())) == {
        (fault["file"], fault["row"], fault["column"]) for fault in truth["faults"] if not fault["converted"]
    }
    assert main(asked) == 1  # a city is never made over another
    assert "not empty" in capsys.readouterr().err


def found_in(folder: Path, truth: dict, directory: Directory) -> set[tuple[str, int, str]]:
    """Where the checks of an import find faults, poles left aside."""
    found, grid = set(), Grid()
    for sent in truth["files"]:
        table = read_table((folder / "files" / sent["name"]).read_bytes())
        assert len(table.rows) == len(sent["cameras"])
        terms = Terms(
            owner_id=truth["organisations"][sent["organisation"]],
            directory=directory,
            known=KnownCameras([], taken={}, owner_id=""),
            sites={},
            poles={},
            may_declare=lambda owner_id, tags: True,
            is_forbidden_host=lambda host, port: False,
            opened=lambda camera: None,
            taken=lambda code_keys: (),
            grid=grid,
        )
        reader, near = RowReader(terms), Neighbours.of([(row.number, row.cells) for row in table.rows], terms.known)
        for row in table.rows:
            faults = [fault.column for fault in reader.check(row, near).faults if fault.column != "pole_id"]
            found |= {(sent["name"], row.number, column) for column in faults[:1]}
    return found


def test_declared_only_leaves_the_registry_without_cameras(tmp_path, capsys):
    data = tmp_path / "data"
    assert main(["simulate", "city", "--cameras", "200", "--declared-only", "--data", str(data)]) == 0
    assert "0 of 200 cameras" in capsys.readouterr().out
    for name in ("targets.geojson", "buildings.geojson"):
        layer = json.loads((data / "city" / name).read_text(encoding="utf-8"))
        assert layer["type"] == "FeatureCollection"
        assert layer["features"]
    assert len(list((data / "city" / "files").iterdir())) > 50


def test_a_folder_is_needed(capsys):
    assert main(["simulate", "city"]) == 2
    assert "--data" in capsys.readouterr().err
