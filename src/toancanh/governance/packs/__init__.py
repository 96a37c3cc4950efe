"""The life of regulation packs: proposed, approved by two, switched at a moment, rolled back.

Owns: the packs of this platform, who agreed to them, and which one is in force when.
Does not own: what a pack may say and how it answers (`governance.regulation`).
Invariants: one pack is in force at every moment; one that fails its own tests, or under which nobody could manage
people and packs any more, never is; nobody agrees to what he proposed himself.
"""
