"""Regulation packs that travel with the platform: folders of data, read by `governance.regulation`."""

from pathlib import Path

SHIPPED = Path(__file__).parent
"""The folder in which each pack is a folder."""
