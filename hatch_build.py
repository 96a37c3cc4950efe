"""The built console travels in the wheel; an editable installation serves it from ``console/dist``."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ConsoleHook(BuildHookInterface):
    """Refuses to make a wheel without the console."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatch before it collects files; ``version`` is "editable" or "standard"."""
        if version == "editable":
            return
        dist = Path(self.root) / "console" / "dist"
        if not (dist / "index.html").is_file():
            raise RuntimeError("the console is not built; make build does both")
        build_data["force_include"][str(dist)] = "toancanh/web/console"
