"""Settings -> wired platform, in one readable order. The only place that knows every package.

Owns: the wiring and the processes' mains. Does not own: any decision.
"""

from toancanh.bootstrap.platform import Platform, open_platform

__all__ = ["Platform", "open_platform"]
