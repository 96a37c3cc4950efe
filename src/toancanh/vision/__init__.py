"""Pictures become observations: what moves in them, where on the ground, how fast, and how sure that is.

Owns: detectors (with and without weights) and trackers behind one port each, calibration of a view, zones and lines
drawn in it, the models that are installed.
Does not own: what observations add up to (`traffic`), how pictures come (`media`), when a camera shows nothing of use
(`health`).
Invariants are numbered in docs/design/vision.md. The first three: no frame leaves the worker that decoded it; what is
observed is one of the kinds of `ObjectKind`, and never who it is; a track's number means nothing outside its camera and
its run.

What is re-exported here needs numpy and nothing else. Detectors, which need OpenCV or ONNX Runtime, are imported from
their own rooms, inside a worker.
"""

from toancanh.vision.model import Box, Detections, GroundPoint, ObjectKind, Observation, Picture, Tracked
from toancanh.vision.ports import Detector, Tracker

__all__ = [
    "Box",
    "Detections",
    "Detector",
    "GroundPoint",
    "ObjectKind",
    "Observation",
    "Picture",
    "Tracked",
    "Tracker",
]
