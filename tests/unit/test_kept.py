"""What takes long to make is made once for all who wait, and kept up to its bytes."""

import asyncio

import pytest

from toancanh.media.playback.kept import Kept


async def _made_kept_and_forgotten() -> None:
    made: list[str] = []

    async def make(key: str) -> bytes:
        made.append(key)
        await asyncio.sleep(0)
        return key.encode() * 4

    async def fault() -> bytes:
        raise OSError("away")

    kept: Kept[str, bytes] = Kept(most_bytes=8, size=len)
    assert await asyncio.gather(*(kept.get("a", lambda: make("a")) for _ in range(3))) == [b"aaaa"] * 3
    with pytest.raises(OSError, match="away"):
        await kept.get("c", fault)
    await kept.get("b", lambda: make("b"))
    await kept.get("a", lambda: make("a"))  # asked for again: b is now what nobody asked for longest
    await kept.get("c", lambda: make("c"))
    assert made == ["a", "b", "c"]
    assert (kept.first(lambda key: key == "a"), kept.first(lambda key: key == "b")) == (b"aaaa", None)
    await kept.get("a", lambda: make("a"), good=lambda _: False)
    assert made == ["a", "b", "c", "a"]


def test_it_is_made_once_kept_and_forgotten() -> None:
    asyncio.run(_made_kept_and_forgotten())
