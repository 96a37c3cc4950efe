"""CSV (RFC 4180, UTF-8 with a mark that Excel looks for)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import IO

from toancanh.infra.sheets.cells import Cell, harmless


def write_csv(file: IO[bytes], headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Commas between cells, points in numbers, ISO dates."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=False)
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerows([harmless(cell) if isinstance(cell, str) else cell for cell in cells] for cells in rows)
    text.flush()
    text.detach()
