"""Recorded pictures for people: timeline, HLS, one MP4 of any range, pictures of any instant.

Owns: which bytes of the archive answer a request, and the record of what was seen. Does not own: the archive, decoding
(`media.pictures`), or the decision whether somebody may see it (`governance`).
Invariants: files are named by ids of the index, never by paths; a fragment that is still written is not given out;
every picture that leaves was judged and recorded, and is covered by a grant that is checked again at every request.
"""

from toancanh.media.playback.footage import Footage
from toancanh.media.playback.service import Playback
from toancanh.media.playback.views import Views

__all__ = ["Footage", "Playback", "Views"]
