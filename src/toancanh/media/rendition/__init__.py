"""H.264 made from H.265 for browsers that cannot decode it.

Owns: the codec part (`H264Rendition`), run in a worker process only: nothing on a picture's ordinary way decodes.
Does not own: when it is made (live: while watched; playback: per request).
Invariant: what comes out is at most 720 lines high, has no B-frames, and keeps the media time of what went in.
"""

from toancanh.media.rendition.h264 import MAX_HEIGHT, H264Rendition

__all__ = ["MAX_HEIGHT", "H264Rendition"]
