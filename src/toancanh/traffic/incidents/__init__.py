"""Incidents of traffic: many weak signs of one camera, signs of several cameras, and what people said of them.

Owns: the signs in what a camera sees (`IncidentWatch`, pure), how signs of several cameras become one incident, its
pictures, its answers, and how often each camera was wrong.
Does not own: what is seen (`vision`), what to do about an incident (`command`), footage of it (`media`).
Invariants are numbered in docs/design/incidents.md.
"""
