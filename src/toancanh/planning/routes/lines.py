"""Text of several lines as it comes in from people."""

from __future__ import annotations

from toancanh.infra.fields import printable


def lines(text: str) -> str:
    """Line ends of any kind become one; refuses what no database column and no letter should see."""
    return "\n".join(printable(line.replace("\t", " ")) for line in text.replace("\r\n", "\n").split("\n"))
