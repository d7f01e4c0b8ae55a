"""An office's old ledger, read: file → sheet → columns → letters and a list of what cannot be taken. No database here.

sheets = read_sheets(content)
sheet = choose_sheet(sheets)
columns = recognise(sheet).adjusted({"person": 3})
rows = read_rows(sheet, columns, Options(today=today, scope=unit.code))
"""

from petitions.ledger_import.columns import LABELS, Columns, Field, NoHeadings, choose_sheet, recognise
from petitions.ledger_import.reading import Sheet, UnreadableFile, read_sheets
from petitions.ledger_import.rows import ImportedLetter, Options, RowError, Rows, read_rows

__all__ = [
    "LABELS",
    "Columns",
    "Field",
    "ImportedLetter",
    "NoHeadings",
    "Options",
    "RowError",
    "Rows",
    "Sheet",
    "UnreadableFile",
    "choose_sheet",
    "read_rows",
    "read_sheets",
    "recognise",
]
