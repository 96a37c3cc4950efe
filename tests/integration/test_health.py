"""The routes for load balancers and Prometheus."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient
from whole_app import whole_app

from toancanh.bootstrap.platform import open_platform
from toancanh.governance import Role
from toancanh.web.alarms import AlarmBoard
from toancanh.web.app import create_app


@pytest.mark.databases("sqlite")  # nothing is asked of it
def test_the_figures_open_to_the_token_of_the_file_only(tmp_path: Path) -> None:
    file = tmp_path / "token"
    overrides = {"master_key_file": tmp_path / "key", "metrics_token_file": file, "media_processes": 0}
    platform = open_platform(data=tmp_path / "data", overrides=overrides, writer="web", create=True)
    with TestClient(create_app(platform), raise_server_exceptions=False) as client:

        def status(token: str) -> int:
            return client.get("/metrics", headers={"authorization": f"Bearer {token}"}).status_code

        assert status("of-Prometheus") == 401, "the file is not there yet"
        file.write_text("of-Prometheus\n")
        assert status("of-Prometheus") == 200
        assert status("of-somebody") == 401
        assert client.get("/metrics").status_code == 401
        file.write_text("\n")
        assert status("") == 401
        assert client.get("/healthz").status_code == 200
    platform.close()


def test_alarms_are_there_for_those_who_run_the_platform(tmp_path: Path) -> None:
    with whole_app(tmp_path) as world:
        board: AlarmBoard = world.app.state.board
        board._certificate_ends_us = 0
        assert world.client.portal is not None
        world.client.portal.call(board.look)

        def seen_by(name: str) -> list[tuple[str, str, int]]:
            headers = {"Authorization": f"Bearer {world.tokens[name]}"}
            items = world.client.get("/api/v1/alarms", headers=headers).json()["items"]
            return [(item["kind"], item["process"], item["site"]) for item in items]

        assert ("certificate_ends", "web", 1) in seen_by("admin")
        for role in (Role.ADMINISTRATOR, Role.OPERATOR, Role.AUDITOR):
            assert seen_by(f"{role}-north") == [], "the platform belongs to the first organisation"
        assert seen_by(f"{Role.VIEWER}-north") == []
