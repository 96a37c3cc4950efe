"""Roads as directed stretches between junctions, which places measure them, and how it flows on them.

Owns: the networks that organisations draw, what is known of their stretches and junctions now, before and soon, travel
times, where it jams and where that goes next, reports by day and week.
Does not own: measurements (`traffic`), drawings in views (`vision`), who may know of a camera (`governance`).
Invariants are numbered in docs/design/traffic.md, "The network".
"""
