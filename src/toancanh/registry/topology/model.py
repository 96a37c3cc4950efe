"""Lines, switches, power feeds. Pure."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass


class NodeKind(enum.StrEnum):
    """What a camera can hang on."""

    LINE = "line"  # what carries its packets: a fibre, a radio link, a subscriber line
    SWITCH = "switch"  # the nearest box that other cameras share
    POWER = "power"  # the feed: a meter, a cabinet's supply


@dataclass(frozen=True, kw_only=True)
class NodeDraft:
    """A node as a person describes it. ``parent_id``: what it hangs on itself."""

    kind: NodeKind
    code: str
    name: str
    owner_id: str
    site_id: str | None = None
    parent_id: str | None = None
    protected: bool = False  # there only for those cleared for its owner


@dataclass(frozen=True, kw_only=True)
class Node:
    """One of them; identity is ``id``."""

    id: str
    kind: NodeKind
    code: str
    name: str
    owner_id: str
    site_id: str | None
    parent_id: str | None
    protected: bool
    version: int
    created_at_us: int
    updated_at_us: int


@dataclass(frozen=True, kw_only=True)
class CameraLinks:
    """The ids of the nodes that one camera hangs on; None where nobody has said."""

    line_id: str | None = None
    switch_id: str | None = None
    power_id: str | None = None

    def by_kind(self) -> Mapping[NodeKind, str | None]:
        """The same, by kind."""
        return {NodeKind.LINE: self.line_id, NodeKind.SWITCH: self.switch_id, NodeKind.POWER: self.power_id}


@dataclass(frozen=True, kw_only=True)
class LinkWrite:
    """What one camera shall hang on, all by code. Of a list, where None leaves as it is and "" takes away."""

    camera: str
    line: str | None = None
    switch: str | None = None
    power: str | None = None

    def by_kind(self) -> Mapping[NodeKind, str | None]:
        """The codes by kind."""
        return {NodeKind.LINE: self.line, NodeKind.SWITCH: self.switch, NodeKind.POWER: self.power}


def chain(node_id: str, parents: Mapping[str, str | None]) -> list[str]:
    """The node and all that it hangs on, the nearest first; ends where it would go round."""
    found: list[str] = []
    at: str | None = node_id
    while at is not None and at not in found:
        found.append(at)
        at = parents.get(at)
    return found
