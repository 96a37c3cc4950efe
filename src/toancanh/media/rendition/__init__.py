"""H.264 made anew: from H.265 for browsers that cannot decode it, and with masks for those who are under one.

Owns: the codec part (`H264Rendition`), run in a worker process only: nothing on a picture's ordinary way decodes.
Does not own: when it is made (live: while watched; playback: per request).
Invariants: what comes out is at most 720 lines high, has no B-frames, and keeps the media time of what went in; what is
hidden is black in every picture of it.
"""

from toancanh.media.rendition.h264 import MAX_HEIGHT, H264Rendition, rendition_size
from toancanh.media.rendition.masking import blacken

__all__ = ["MAX_HEIGHT", "H264Rendition", "blacken", "rendition_size"]
