"""Data with sources that travels in the wheel: every file names where it comes from and how sure it is.

Owns: the files and how to read them. Does not own: rows of the database. Invariants: no network, no clock; a file is
read when asked for, never at import.
"""
