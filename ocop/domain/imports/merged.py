"""Cells of an .xlsx that were merged: openpyxl does not tell of them while it reads row by row."""

import io
import re
import zipfile
from typing import Any

from openpyxl.utils.cell import range_boundaries

# Cells that are filled from the one at the corner of their range: a range over a whole sheet is decoration.
MOST = 200_000
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')


def merged_in(content: bytes, sheet: Any) -> dict[tuple[int, int], tuple[int, int]]:
    """Row and column, from 1, of each cell that belongs to another, and of that other.

    Cells merged across columns below the heading are titles, so a range down a column is filled everywhere and one
    across columns as well: whoever reads a row past the heading looks at its first cells to tell.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        text = packed.read(sheet._worksheet_path)
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for match in _MERGED.finditer(text):
        left, top, right, bottom = range_boundaries(match[1].decode())
        if (right - left + 1) * (bottom - top + 1) + len(found) > MOST:
            continue
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                if (row, column) != (top, left):
                    found[row, column] = (top, left)
    return found
