"""Observations of one camera become minutes of its places. Pure: no clock, no file; a look brings its time.

`MinuteCounter` is the face; `drawings` says which line counts for which area, `presence` who stands where.
"""

from toancanh.traffic.counting.counter import Look, MinuteCounter

__all__ = ["Look", "MinuteCounter"]
