"""A package over HTTP: whole, or the part that a broken download lacks."""

from __future__ import annotations

import re

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from toancanh.evidence.exports.zipped import PackageFile

_RANGE = re.compile(r"bytes=(\d{1,18})-(\d{0,18})")
ZIP = "application/zip"


def package_answer(found: PackageFile, request: Request) -> Response:
    """The ZIP, or the bytes that the request names."""
    total, match = found.size_bytes, _RANGE.fullmatch(request.headers.get("range", "").strip())
    tag = f'"{found.job.id}-{total}"'  # a time stamp that came later makes it another one
    if request.headers.get("if-range", tag) != tag:
        match = None
    start = int(match[1]) if match else 0
    end = min(total, int(match[2]) + 1) if match and match[2] else total
    headers = {
        "Content-Disposition": f'attachment; filename="{found.name}"',
        "Accept-Ranges": "bytes",
        "ETag": tag,
        "Cache-Control": "private, no-store",
    }
    if start >= end:
        return Response(None, 416, headers={"Content-Range": f"bytes */{total}"})
    if match:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{total}"
    headers["Content-Length"] = str(end - start)
    return StreamingResponse(found.stream(start, end), 206 if match else 200, media_type=ZIP, headers=headers)
