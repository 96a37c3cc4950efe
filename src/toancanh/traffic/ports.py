"""What traffic needs of others."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from toancanh.health.model import Fault


class FaultBook(Protocol):
    """Faults of cameras as they were kept (`health.repairs.kept_faults`)."""

    def faults_between(self, camera_ids: Collection[str], from_us: int, until_us: int, /) -> Sequence[Fault]:
        """Of these cameras, those that were open at some time between."""
