"""The built console: hashed files for ever, the page itself never from a cache; the local CA's root at ``/ca.crt``."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse, PlainTextResponse, Response
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

_FOR_EVER = "public, max-age=31536000, immutable"
_NOT_BUILT = (
    "The console is not built.\n\nIn a checkout: make setup (or: npm ci && npm run build in console/), then reload.\n"
    "The programming interface works: /api/v1/openapi.json\n"
)


def console_folder() -> Path | None:
    """Where the built console lies: in the wheel, or in a checkout's ``console/dist``; None where it is not built."""
    package = Path(str(resources.files("toancanh.web")))
    for folder in (package / "console", package.parents[2] / "console" / "dist"):
        if (folder / "index.html").is_file():
            return folder
    return None


class _Console(StaticFiles):
    """Paths without a file are the console's own addresses (``/cameras/...``), which its page knows to show."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        name = path.rpartition("/")[2]
        try:
            response = await super().get_response(path, scope)
        except HTTPException as error:
            is_address = error.status_code == 404 and "." not in name and not path.startswith(("api", "assets"))
            if not is_address:
                raise
            path = "index.html"
            response = await super().get_response(path, scope)
        response.headers["cache-control"] = _FOR_EVER if path.startswith("assets/") else "no-cache"
        return response


def mount_console(app: FastAPI, *, folder: Path | None, ca: Path | None = None) -> None:
    """Serve the console at ``/``, after every other route; ``ca`` is the local CA's root, where there is one."""
    if ca is not None:

        @app.get("/ca.crt", include_in_schema=False)
        def root_certificate() -> FileResponse:
            return FileResponse(ca, media_type="application/x-x509-ca-cert", filename="toancanh-ca.crt")

    if folder is not None:
        app.mount("/", GZipMiddleware(_Console(directory=folder, html=True), minimum_size=2000), name="console")
        return

    @app.get("/", include_in_schema=False)
    def not_built() -> PlainTextResponse:
        return PlainTextResponse(_NOT_BUILT, status_code=503)
