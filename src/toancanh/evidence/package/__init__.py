"""The evidence package: plain MP4 of the recorded pictures, their proof, and all that is needed to check it offline.

Owns: the forms of a package's files. Does not own: the job that makes them (`evidence.exports`).
Invariants: the same units in the same order, each at its proven time; every file stands in the signed list.
"""
