"""Decoding and encoding, in worker processes of their own.

Owns: JPEG pictures and H.264 renditions made from encoded video. Does not own: where the video comes
from, who may see it.
Invariants: encoded video goes in, an encoded picture or encoded video comes out: pixels never cross a process line; a
worker holds no secret, opens no file, has bounded memory and time, and its death costs one request.
"""

from toancanh.media.pictures.pool import Coded, Picture, PicturePool, Rendition

__all__ = ["Coded", "Picture", "PicturePool", "Rendition"]
