"""A base map from elsewhere opens the policy for its one host, and nothing slips in with its address."""

from pathlib import Path

import pytest

from toancanh.infra.settings import Settings
from toancanh.kernel import Invalid
from toancanh.registry.map import BaseMap
from toancanh.web.security import content_security_policy


def test_the_policy_names_one_host_and_only_where_there_is_one(tmp_path: Path) -> None:
    tiles = "https://tiles.example.vn:8443/base/{z}/{x}/{y}.pbf?key=1"
    origin = Settings.load(data=tmp_path, overrides={"map_tiles_url": tiles}, environ={}).map_origin
    assert origin == "https://tiles.example.vn:8443"
    assert "connect-src 'self' https://tiles.example.vn:8443;" in content_security_policy(origin)
    assert "connect-src 'self';" in content_security_policy("")
    assert Settings.load(data=tmp_path, environ={}).map_origin == ""


@pytest.mark.parametrize(
    "address",
    [
        "ftp://tiles.example/{z}/{x}/{y}",
        "https://tiles.example/{z}/{x}",
        "https://tiles.example; script-src *//{z}/{x}/{y}",
        "https://user@tiles.example/{z}/{x}/{y}",
        "//tiles.example/{z}/{x}/{y}",
        "https:///{z}/{x}/{y}",
    ],
)
def test_an_address_that_is_none_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(Invalid, match="map_tiles_url"):
        Settings.load(data=tmp_path, overrides={"map_tiles_url": address}, environ={})


def test_vector_tiles_are_told_from_images(tmp_path: Path) -> None:
    file = tmp_path / "city.pmtiles"
    for kind, is_vector in ((1, True), (2, False)):
        file.write_bytes(b"PMTiles".ljust(99, b"\0") + bytes([kind]))
        assert BaseMap(pmtiles=file).is_vector() is is_vector
    assert not BaseMap(pmtiles=tmp_path / "none.pmtiles").is_vector()
    assert BaseMap(tiles_url="https://t.example/{z}/{x}/{y}.pbf?a=b").is_vector()
    assert not BaseMap(tiles_url="https://t.example/{z}/{x}/{y}.png").is_vector()
