"""How each device stands against the requirement groups of QCVN 135:2024/BTTTT, as far as a log-in can see.

Owns: the groups (data, with their source and how certain it is), the judgement, exceptions with owner and expiry.
Does not own: what is read of devices; nothing is scanned and no password is guessed for a judgement.
Invariants: what cannot be seen is said to be unknown, never kept; an exception ends by itself.
"""
