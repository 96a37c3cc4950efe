"""How what moves is told, as a redacted copy states it. Pure."""

THRESHOLD = 16
"""Of 255, in any of red, green and blue, averaged over 4x4 pixels."""
METHOD = "median-1"
"""The rules of `media.rendition.moving`; another number with other rules."""
