"""Looking at those who look: who used which camera, what is unusual about it, and what a person concerned is told.

Owns: reading the record by these questions; requests of people who were recorded. Does not own: the record.
Invariants: nothing is scored; what is listed says why in words; what a person is told names no officer.
"""
