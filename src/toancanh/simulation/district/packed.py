"""One xz stream whose text begins with a line that names its format (docs/design/district.md)."""

from __future__ import annotations

import lzma

from toancanh.kernel import Invalid

LIMIT_BYTES = 64 << 20  # unpacked: ten times the largest play; more is a bomb, not a play
# the highest preset would claim 64 MiB for its dictionary, whatever there is to pack
_FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": 8 << 20}]


def pack(magic: bytes, content: bytes) -> bytes:
    """Equal content gives equal bytes."""
    return lzma.compress(magic + content, filters=_FILTERS)


def unpack(magic: bytes, packed: bytes) -> bytes:
    """The content; refuses what is cut, damaged (xz carries a CRC-64), too large, or of another format."""
    reader = lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=256 << 20)
    try:
        content = reader.decompress(packed, max_length=LIMIT_BYTES)
    except lzma.LZMAError as error:
        raise Invalid(f"the file is damaged ({error}): take it anew from where it came") from error
    if not reader.eof or reader.unused_data:
        raise Invalid("the file is cut off, too large, or goes on after its end: take it anew from where it came")
    if not content.startswith(magic):
        raise Invalid(f"the file does not begin with {magic.decode().strip()!r}")
    return content[len(magic) :]
