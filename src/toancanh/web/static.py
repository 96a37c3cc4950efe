"""The built console: hashed files for ever, the page itself never from a cache; the local CA's root at ``/ca.crt``."""

from __future__ import annotations

import os
from importlib import resources
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse, PlainTextResponse, Response
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
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

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """As the build has compressed it, where it has and the browser takes it: nothing is compressed per request."""
        packed = f"{os.fspath(full_path)}.gz"
        if "gzip" not in Headers(scope=scope).get("accept-encoding", "") or not os.path.isfile(packed):
            return super().file_response(full_path, stat_result, scope, status_code)
        response = super().file_response(packed, os.stat(packed), scope, status_code)
        response.headers["content-encoding"] = "gzip"
        response.headers["vary"] = "accept-encoding"
        return response


def mount_console(app: FastAPI, *, folder: Path | None, ca: Path | None = None) -> None:
    """Serve the console at ``/``, after every other route; ``ca`` is the local CA's root, where there is one."""
    if ca is not None:

        @app.get("/ca.crt", include_in_schema=False)
        def root_certificate() -> FileResponse:
            return FileResponse(ca, media_type="application/x-x509-ca-cert", filename="toancanh-ca.crt")

    if folder is not None:
        app.mount("/", _Console(directory=folder, html=True), name="console")
        return

    @app.get("/", include_in_schema=False)
    def not_built() -> PlainTextResponse:
        return PlainTextResponse(_NOT_BUILT, status_code=503)
