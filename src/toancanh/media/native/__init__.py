"""The parts of recording that are in C where they were compiled (`make setup` does, given a compiler).

`middles` and `pictures` are None where they were not: the Python of `media.rtp` does the same. `digests` is always
there.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

Middles = Callable[[bytes, int, int, int, int, int, int, int, int], tuple[int, int, bytes]]
"""Of (data, position, mark, plain, SSRC, skip, sequence number, timestamp, header of a middle fragment): the count of
middle fragments from ``position`` on, where they end, and what is in them."""
Pictures = Callable[[bytes, int, int, int, int, int, int, int], tuple[int, int, list[tuple[int, int, int, bytes]]]]
"""Of (data, position, mark, plain, SSRC, skip, sequence number, types of slices as bits): the whole pictures of one
fragmented slice each that lie at ``position`` one after the other, as (timestamp, type, first byte of the slice, access
unit), behind where they end and the next sequence number."""
Digests = Callable[[list[bytes]], list[bytes]]


def _hashed(messages: list[bytes]) -> list[bytes]:
    return [sha256(message).digest() for message in messages]


middles: Middles | None = None
pictures: Pictures | None = None
digests: Digests = _hashed
"""SHA-256 of each."""

try:
    from toancanh.media.native import _native
except ImportError:  # no compiler when it was set up
    pass
else:
    middles, pictures = _native.middles, _native.pictures
    digests = getattr(_native, "digests", _hashed)  # not every processor has the instructions

__all__ = ["digests", "middles", "pictures"]
