"""The one error of this package: what went wrong between us and a camera, as a reason that a person understands."""

from __future__ import annotations

from toancanh.kernel import Unavailable
from toancanh.media.model import StateReason


class RtspFailure(Unavailable):
    """The camera cannot be used now, for ``reason``. The text never holds a credential."""

    def __init__(self, reason: StateReason, detail: str) -> None:
        super().__init__(detail, reason=reason.value)
        self.reason = reason
