"""The local socket between the web process and the media processes.

Owns: requests, answers, news and handed-over sockets between processes of one machine. Does not own: what they mean.
Invariants: only our own user may connect (mode 0600 and SO_PEERCRED); every message is bounded; while a media process
is away every request raises `Unavailable` at once.
"""

from toancanh.media.link.codec import KeyFrame
from toancanh.media.link.media_link import MediaLink, MediaLinks, shard_of, socket_path, standby_path

__all__ = ["KeyFrame", "MediaLink", "MediaLinks", "shard_of", "socket_path", "standby_path"]
