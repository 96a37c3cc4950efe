"""Every figure that an issue asks for: measured, compared with its peer in the same run, written to docs/benchmarks.md.

A benchmark is a module with ``measure(options) -> list[Figure]``; ``toancanh bench NAME`` runs it.
"""
