"""The built console travels in the wheel; an editable installation serves it from ``console/dist``.

The C of `media.native` is compiled where there is a compiler; without one recording costs more, and that is all.
"""

import os
import shlex
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NATIVE = Path("src/toancanh/media/native")
_OPTIONS = ("-O2", "-fPIC", "-shared", "-Wall", "-fstack-protector-strong")


class Hook(BuildHookInterface):
    """Compiles, and refuses to make a wheel without the console."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatch before it collects files; ``version`` is "editable" or "standard"."""
        compiled = self._compiled()
        if version == "editable":
            return
        dist = Path(self.root) / "console" / "dist"
        if not (dist / "index.html").is_file():
            raise RuntimeError("the console is not built; make build does both")
        build_data["force_include"][str(dist)] = "toancanh/web/console"
        if compiled is not None:
            build_data["force_include"][str(compiled)] = "toancanh/media/native/_native.abi3.so"
            platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
            build_data["pure_python"], build_data["tag"] = False, f"cp311-abi3-{platform}"

    def _compiled(self) -> Path | None:
        folder = Path(self.root) / NATIVE
        compiler = shlex.split(os.environ.get("CC") or "cc")
        unfinished, target = folder / "_native.unfinished", folder / "_native.abi3.so"
        headers = f"-I{sysconfig.get_paths()['include']}"
        command = [*compiler, *_OPTIONS, headers, str(folder / "native.c"), "-o", str(unfinished)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        except OSError as error:
            failure = str(error)
        else:
            failure = done.stderr if done.returncode else ""
        if failure:
            target.unlink(missing_ok=True)
            self.app.display_warning(f"recording will cost more: its C was not compiled (gcc, python3-dev?)\n{failure}")
            return None
        unfinished.replace(target)  # who has the old one loaded keeps it
        return target
