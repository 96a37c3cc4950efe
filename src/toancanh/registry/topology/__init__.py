"""What each camera hangs on: its line, its switch, its power feed; and what these hang on in turn.

Owns: the nodes and who hangs on which. Does not own: whether they work (`health` concludes it).
Invariants: nothing hangs on itself; a protected node is there only for those cleared for its owner; a camera has at
most one node of each kind, and its node may hang on another of any kind.
"""

from toancanh.registry.topology.model import CameraLinks, LinkWrite, Node, NodeDraft, NodeKind, chain

__all__ = ["CameraLinks", "LinkWrite", "Node", "NodeDraft", "NodeKind", "chain"]
