"""Installing models: what is refused and on record, who approves, what is kept and what goes."""

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select, text
from starlette.testclient import TestClient

import onnx_files
from governance_rig import City, a_city
from toancanh.bootstrap.platform import open_platform
from toancanh.cli import main
from toancanh.governance import Action, Role
from toancanh.governance.record.store import record_entry
from toancanh.infra.outbound import OutboundPolicy
from toancanh.kernel import (
    Conflict,
    DataLoss,
    Denied,
    Exhausted,
    IdSource,
    Invalid,
    NotFound,
    Principal,
    Unavailable,
)
from toancanh.vision.models import Models, ModelState, Origin
from toancanh.vision.models import routes as model_routes
from toancanh.vision.models.fetching import fetch
from toancanh.vision.onnx_models.manifest import Layout, Manifest
from toancanh.vision.onnx_models.process import Trial

pytestmark = pytest.mark.databases("sqlite")  # one test runs over both

CLI = Principal.system("cli")
YOLOX = Manifest(layout=Layout.YOLOX, memory_mib=512, seconds=10)
FILE = onnx_files.yolox()
ORIGIN = Origin(name="yolox-tiny", licence="Apache-2.0", source="made by the tests")


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@dataclass
class Shop:
    city: City
    models: Models
    folder: Path

    def add(self, principal: Principal = CLI, content: bytes = FILE, origin: Origin = ORIGIN, **more: object) -> str:
        terms = {"sha256": sha256(content), "manifest": YOLOX, "source": "test", **more}
        return self.models.add(principal, content, origin=origin, **terms).model.id  # type: ignore[arg-type]

    def files(self) -> list[str]:
        return sorted(path.name for path in self.folder.glob("*"))

    def recorded(self) -> list[tuple[str, str]]:
        query = select(record_entry.c.action, record_entry.c.outcome).where(record_entry.c.action.like("model.%"))
        with self.city.database.reading() as connection:
            return [(row.action, row.outcome) for row in connection.execute(query.order_by(record_entry.c.seq))]


def quick(_content: bytes, _manifest: Manifest) -> Trial:
    """A trial that went well; the real one is a second of process."""
    return Trial(width=64, height=64, picture_s=0.002)


@contextmanager
def shop(tmp_path: Path, try_out: Callable[[bytes, Manifest], Trial] | None = quick) -> Iterator[Shop]:
    with a_city(tmp_path) as city:
        folder = tmp_path / "models"
        models = Models(
            database=city.database, clock=city.clock, ids=IdSource(clock=city.clock, site=2),
            governance=city.governance, folder=folder, try_out=try_out,
        )  # fmt: skip
        for role in (Role.LEADER, Role.AUDITOR, Role.VIEWER, Role.ADMINISTRATOR):
            city.user(str(role), role, city.root_id)
        yield Shop(city=city, models=models, folder=folder)


def test_from_file_to_use(tmp_path: Path) -> None:
    with shop(tmp_path, try_out=None) as one:
        model_id = one.add(account="root")
        assert one.files() == [f"{sha256(FILE)}.onnx"]
        assert (one.folder / one.files()[0]).stat().st_mode & 0o777 == 0o600
        with pytest.raises(Denied, match="waits for approval"):
            one.models.process("yolox-tiny")
        shown = one.models.approve(one.city.signed_in("leader"), model_id, words="tried on ten cameras", source="test")
        assert shown.model.state is ModelState.APPROVED
        assert shown.model.decided_by == one.city.signed_in("leader").user_id
        with one.models.process("yolox-tiny") as process:
            assert process.trial().width == 64
        assert one.recorded() == [("model.add", "allow"), ("model.approve", "allow")]


def test_what_fails_its_trial_is_not_installed_and_on_record(tmp_path: Path) -> None:
    """How else it can fail: test_model_process."""
    with shop(tmp_path, try_out=None) as one:
        with pytest.raises(Invalid) as told:
            one.add(content=onnx_files.vector(512))
        assert told.value.extra["reason"] == "output_refused"
        assert one.files() == []
        assert one.models.page(CLI, source="test") == []
        assert one.recorded() == [("model.add", "deny")]


def test_another_file_than_was_meant(tmp_path: Path) -> None:
    with shop(tmp_path) as one:
        for wrong in (sha256(b"other"), "abc", ""):
            with pytest.raises(Invalid, match=r"sha256|SHA-256"):
                one.add(sha256=wrong)
        one.add(sha256=sha256(FILE).upper())
        assert one.recorded()[:3] == [("model.add", "deny")] * 3


