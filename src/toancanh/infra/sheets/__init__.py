"""Tables as files for people: Excel and CSV, in which no text becomes a formula."""

from toancanh.infra.sheets.cells import Cell, harmless
from toancanh.infra.sheets.comma import write_csv
from toancanh.infra.sheets.xlsx import write_workbook

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8"

__all__ = ["CSV_TYPE", "XLSX_TYPE", "Cell", "harmless", "write_csv", "write_workbook"]
