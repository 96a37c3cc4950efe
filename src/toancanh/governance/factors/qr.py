"""A QR code as a picture, drawn here: what it shows is a secret and goes to no other machine."""

from __future__ import annotations

import io


def svg(text: str) -> str:
    """A drawing of dark squares on white, whatever the page around it looks like."""
    import segno  # a tenth of a second that most processes never need

    drawing = io.BytesIO()
    segno.make(text, error="m").save(
        drawing, kind="svg", border=4, light="#fff", dark="#000", xmldecl=False, omitsize=True
    )
    return drawing.getvalue().decode()
