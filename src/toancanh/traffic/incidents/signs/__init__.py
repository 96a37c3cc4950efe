"""Signs of incidents in what one camera sees, each kind in its file. Pure: time comes with the looks.

Each sign is a sum of weak evidence: every piece adds to the logarithm of the odds, and a signal tells the pieces beside
the sum. Weights were set on the tuning plays of the virtual city (`benchmarks/incidents.py`).
"""
