"""Somebody on foot where nobody may walk. Only a detector that knows people on foot can tell: the one without weights
takes them for motorcycles.
"""

from __future__ import annotations

from collections.abc import Iterator

from toancanh.traffic.incidents.model import IncidentEvidence
from toancanh.traffic.incidents.signs.scene import Scene, sure
from toancanh.traffic.incidents.signs.sign import Sign

_LEAST_S = 1.0
_NONE = -3.0
_BY_S = 0.8  # a second, up to 6
_BY_SCORE = 3.0


class Walking:
    """Of one camera over an expressway."""

    def step(self, scene: Scene) -> Iterator[Sign]:
        """Signs of this look."""
        for seen in scene.walkers:
            trail = scene.trails[seen.one.track]
            walked_s = (scene.time_us - trail.first_us) / 1e6
            if walked_s >= _LEAST_S:
                value = _NONE + _BY_S * min(walked_s, 6.0) + _BY_SCORE * (seen.one.score - 0.5)
                yield Sign(
                    key=str(seen.one.track), strength=sure(value), began_us=trail.first_us,
                    evidence={IncidentEvidence.WALKED_S: walked_s}, seen=seen,
                )  # fmt: skip
