"""CSV that a spreadsheet may open: UTF-8, one header, and nothing that it would take for a formula."""

import csv
import io
from collections.abc import Mapping, Sequence

from app.spreadsheet import harmless


def as_csv(rows: Sequence[Mapping[str, str | None]]) -> bytes:
    """The columns are those of the first row, and every row's. Source: RFC 4180."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(rows[0])
    writer.writerows([harmless(value or "") for value in row.values()] for row in rows)
    return out.getvalue().encode()
