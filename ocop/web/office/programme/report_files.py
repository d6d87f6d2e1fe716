"""A report as Word and as Excel. The Word file looks like an office's letter (Decree 30/2020/NĐ-CP, Appendix I)."""

import io
from collections.abc import Callable

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from openpyxl import Workbook
from openpyxl.styles import Font

from common.words.dates import date_text
from ocop.domain.programme.report import Line, Part, Report

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Link = Callable[[Line], str]
# As the decree prints them.
STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


def as_docx(made: Report, *, link: Link) -> bytes:
    """A4, margins of 20, 20, 30 and 15 mm, Times New Roman 13. Number, day and signature are left to be filled in."""
    document = Document()
    _set_up(document, _title(made))
    head = document.add_table(rows=1, cols=2)
    left, right = head.rows[0].cells
    _put(left.paragraphs[0], made.office.name.upper(), bold=True, align=CENTRE)
    _put(left.add_paragraph(), _("Number: …/BC-…"), align=CENTRE)
    _put(right.paragraphs[0], STATE, bold=True, align=CENTRE)
    _put(right.add_paragraph(), MOTTO, bold=True, align=CENTRE)
    _put(right.add_paragraph(), _("…, day … month … year …"), align=CENTRE, italic=True)
    _put(document.add_paragraph(), _("REPORT"), bold=True, align=CENTRE)
    _put(document.add_paragraph(), _title(made), bold=True, align=CENTRE)
    said = _("Figures as of %(day)s, counted from the register and the office's books; each leads to what it counts.")
    _put(document.add_paragraph(), said % {"day": date_text(made.day)})
    for number, part in enumerate(made.parts, 1):
        _add_part(document, number, part, link)
    _put(document.add_paragraph(), _("HEAD OF THE OFFICE"), bold=True, align=RIGHT)
    _put(document.add_paragraph(), _("(signature, full name, seal)"), align=RIGHT, italic=True)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_xlsx(made: Report, *, link: Link) -> bytes:
    """One sheet: a row for each figure, its number to add up, its link."""
    book = Workbook()
    sheet = book.active
    sheet.title = _("Report %(year)s") % {"year": made.year}
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 64, 24
    sheet.append([_title(made)])
    sheet["A1"].font = Font(bold=True)
    sheet.append([_("As of"), made.day])
    sheet["B2"].number_format = "dd/mm/yyyy"
    for part in made.parts:
        sheet.append([])
        _append(sheet, [part.title])
        sheet.cell(sheet.max_row, 1).font = Font(bold=True)
        for line in part.lines:
            _append(sheet, [line.label, line.number if line.number is not None else line.text])
            if url := link(line):
                figure = sheet.cell(sheet.max_row, 2)
                figure.hyperlink, figure.style = url, "Hyperlink"
            sheet.cell(sheet.max_row, 2).number_format = "#,##0.##"
        if part.note:
            _append(sheet, [part.note])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _title(made: Report) -> str:
    return _("The OCOP programme in %(year)s") % {"year": made.year}


def _append(sheet, values: list) -> None:
    """A text is text, also one that looks like a formula."""
    sheet.append(values)
    for cell in sheet[sheet.max_row]:
        if isinstance(cell.value, str):
            cell.data_type = "s"


def _set_up(document, title: str) -> None:
    document.core_properties.title = title
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(20), Mm(20), Mm(30), Mm(15)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(13)
    # Word looks for letters with marks under a name of their own.
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")


def _put(paragraph, text: str, *, bold: bool = False, italic: bool = False, align=None) -> None:
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(4)


def _add_part(document, number: int, part: Part, link: Link) -> None:
    _put(document.add_paragraph(), f"{number}. {part.title}", bold=True)
    table = document.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    for line in part.lines:
        label, figure = table.add_row().cells
        label.width, figure.width = Mm(115), Mm(50)
        _put(label.paragraphs[0], line.label)
        url = link(line)
        if url:
            _add_link(figure.paragraphs[0], line.text, url)
        else:
            _put(figure.paragraphs[0], line.text)
        figure.paragraphs[0].alignment = RIGHT
    if part.note:
        _put(document.add_paragraph(), part.note, italic=True)


def _add_link(paragraph, text: str, url: str) -> None:
    """python-docx reads links and writes none: it is made of its parts (ECMA-376, 17.16.22)."""
    key = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    hyperlink = OxmlElement("w:hyperlink")
    hyperlink.set(qn("r:id"), key)
    run = paragraph.add_run(text)
    run.underline = True
    hyperlink.append(run._r)
    paragraph._p.append(hyperlink)
