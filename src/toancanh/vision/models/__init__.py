"""Models that are installed here: which file, from where, under which licence, with whose approval.

Owns: the files in DATA/models, the table of them, what is asked before one is used.
Does not own: how a file is run (`toancanh.vision.onnx_models`).
Invariants are numbered in docs/design/models.md: a file is known by its SHA-256 and read only where it still has it;
nothing runs for the platform that a named person other than the one who brought it has not approved; each step is on
record in its own transaction.
"""

from toancanh.vision.models.model import InstalledModel, ModelState, Origin
from toancanh.vision.models.service import Models

__all__ = ["InstalledModel", "ModelState", "Models", "Origin"]
