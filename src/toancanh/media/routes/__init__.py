"""HTTP of media: recorded pictures, single pictures, states, the connection test, grants.

Owns: parsing and rendering. The live WebSocket is `media.live`'s.
"""

from toancanh.media.routes.services import MediaServices, media_router

__all__ = ["MediaServices", "media_router"]
