"""Lists over the inventory: filters, search, counts, statistics, exports, bulk edits, saved filters.

Owns: how many cameras at once are found, counted, taken out and changed. Does not own: what a field means (`dossier`
knows) or who may see it (`governance` judges). Invariants: docs/design/inventory.md, "Lists".
"""

from toancanh.registry.lists.filters import CameraFilter

__all__ = ["CameraFilter"]
