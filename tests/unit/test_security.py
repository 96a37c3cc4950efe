import pytest
from fastapi import FastAPI, Request, WebSocket
from fastapi.testclient import TestClient
from starlette.types import Scope
from starlette.websockets import WebSocketDisconnect

from toancanh.infra.http import install_errors
from toancanh.web.security import BodyLimit, SecurityHeaders, WebSocketOrigin


def client(url: str = "http://127.0.0.1:8080", refused: list[Scope] | None = None) -> TestClient:
    app = FastAPI()
    install_errors(app)
    seen = refused if refused is not None else []

    async def note(scope: Scope) -> None:
        seen.append(scope)

    @app.get("/api/v1/thing")
    def thing() -> str:
        return "x"

    @app.post("/api/v1/thing")
    async def take(request: Request) -> int:
        return len(await request.body())

    @app.websocket("/live")
    async def live(socket: WebSocket) -> None:
        await socket.accept()
        await socket.send_text("in")
        await socket.close()

    app.add_middleware(WebSocketOrigin, origins=("https://cameras.example",), refused=note)
    app.add_middleware(BodyLimit, max_bytes=1000)
    app.add_middleware(SecurityHeaders)
    return TestClient(app, base_url=url)


@pytest.mark.parametrize("path", ["/api/v1/thing", "/nowhere"])
def test_every_answer_carries_the_headers(path: str) -> None:
    headers = client().get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "'unsafe-eval'" not in policy
    assert "script-src 'self';" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "strict-transport-security" not in headers
    assert (headers.get("cache-control") == "no-store") is path.startswith("/api/")


def test_tls_brings_hsts() -> None:
    assert "max-age=31536000" in client("https://camera.city").get("/api/v1/thing").headers["strict-transport-security"]


@pytest.mark.parametrize(
    ("base", "origin"),
    [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://127.0.0.1:8080", "https://cameras.example"),
        ("http://127.0.0.1:8080", None),
        ("https://Camera.City", "https://camera.city"),
    ],
)
def test_our_own_pages_open_a_websocket(base: str, origin: str | None) -> None:
    with client(base).websocket_connect(
        f"{base.replace('http', 'ws')}/live", headers={"origin": origin} if origin else {}
    ) as socket:
        assert socket.receive_text() == "in"


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "https://127.0.0.1:8080", "http://127.0.0.1:8081", "null", "", "http://127.0.0.1"]
)
def test_a_foreign_page_is_refused_and_that_is_told(origin: str) -> None:
    refused: list[Scope] = []
    base = "http://127.0.0.1:8080"
    sessions = client(base, refused)
    with (
        pytest.raises(WebSocketDisconnect),
        sessions.websocket_connect(f"{base.replace('http', 'ws')}/live", headers={"origin": origin}),
    ):
        pass
    assert [scope["path"] for scope in refused] == ["/live"]


@pytest.mark.parametrize("declared", [True, False])
def test_a_body_has_a_limit(declared: bool) -> None:
    def content(size: int) -> object:
        return b"x" * size if declared else (b"x" * 100 for _ in range(size // 100))

    assert client().post("/api/v1/thing", content=content(1000)).json() == 1000
    refused = client().post("/api/v1/thing", content=content(1100))
    assert refused.status_code == 413
    assert refused.json()["kind"] == "invalid"
    assert refused.headers["x-content-type-options"] == "nosniff"
