"""Cameras of the district: what each of them shows, and the truth of every picture.

Owns: where cameras hang, drawing (numpy and OpenCV), light and weather, truth and its file.
Does not own: the place and its traffic (`simulation.district`), coding and sending (`simulation`).
What is re-exported here needs numpy only; drawing (`view`, `films`) needs OpenCV and is imported from its own rooms.
Invariants are numbered in docs/design/district-views.md; the first: equal plays, poses, weathers and seeds give equal
pictures.
"""

from toancanh.simulation.district_views.cameras import DistrictCamera, Outlook, district_cameras, find_camera
from toancanh.simulation.district_views.conditions import CLEAR, Weather
from toancanh.simulation.district_views.pose import CameraPose
from toancanh.simulation.district_views.scenes import DistrictScene
from toancanh.simulation.district_views.truth import FrameTruth, TruthFilm, read_truth
from toancanh.simulation.district_views.wardrobe import KINDS

__all__ = [
    "CLEAR",
    "KINDS",
    "CameraPose",
    "DistrictCamera",
    "DistrictScene",
    "FrameTruth",
    "Outlook",
    "TruthFilm",
    "Weather",
    "district_cameras",
    "find_camera",
    "read_truth",
]
