"""The inventory: sites, cameras, streams, tags.

Owns: what should exist. Does not own: whether it works (`media` knows), who may see it (`governance` judges).
Invariants: identity is an id; a stream's password goes in and never comes out but to media.
"""

from toancanh.registry.model import Camera, DesiredStream, StreamRole, StreamSpec

__all__ = ["Camera", "DesiredStream", "StreamRole", "StreamSpec"]
