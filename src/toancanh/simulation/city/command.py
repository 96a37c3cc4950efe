"""``toancanh simulate city``: a data folder with the city in it, and beside it the truth and the files."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from toancanh.governance.setup import generate_password
from toancanh.infra.files import private_directory
from toancanh.kernel import Conflict, Invalid, Principal
from toancanh.simulation.city.faults import CONVERTED, PlantedFault
from toancanh.simulation.city.loading import USERS, Filled, Platform, fill
from toancanh.simulation.city.making import WANTED, make_city
from toancanh.simulation.city.model import City
from toancanh.simulation.city.spreadsheets import SentFile, write_spreadsheets
from toancanh.simulation.city.targets import make_buildings, make_targets

FOLDER = "city"
PASSWORD_VARIABLE = "TOANCANH_ADMIN_PASSWORD"  # noqa: S105  # the name of a variable
_ROOT_NAME = "Ủy ban nhân dân thành phố Hà Nội"


class Opened(Platform, Protocol):
    """The platform, to be closed."""

    def close(self) -> None:
        """Give everything back."""


class OpenPlatform(Protocol):
    """Wires the platform over a data folder."""

    def __call__(self, data: str | None, *, create: bool = False) -> Opened: ...


def make_city_folder(options: argparse.Namespace, open_platform: OpenPlatform) -> int:
    """Refuses a folder with anything in it."""
    if options.data is None:
        raise Invalid("simulate city: name a folder by --data")
    if options.data.exists() and (not options.data.is_dir() or any(options.data.iterdir())):
        raise Conflict(f"{options.data} is not empty: name another folder by --data")
    city = make_city(options.cameras if options.cameras is not None else WANTED, options.seed)
    password = os.environ.pop(PASSWORD_VARIABLE, None) or generate_password()
    platform = open_platform(str(options.data), create=True)
    try:
        platform.governance.ensure_first_administrator(password, _ROOT_NAME)
        filled = fill(platform, city, Principal.system("setup"), password=password, declared_only=options.declared_only)
    finally:
        platform.close()
    folder = options.data / FOLDER
    write_city(city, filled, folder)
    names = ", ".join(("admin", *(username for username, *_ in USERS)))
    print(f"{len(filled.cameras)} of {len(city.cameras)} cameras in the registry of {options.data}; truth in {folder}")
    print(f"accounts {names}; password of all: {password} (shown only now)")
    return 0


def write_city(city: City, filled: Filled, folder: Path) -> None:
    """``truth.json``, ``targets.geojson``, ``buildings.geojson`` and ``files/``."""
    private_directory(folder)
    private_directory(folder / "files")
    sent, planted = write_spreadsheets(city, folder / "files")
    _write(folder / "truth.json", truth(city, filled, sent, planted))
    _write(folder / "targets.geojson", make_targets(city))
    _write(folder / "buildings.geojson", make_buildings(city))


def truth(city: City, filled: Filled, sent: Sequence[SentFile], planted: Sequence[PlantedFault]) -> dict[str, object]:
    """Cameras are named by the ids of their facts; ``camera_ids`` maps these to the registry's."""
    return {
        "seed": city.seed,
        "organisations": filled.organisations,
        "camera_ids": filled.cameras,
        "cameras": {
            camera.facts.camera_id: {
                "code": camera.facts.code,
                "owner": camera.owner,
                "real": camera.real.number,
                "lat": round(camera.real.lat, 7),
                "lon": round(camera.real.lon, 7),
                "azimuth_deg": round(camera.real.azimuth_deg, 1),
                "protected": camera.real.protected,
            }
            for camera in city.cameras
        },
        "pairs": [{"first": pair.first_id, "second": pair.second_id, "kind": pair.kind} for pair in city.pairs],
        "negatives": [{"kind": group.kind, "cameras": group.camera_ids} for group in city.negatives],
        "files": [
            {
                "name": one.name,
                "organisation": one.organisation,
                "encoding": one.encoding,
                "cameras": one.camera_ids,
            }
            for one in sent
        ],
        "faults": [
            {
                "file": one.file,
                "row": one.row,
                "column": one.column,
                "kind": one.kind,
                "converted": one.kind in CONVERTED,
                "camera": one.camera_id,
            }
            for one in planted
        ],
    }


def _write(path: Path, document: dict[str, object]) -> None:
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
