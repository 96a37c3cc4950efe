"""Under which address a camera's stream is offered."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from toancanh.kernel import is_id
from toancanh.registry.model import StreamRole

_PATH = re.compile(r"/cameras/([0-9a-fA-F-]{36})/(main|sub)(?:/trackID=0)?/?")


def address_of(*, scheme: str, host: str, port: int, camera_id: str, role: StreamRole) -> str:
    """What a consumer is given."""
    name = f"[{host}]" if ":" in host else host
    return f"{scheme}://{name}:{port}/cameras/{camera_id}/{role}"


def path_of(url: str) -> tuple[str, StreamRole] | None:
    """Which stream a request is about; None where it is no address of ours."""
    try:
        found = _PATH.fullmatch(urlsplit(url).path)
    except ValueError:
        return None
    if found is None or not is_id(found[1].lower()):
        return None
    return found[1].lower(), StreamRole(found[2])