def test_nobody_approves_what_he_has_brought(tmp_path: Path) -> None:
    with shop(tmp_path) as one:
        administrator = one.city.signed_in("administrator")
        model_id = one.add(administrator)
        for who in (administrator, CLI):
            with pytest.raises(Denied, match="another person"):
                one.models.approve(who, model_id, source="test")
        assert one.recorded()[1:] == [("model.approve", "deny")] * 2
        one.models.approve(one.city.admin, model_id, source="test")
        with pytest.raises(Conflict, match="approved already"):
            one.models.refuse(one.city.admin, model_id, words="too late", source="test")


@pytest.mark.databases("sqlite", "postgresql")
def test_what_is_refused_or_removed_goes_and_stays_known(tmp_path: Path) -> None:
    with shop(tmp_path) as one:
        refused = one.add()
        one.models.refuse(one.city.signed_in("leader"), refused, words="its licence", source="test")
        assert one.files() == []
        removed = one.add()
        one.models.approve(one.city.signed_in("leader"), removed, source="test")
        one.models.remove(one.city.admin, removed, source="test")
        assert one.files() == []
        with pytest.raises(NotFound):
            one.models.process("yolox-tiny")
        states = [(shown.model.state, shown.has_file) for shown in one.models.page(CLI, source="test")]
        assert states == [(ModelState.REMOVED, False), (ModelState.REFUSED, False)]
        for act in (one.models.approve, one.models.remove):
            with pytest.raises(Conflict):
                act(one.city.signed_in("administrator"), removed, source="test")


def test_one_file_under_two_names_goes_with_the_last(tmp_path: Path) -> None:
    with shop(tmp_path) as one:
        first = one.add()
        second = one.add(origin=Origin(name="the-same", licence="MIT", source="made by the tests"))
        one.models.remove(CLI, first, source="test")
        assert len(one.files()) == 1
        one.models.remove(CLI, second, source="test")
        assert one.files() == []


def test_a_name_is_one_models(tmp_path: Path) -> None:
    with shop(tmp_path) as one:
        model_id = one.add()
        with pytest.raises(Conflict, match="another model"):
            one.add(content=FILE + b"\x00\x00")
        with pytest.raises(Conflict, match="another model"):
            one.add(manifest=Manifest(layout=Layout.YOLOX, sure=0.7))
        assert one.add() == model_id, "the very same is there already"


def test_a_file_that_changed_or_went_is_not_run(tmp_path: Path) -> None:
    with shop(tmp_path) as one:
        model_id = one.add()
        one.models.approve(one.city.admin, model_id, source="test")
        path = one.folder / one.files()[0]
        path.write_bytes(onnx_files.vector(512))
        with pytest.raises(DataLoss, match="not what it was"):
            one.models.process("yolox-tiny")
        path.unlink()
        with pytest.raises(NotFound, match="models add"):
            one.models.process("yolox-tiny")
        assert [shown.has_file for shown in one.models.page(CLI, source="test")] == [False]
        assert one.add() == model_id, "brought back, it needs no approval again"
        assert one.models.process("yolox-tiny").pid is None


def test_what_an_end_between_file_and_row_left_is_cleared(tmp_path: Path) -> None:
    with shop(tmp_path) as one:
        one.folder.mkdir()
        left = one.folder / f"{sha256(b'left')}.onnx"
        left.write_bytes(b"left")
        one.add()
        assert not left.exists()
        assert len(one.files()) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "Yolo X"}, {"name": "../evil"}, {"name": ""}, {"licence": "free, I think"}, {"licence": ""},
        {"source": " "},
    ],
)  # fmt: skip
def test_where_it_comes_from_is_said(wrong: dict[str, str]) -> None:
    with pytest.raises(Invalid, match=next(iter(wrong))):
        Origin(**{"name": "n", "licence": "MIT OR Apache-2.0", "source": "tests", **wrong})


MAY = {
    ("GET", ""): {"administrator", "leader", "auditor"},
    ("POST", "/approve"): {"administrator", "leader"},
    ("POST", "/refuse"): {"administrator", "leader"},
    ("DELETE", ""): {"administrator"},
}


