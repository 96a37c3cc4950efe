"""Toàn Cảnh: an open platform over all of a city's cameras."""

__version__ = "0.1.0"
