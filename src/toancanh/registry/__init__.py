"""The inventory: sites, cameras, streams, tags.

Owns: what should exist. Does not own: whether it works (`media` knows), who may see it (`governance` judges).
Invariants: identity is an id; a stream's password goes in and never comes out but to media; a stored password stays
only with the host it was given for; every change raises the revision in its transaction.
"""

from toancanh.registry.cameras import CamerasChanged
from toancanh.registry.lists import CameraFilter
from toancanh.registry.model import (
    Camera,
    CameraDraft,
    DesiredStream,
    KeptCamera,
    Site,
    SiteDraft,
    SiteKind,
    StreamDraft,
    StreamRole,
    StreamSpec,
)
from toancanh.registry.service import Registry, shard_of

__all__ = [
    "Camera",
    "CameraDraft",
    "CameraFilter",
    "CamerasChanged",
    "DesiredStream",
    "KeptCamera",
    "Registry",
    "Site",
    "SiteDraft",
    "SiteKind",
    "StreamDraft",
    "StreamRole",
    "StreamSpec",
    "shard_of",
]
