"""Picture diagnosis: is what a camera shows a picture, and of the place that it should show?

Owns: the checks of one decoded picture, the description of an approved view, the thresholds.
Does not own: when a picture is looked at, what lasting signs make of a fault (`toancanh.health.model`), frozen streams
(`toancanh.health.watching.liveness`).
Invariants: no check raises, whatever the picture; a score is from 0 to 1; a reference holds no picture.

What is here needs the standard library only. The process that decodes imports `toancanh.health.pictures.checking`
(``check``), ``.reference`` (``Reference``, ``build``) and ``.picture`` (``Picture``, ``picture_of``), which need numpy.
"""

from toancanh.health.pictures.model import CameraClass, Context, Finding, Findings, Movement, Overlay

__all__ = ["CameraClass", "Context", "Finding", "Findings", "Movement", "Overlay"]
