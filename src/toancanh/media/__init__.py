"""RTSP in, access units, fragments, recording, archive, live, playback, export.

Owns: pictures, from the socket to the disk and to the viewer. Does not own: which cameras should exist (`registry`),
who may see them (`governance`).
Invariants are numbered in docs/design/media.md; ``toancanh check`` proves those of the archive.
"""
