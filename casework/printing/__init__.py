"""Printed papers and ledgers: plain input in, bytes out. Knows no model and no request.

`ledger_pdf` and `ledger_xlsx` print a `Table`; `paper` prints one official paper from HTML. All page breaks of a
ledger are decided in `paginate` before anything is drawn; WeasyPrint is loaded only where something is painted.
"""
