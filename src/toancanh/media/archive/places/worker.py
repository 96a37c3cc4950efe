"""The thread that moves; one of the site, in the web process."""

from __future__ import annotations

from toancanh.infra.logs import get_logger
from toancanh.infra.rounds import Rounds
from toancanh.kernel import Unavailable
from toancanh.media.archive.places.mover import Mover

_IDLE_S = 10.0

_log = get_logger(__name__)


def mover_rounds(mover: Mover, *, idle_s: float = _IDLE_S) -> Rounds:
    """Move what there is to move; on `close`, what is being copied is begun again by the next start."""
    return Rounds(
        "archive-mover",
        mover.look,
        every_s=idle_s,
        log=_log,
        put_off="recordings cannot be moved now; it is tried again",
        crashed="a fault while recordings were moved; it is tried again",
        expected=(Unavailable,),
        join_s=0.0,
    )
