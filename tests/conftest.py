"""Puts this folder on the path, so that tests of any kind share the makers of their material (media_units)."""
