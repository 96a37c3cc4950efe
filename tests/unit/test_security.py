import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from toancanh.infra.http import install_errors
from toancanh.infra.origin import is_own_origin
from toancanh.web.security import BodyLimit, SecurityHeaders


def client(url: str = "http://127.0.0.1:8080") -> TestClient:
    app = FastAPI()
    install_errors(app)

    @app.get("/api/v1/thing")
    def thing() -> str:
        return "x"

    @app.post("/api/v1/thing")
    async def take(request: Request) -> int:
        return len(await request.body())

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
    ("scheme", "host", "origin", "own"),
    [
        ("ws", "127.0.0.1:8080", "http://127.0.0.1:8080", True),
        ("http", "127.0.0.1:8080", "http://127.0.0.1:8080", True),
        ("wss", "Camera.City", "https://camera.city", True),
        ("ws", "127.0.0.1:8080", "https://cameras.example", True),
        ("ws", "127.0.0.1:8080", "http://evil.example", False),
        ("ws", "127.0.0.1:8080", "https://127.0.0.1:8080", False),
        ("wss", "camera.city", "http://camera.city", False),
        ("ws", "127.0.0.1:8080", "http://127.0.0.1:8081", False),
        ("ws", "127.0.0.1:8080", "http://127.0.0.1", False),
        ("ws", "127.0.0.1:8080", "http://127.0.0.1:8080.evil.example", False),
        ("ws", "127.0.0.1:8080", "null", False),
        ("ws", "127.0.0.1:8080", "", False),
        ("ws", "127.0.0.1:8080", "http://[", False),
        ("ws", "", "http://", False),
        ("ws", "127.0.0.1:8080", None, False),
    ],
)
def test_a_page_is_ours_where_its_origin_is_the_host_that_is_called(
    scheme: str, host: str, origin: str | None, own: bool
) -> None:
    headers = {"host": host} | ({} if origin is None else {"origin": origin})
    assert is_own_origin(headers, scheme, ("https://cameras.example",)) is own


@pytest.mark.parametrize("declared", [True, False])
def test_a_body_has_a_limit(declared: bool) -> None:
    def content(size: int) -> object:
        return b"x" * size if declared else (b"x" * 100 for _ in range(size // 100))

    assert client().post("/api/v1/thing", content=content(1000)).json() == 1000
    refused = client().post("/api/v1/thing", content=content(1100))
    assert refused.status_code == 413
    assert refused.json()["kind"] == "invalid"
    assert refused.headers["x-content-type-options"] == "nosniff"
