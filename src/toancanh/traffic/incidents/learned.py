"""What a camera has learned of its flow, as it is kept over a restart of the process of watching. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Learned:
    """``ways``: cell of the picture, how many drove there, sums of their directions; ``lanes``: how many used each, by
    its zone; ``usual``: sum of the speeds of those who drove in an area, and how many, by its zone. Sums, so that
    learning goes on from them.
    """

    ways: Sequence[Sequence[float]] = ()
    lanes: Mapping[str, float] = field(default_factory=dict)
    usual: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def text(self) -> str:
        """JSON; rounded, some kilobytes."""
        kept = {
            "ways": [[int(cell), *(round(value, 1) for value in row)] for cell, *row in self.ways],
            "lanes": {zone: round(many) for zone, many in self.lanes.items()},
            "usual": {zone: [round(value) for value in row] for zone, row in self.usual.items()},
        }
        return json.dumps(kept, separators=(",", ":"))

    @classmethod
    def of(cls, text: str) -> Learned:
        """And back."""
        kept = json.loads(text)
        usual = {zone: (float(total), float(many)) for zone, (total, many) in kept["usual"].items()}
        return cls(ways=kept["ways"], lanes=kept["lanes"], usual=usual)
