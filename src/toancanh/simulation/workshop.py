"""Loops are made once, in processes of their own, and kept in a cache folder under names that say how."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from toancanh.kernel import Unavailable
from toancanh.simulation.district_views.scenes import DistrictScene
from toancanh.simulation.encoding import Encoding
from toancanh.simulation.scene import SCENE_VERSION, SceneKey

_AT_ONCE = 2


@dataclass(frozen=True, kw_only=True)
class SceneLoop:
    """A generated scene of a minute."""

    scene: SceneKey
    encoding: Encoding


@dataclass(frozen=True, kw_only=True)
class FileLoop:
    """A video file as it is; coded again only where it cannot be sent (another codec, or B-frames)."""

    path: Path


def default_cache() -> Path:
    """``$XDG_CACHE_HOME/toancanh``."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "toancanh"


@dataclass(frozen=True, kw_only=True)
class DistrictLoop:
    """What a camera of the district sees in some minutes of a play; the truth of its pictures lies beside it."""

    district: DistrictScene
    encoding: Encoding


MadeLoop = SceneLoop | DistrictLoop | FileLoop


class Workshop:
    """Finds loops in the cache or has them made."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache
        self._places = asyncio.Semaphore(_AT_ONCE)

    async def fetch(self, wanted: MadeLoop) -> Path:
        """Path of the finished loop; raises Unavailable where making it fails."""
        path = self._cache / "loops" / f"{loop_key(wanted)}.mp4"
        if path.exists():
            return path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Unavailable(
                f"videos cannot be kept in {path.parent} ({error.strerror}): name another --cache"
            ) from error
        async with self._places:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "toancanh.simulation.making",
                json.dumps({"path": str(path), **_request(wanted)}),
                stderr=asyncio.subprocess.PIPE,
            )
            try:
                _, errors = await process.communicate()
            except asyncio.CancelledError:
                process.kill()
                raise
        said = errors.decode(errors="replace").strip()
        if process.returncode:
            raise Unavailable(f"a simulated video could not be made: {said.rpartition(chr(10))[2]}")
        if said:
            print(said, file=sys.stderr)
        return path


def _request(wanted: MadeLoop) -> dict[str, object]:
    return {"file": str(wanted.path.resolve())} if isinstance(wanted, FileLoop) else asdict(wanted)


def loop_key(wanted: MadeLoop) -> str:
    """Its name in the cache: equal for equal footage only."""
    identity: dict[str, object] = {"version": SCENE_VERSION, **_request(wanted)}
    name = "file"
    if isinstance(wanted, FileLoop):
        status = wanted.path.stat()
        identity |= {"size": status.st_size, "modified_ns": status.st_mtime_ns}
    elif isinstance(wanted, DistrictLoop):
        identity |= {"sources": wanted.district.sources_digest()}
        name = f"{wanted.district.camera}-{wanted.encoding.width}x{wanted.encoding.height}-{wanted.encoding.fps}"
    else:
        encoding = wanted.encoding
        name = f"{wanted.scene.look}-{encoding.codec}-{encoding.width}x{encoding.height}-{encoding.fps}"
    return f"{name}-{hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest()[:16]}"
