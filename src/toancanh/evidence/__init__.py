"""What leaves the platform as evidence: the site's keys, seals over what was recorded, exports, and who checks them.

Owns: the evidence keys and their certificates, seals, export jobs and their packages, the offline verifier.
Does not own: pictures and the proof of each (`media`), who may take them out (`governance`), cameras (`registry`).
`evidence.service.Evidence` is the door; the verifier is imported without the rest.
Invariants: E1 ... in docs/design/evidence.md.
"""
