"""Up-time: how long cameras gave pictures, of the time in which that is known.

Owns: the arithmetic, the month's report as a signed PDF and a spreadsheet. Does not own: gaps (`media`), faults
(`health`). Invariants: every share names its denominator; what is not known counts neither way; protected cameras are
in no report.
"""
