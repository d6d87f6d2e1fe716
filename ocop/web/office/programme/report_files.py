"""A report as Word and as Excel. The Word file looks like an office's letter (Decree 30/2020/NĐ-CP, Appendix I)."""

import io
from collections.abc import Callable
from copy import copy

from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import DEFAULT_FONT, Alignment

from common.http.sheets import Page, cell
from common.words.dates import date_text
from common.words.example import marked
from ocop.domain.papers.sheet import Sheet
from ocop.domain.papers.words import SHORT_DOTS, day_text
from ocop.domain.programme.report import Line, Report
from ocop.models import Office

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Link = Callable[[Line], str]
LINK = copy(DEFAULT_FONT)
LINK.u, LINK.color = "single", "000563C1"


@override("vi")
def as_docx(made: Report, *, link: Link) -> bytes:
    """As the papers of a dossier are set. Number, day, receivers and signature are left to be filled in."""
    page = Sheet(_title(made), "", is_made_up=made.office.is_made_up)
    page.head(
        issuer=made.office.name,
        number=f"{SHORT_DOTS}/BC-{SHORT_DOTS}",
        place_and_day=f"{_place(made.office)}, {day_text(None)}",
    )
    page.title("Báo cáo", _title(made))
    said = _("Figures as of %(day)s, counted from the register and the office's books; each leads to what it counts.")
    page.text(said % {"day": date_text(made.day)})
    for number, part in enumerate(made.parts, 1):
        page.heading(f"{number}. {part.title}")
        page.figures([(line.label, line.text, link(line)) for line in part.lines])
        if part.note:
            page.line(part.note, italic=True)
    page.signatures(
        [],
        ["THỦ TRƯỞNG ĐƠN VỊ", "(Ký, ghi rõ họ tên, đóng dấu)", "\n\n", "……………………"],
        receivers=["Nơi nhận:", f"- {SHORT_DOTS};", "- Lưu: VT."],
    )
    return page.as_bytes()


def as_xlsx(made: Report, *, link: Link) -> bytes:
    """One sheet: a row for each figure, its number to add up, its link."""
    book = Workbook(write_only=True)
    page = Page(book, _("Report %(year)s") % {"year": made.year}, (72, 24), upright=True)
    page.title(marked(_title(made), made.office.is_made_up))
    page.add([_("As of"), made.day])
    for part in made.parts:
        page.add([])
        page.add([part.title], strong=True)
        for line in part.lines:
            page.add([line.label, _figure(page.sheet, line, link(line))])
        if part.note:
            page.add([part.note])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _figure(sheet, line: Line, url: str) -> Cell:
    """A number to add up where it is one, with its link; on the right, also where it is words."""
    made = cell(sheet, line.number if line.number is not None else line.text)
    if url:
        made.hyperlink, made.font = url, LINK
    if line.number is not None:
        made.number_format = "#,##0.##"
    made.alignment = Alignment(horizontal="right", vertical="top", wrap_text=line.number is None)
    return made


def _place(office: Office) -> str:
    """Where it is dated."""
    return office.province.name if office.province else office.commune.name  # type: ignore[union-attr]  # one of the two


def _title(made: Report) -> str:
    return _("The OCOP programme in %(year)s") % {"year": made.year}
