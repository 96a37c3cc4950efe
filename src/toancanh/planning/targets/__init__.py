"""Key targets: places that matter, and what must be seen of them.

Owns: the register and each target's state of coverage. Does not own: footprints (`planning.coverage`).
Invariants: docs/design/planning.md, "Key targets".
"""
