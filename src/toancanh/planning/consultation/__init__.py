"""The way of a proposal: opinions asked for and given, decision, installation, acceptance, entry into the registry.

Owns: the states and their guards, requests for opinions, decisions, acceptance tests.
Does not own: what the checks say (`planning.proposals`), the cameras (`registry`).
Invariants: docs/design/planning.md, "Consultation".
"""
