"""Who acts: a signed-in person or a part of the platform itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Principal:
    """One who asks. ``user_id`` and ``session_id`` are empty for the platform's own work (``username`` names it)."""

    user_id: str
    username: str
    organisation_id: str
    session_id: str
    second_factor: bool = False

    @property
    def is_system(self) -> bool:
        """True for the platform's own processes."""
        return not self.user_id

    @staticmethod
    def system(name: str) -> Principal:
        """The platform itself at work, for example ``system("media")``."""
        return Principal(user_id="", username=f"system:{name}", organisation_id="", session_id="")
