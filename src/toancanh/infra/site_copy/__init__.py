"""A whole site's records and settings as one file in a documented format, and a new site built from it.

Owns: the format (``docs/guide/site-export.md``), writing and reading it, whichever database there is. Does not own:
what is secret, and what a package does without it (`bootstrap.site_copy`). Works on what the database itself knows of
its tables, as `infra.database.moving` does.
"""

from toancanh.infra.site_copy.model import FORMAT, Column, Leaving, SiteFacts, columns_of
from toancanh.infra.site_copy.placing import place_rows, rows_of
from toancanh.infra.site_copy.reading import SiteFile
from toancanh.infra.site_copy.sealed import open_sealed, seal_by_phrase
from toancanh.infra.site_copy.writing import write_site

__all__ = [
    "FORMAT",
    "Column",
    "Leaving",
    "SiteFacts",
    "SiteFile",
    "columns_of",
    "open_sealed",
    "place_rows",
    "rows_of",
    "seal_by_phrase",
    "write_site",
]