def test_routes_ask_for_the_right(tmp_path: Path) -> None:
    with shop(tmp_path) as one:
        app = one.city.bare_app()
        app.include_router(model_routes.router(one), prefix="/api/v1")
        with TestClient(app, base_url="http://city.test") as client:

            def ask(who: str, method: str, path: str) -> httpx.Response:
                headers = {"Authorization": f"Bearer {one.city.token(who)}"}
                body = {"words": "w"} if method == "POST" else None
                return client.request(method, f"/api/v1/models{path}", headers=headers, json=body)

            for (method, act), allowed in MAY.items():
                for who in ("administrator", "leader", "auditor", "viewer"):
                    model_id = one.add()
                    answer = ask(who, method, "" if method == "GET" else f"/{model_id}{act}")
                    assert answer.status_code == (200 if who in allowed else 403), (who, method, act)
                    for shown in one.models.page(CLI, source="test"):
                        if shown.has_file:
                            one.models.remove(CLI, shown.model.id, source="test")
            one.add()
            first = ask("auditor", "GET", "").json()["items"][0]
            assert first["kinds"] == ["pedestrian", "bicycle", "motorcycle", "car", "bus", "lorry", "vehicle"]
            assert (first["state"], first["licence"], first["proposed_by"]) == ("proposed", "Apache-2.0", "")


@contextmanager
def server(answers: dict[str, tuple[int, dict[str, str], bytes]]) -> Iterator[int]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = answers.get(self.path, (404, {}, b""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    made = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield made.server_port
    finally:
        made.shutdown()
        thread.join()
        made.server_close()


def test_a_model_from_an_address() -> None:
    answers: dict[str, tuple[int, dict[str, str], bytes]] = {
        "/m.onnx": (200, {}, FILE),
        "/moved": (302, {"Location": "/m.onnx"}, b""),
        "/round": (302, {"Location": "/round"}, b""),
        "/inside": (302, {"Location": "http://169.254.169.254/latest/meta-data"}, b""),
        "/here": (302, {"Location": "http://127.0.0.1:1/m.onnx"}, b""),
        "/file": (302, {"Location": "file:///etc/passwd"}, b""),
        "/much": (200, {}, b"x" * 4096),
    }
    with server(answers) as port:
        base = f"http://127.0.0.1:{port}"
        outbound = OutboundPolicy.of([f"127.0.0.1:{port}"], ())
        assert fetch(f"{base}/m.onnx", outbound) == FILE
        assert fetch(f"{base}/moved", outbound) == FILE
        for path, kind in (("/none", Unavailable), ("/round", Unavailable), ("/inside", Denied), ("/here", Denied),
                           ("/file", Invalid)):  # fmt: skip
            with pytest.raises(kind):
                fetch(base + path, outbound)
        with pytest.raises(Exhausted):
            fetch(f"{base}/much", outbound, most_bytes=1000)
        with pytest.raises(Denied):
            fetch(f"{base}/m.onnx", OutboundPolicy.of([], ()))


def test_every_role_that_may_is_in_the_regulation(tmp_path: Path) -> None:
    """Approval can be given by somebody who is no administrator: else a small site could not have two people."""
    with shop(tmp_path) as one:
        leader = one.city.governance.actions_of(one.city.signed_in("leader"))
        assert Action.MODEL_APPROVE in leader
        assert Action.MODEL_WRITE not in leader


def test_the_same_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, file, manifest = tmp_path / "data", tmp_path / "Tiny_Yolo.onnx", tmp_path / "m.toml"
    file.write_bytes(FILE)
    manifest.write_text("layout = 'yolox'\nmemory_mib = 512\n")
    with closing(open_platform(data=data, create=True)):
        pass

    def models(*words: str) -> int:
        return main(["models", *words, "--data", str(data)])

    terms = ["--licence", "Apache-2.0", "--source", "made by the tests"]
    assert models("add", str(file), "--sha256", "0" * 64, *terms, "--layout", "yolox") == 2
    assert models("add", str(file), "--sha256", sha256(FILE), *terms, "--layout", "nanodet") == 2
    assert models("add", str(tmp_path / "none.onnx"), "--sha256", sha256(FILE), *terms, "--layout", "yolox") == 1
    told = capsys.readouterr()
    assert told.err.count("\n") == 3
    assert "another SHA-256" in told.err
    assert models("add", str(file), "--sha256", sha256(FILE), *terms, "--manifest", str(manifest)) == 0
    assert models("list") == 0
    assert models("remove", "tiny-yolo", "--why", "tried") == 0
    assert models("remove", "tiny-yolo") == 1
    told = capsys.readouterr()
    assert "tiny-yolo is installed: yolox, 64 x 64" in told.out
    assert "tiny-yolo: proposed, yolox 64 x 64, Apache-2.0, sha256 " + sha256(FILE) in told.out
    with closing(open_platform(data=data)) as platform, platform.database.reading() as connection:
        query = "SELECT action, outcome FROM record_entry WHERE action LIKE 'model.%' ORDER BY seq"
        acts = [tuple(row) for row in connection.execute(text(query))]
    assert acts == [("model.add", "deny")] * 2 + [("model.add", "allow"), ("model.remove", "allow")]
