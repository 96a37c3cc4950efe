"""Lists as files: Excel, CSV, GeoJSON; of exactly what a person may see."""

from toancanh.registry.lists.export.service import MEDIA_TYPES, Export, Exports

__all__ = ["MEDIA_TYPES", "Export", "Exports"]
