"""Objects found without a trained model: what differs from the empty street, explained by solid bodies on the ground.

Owns: the background of a view, its foreground, the bodies that explain it. Needs OpenCV; imported inside a worker only.
Does not own: who follows the bodies (`toancanh.vision.tracking`), where they are counted (`toancanh.vision.zones`).
The way is argued in docs/design/vision.md.
"""

from toancanh.vision.without_weights.detector import MovingBodies, Watched, no_sun

__all__ = ["MovingBodies", "Watched", "no_sun"]
