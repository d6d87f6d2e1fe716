"""From a file to its rows: the sheet that holds a register, its heading, and the cells of each row below."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext_lazy as _

from common.data.refusal import Refused
from ocop.domain.imports.columns import READ_PAST
from ocop.domain.imports.headers import LOOKED_AT, Heading, find_heading
from ocop.domain.imports.opening import NotOurs, Row, Sheet, open_sheets


class NoHeading(Refused):
    message = _(
        "No sheet has a heading with “Tên sản phẩm” and “Chủ thể”. Name the columns so, in one row or two, and send "
        "it again."
    )


@dataclass(frozen=True)
class Table:
    """`others` are the sheets that were left."""

    sheet: Sheet
    heading: Heading
    others: tuple[str, ...]

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Number in the spreadsheet, from 1, and cells as wide as the heading, of each row that is not blank."""
        width = len(self.heading.columns)
        for number, row in enumerate(self.sheet.rows(), 1):
            cells = (row + [""] * width)[:width]
            if number > self.heading.last + 1 and any(cells):
                yield number, cells


def find_table(content: bytes) -> Table:
    """Raises a Refused that says what to do where there is none."""
    sheets = open_sheets(content)
    found: list[tuple[Heading, Sheet]] = []
    broken: NotOurs | None = None
    for sheet in sheets:
        try:
            heading = find_heading(list(islice(sheet.rows(), LOOKED_AT)))
        except NotOurs as error:
            broken = error
            continue
        if heading:
            found.append((heading, sheet))
    if not found:
        raise broken or NoHeading
    heading, sheet = max(found, key=lambda pair: pair[0].score)
    return Table(sheet, heading, tuple(other.title for other in sheets if other is not sheet))


def by_column(cells: Row, columns: tuple[str, ...] | list[str]) -> dict[str, str]:
    """What is known of a row, by the key of its column."""
    return {
        key: text
        for key, text in zip(columns, cells, strict=False)
        if key and (key not in READ_PAST or key == "number")
    }
