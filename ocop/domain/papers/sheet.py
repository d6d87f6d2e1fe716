"""The page that all papers share: A4, margins, type and the head that Decree 30/2020/NĐ-CP, Appendix I asks for."""

import io
from collections.abc import Callable, Iterable, Sequence

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from common.words.example import example_sentence, marked
from ocop.domain.papers.words import clean

# Appendix I, part I: 20 to 25 mm above and below, 30 to 35 left, 15 to 20 right; type 13 to 14.
TOP = BOTTOM = Mm(20)
LEFT, RIGHT = Mm(30), Mm(20)
FONT, SIZE = "Times New Roman", 13
WIDTH = 16.0
# Rows of a table that is not broken between two pages: it fits on one.
TOGETHER = 12
COUNTRY, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"


class Sheet:
    """A paper as it grows from top to bottom. `remark` stands small at the foot of each page. What `is_made_up`
    says so above all else.

    Whatever it is told is text: nothing in it becomes a field, a link or markup.
    """

    INDENT = Cm(1)

    def __init__(self, title: str, remark: str, *, is_made_up: bool) -> None:
        self.document = Document()
        told = self.document.core_properties
        title = marked(title, is_made_up)
        told.title, told.author, told.comments, told.language = clean(title), "", "", "vi-VN"
        self._type()
        self._page()
        self._feet(remark)
        if is_made_up:
            self.line(example_sentence(), bold=True, align=ALIGN.CENTER, first=True)

    def head(
        self, *, above: str = "", issuer: str, place_and_day: str, number: str = "", mark: str = "", form: str = ""
    ) -> None:
        """Who issues it on the left, with the number; the country, its motto, place and day on the right. `mark` is
        “BẢN NHÁP” or “DỰ THẢO”; `form` names the form."""
        if form:
            self.line(form, bold=True, align=ALIGN.RIGHT, size=12)
        row = self.document.add_table(rows=1, cols=2)
        _fixed(row, (6.6, 9.4))
        left, right = row.rows[0].cells
        if above:
            self.line(above.upper(), into=left, align=ALIGN.CENTER, size=12, first=True)
        self.line(issuer.upper(), into=left, align=ALIGN.CENTER, size=12, bold=True, first=not above)
        _rule(left, 6.6, 0.4)
        if number:
            self.line(f"Số: {number}", into=left, align=ALIGN.CENTER)
        if mark:
            self.line(mark, into=left, align=ALIGN.CENTER, bold=True)
        self.line(COUNTRY, into=right, align=ALIGN.CENTER, size=12, bold=True, first=True)
        self.line(MOTTO, into=right, align=ALIGN.CENTER, bold=True)
        _rule(right, 9.4, 0.62)
        self.line(place_and_day, into=right, align=ALIGN.CENTER, italic=True)
        self._gap()

    def title(self, name: str, about: str = "") -> None:
        """The kind of paper in capitals, and what it is about, with a rule below."""
        self.line(name.upper(), bold=True, align=ALIGN.CENTER, size=14)
        if about:
            self.line(about, bold=True, align=ALIGN.CENTER, size=14)
        _rule(self.document, WIDTH, 0.3)
        self._gap()

    def line(
        self,
        text: str,
        *,
        into: _Cell | None = None,
        bold: bool = False,
        italic: bool = False,
        align: ALIGN = ALIGN.LEFT,
        size: float = SIZE,
        first: bool = False,
        next_page_together: bool = False,
    ) -> Paragraph:
        """One paragraph; line breaks in `text` stay. `first`: into the paragraph that an empty cell has."""
        made = into.paragraphs[0] if into is not None and first else (into or self.document).add_paragraph()
        made.alignment = align
        made.paragraph_format.keep_with_next = next_page_together
        _write(made, text, bold=bold, italic=italic, size=size)
        return made

    def heading(self, text: str) -> None:
        self.line(text, bold=True, next_page_together=True).paragraph_format.space_before = Pt(8)

    def text(self, text: str) -> None:
        """A paragraph of running text for each line: both sides straight, the first line set in by a centimetre."""
        for part in clean(text).split("\n"):
            if part.strip():
                self.line(part, align=ALIGN.JUSTIFY).paragraph_format.first_line_indent = self.INDENT

    def article(self, number: int, text: str) -> None:
        made = self.line(f"Điều {number}. ", bold=True, align=ALIGN.JUSTIFY)
        made.paragraph_format.first_line_indent = self.INDENT
        _write(made, text)

    def fact(self, label: str, value: str) -> None:
        """“label: value” where it is short, the value in paragraphs of its own where it has lines."""
        told = clean(value).strip()
        if "\n" in told:
            self.line(f"{label}:", next_page_together=True)
            self.text(told)
        else:
            self.line(f"{label}: {told}", align=ALIGN.JUSTIFY)

    def tick(self, text: str, *, on: bool) -> None:
        self.line(f"{'☒' if on else '☐'} {text}").paragraph_format.left_indent = self.INDENT

    def table(
        self,
        names: Sequence[str],
        rows: Iterable[Sequence[str]],
        widths: Sequence[float],
        *,
        head: Callable[[Sequence[str]], bool] = lambda _row: False,
    ) -> None:
        """`widths` in cm. The first row comes again on each page; numbers and short cells stand in the middle.

        Rows that `head` knows are bold and stay with the one below; a short table is not broken.
        """
        made = self.document.add_table(rows=1, cols=len(names))
        made.style = "Table Grid"
        _fixed(made, widths)
        for cell, name in zip(made.rows[0].cells, names, strict=True):
            self._cell(cell, name, bold=True, align=ALIGN.CENTER, together=True)
        _mark_row(made.rows[0]._tr, "w:tblHeader")
        told = list(rows)
        for number, row in enumerate(told, 1):
            heads = head(row)
            together = number < len(told) and (heads or len(told) <= TOGETHER)
            for cell, value, width in zip(_row(made, widths), row, widths, strict=True):
                align = ALIGN.CENTER if width < 2 else ALIGN.LEFT
                self._cell(cell, value, bold=heads, align=align, together=together)
        self._gap()

    def figures(self, rows: Sequence[tuple[str, str, str]]) -> None:
        """What is counted, on the right how many, and the address of the page that shows them, or ""."""
        made, widths = self.document.add_table(rows=0, cols=2), (11.5, 4.5)
        made.style = "Table Grid"
        _fixed(made, widths)
        for number, (label, figure, url) in enumerate(rows, 1):
            together = number < len(rows) and len(rows) <= TOGETHER
            left, right = _row(made, widths)
            self._cell(left, label, together=together)
            told = self._cell(right, "" if url else figure, align=ALIGN.RIGHT, together=together)
            if url:
                _link(told, figure, url)
        self._gap()

    def signatures(self, left: Sequence[str], right: Sequence[str], *, receivers: Sequence[str] = ()) -> None:
        """Two columns: capitals in bold, what stands in brackets in italics, the name below the room for a signature.
        With `receivers` the left one is “Nơi nhận”. Never on a page without a line of what is signed."""
        self.document.paragraphs[-1].paragraph_format.keep_with_next = True
        made = self.document.add_table(rows=1, cols=2)
        _fixed(made, (8, 8))
        _mark_row(made.rows[0]._tr, "w:cantSplit")
        for cell, lines in zip(made.rows[0].cells, (left, right), strict=True):
            for number, text in enumerate(lines):
                self.line(
                    text,
                    into=cell,
                    align=ALIGN.CENTER,
                    bold=not text.startswith("("),
                    italic=text.startswith("("),
                    first=number == 0,
                )
        for number, text in enumerate(receivers):
            head = number == 0
            self.line(
                text,
                into=made.rows[0].cells[0],
                bold=head,
                italic=head,
                size=12 if head else 11,
                first=head and not left,
            )

    def as_bytes(self) -> bytes:
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()

    def _cell(
        self, cell: _Cell, text: str, *, bold: bool = False, align: ALIGN = ALIGN.LEFT, together: bool = False
    ) -> Paragraph:
        made = self.line(text, into=cell, bold=bold, align=align, size=12, first=True, next_page_together=together)
        made.paragraph_format.space_before = made.paragraph_format.space_after = Pt(2)
        return made

    def _gap(self) -> None:
        """Six points of nothing: an empty paragraph is as high as its own mark."""
        form = self.document.add_paragraph().paragraph_format
        form.line_spacing, form.space_after = Pt(6), Pt(0)

    def _type(self) -> None:
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = FONT, Pt(SIZE)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), FONT)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(0), Pt(6)
        style.paragraph_format.line_spacing = 1.1

    def _page(self) -> None:
        page = self.document.sections[0]
        page.orientation, page.page_width, page.page_height = WD_ORIENT.PORTRAIT, Mm(210), Mm(297)
        page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = TOP, BOTTOM, LEFT, RIGHT
        page.header_distance = page.footer_distance = Mm(10)
        # Pages are numbered above, in the middle, from the second on.
        page.different_first_page_header_footer = True
        number = page.header.paragraphs[0]
        number.alignment = ALIGN.CENTER
        _page_number(number)

    def _feet(self, remark: str) -> None:
        page = self.document.sections[0]
        for foot in (page.first_page_footer, page.footer):
            foot.paragraphs[0].alignment = ALIGN.CENTER
            _write(foot.paragraphs[0], remark, italic=True, size=9)


def _write(paragraph: Paragraph, text: str, *, bold: bool = False, italic: bool = False, size: float = SIZE) -> None:
    for number, part in enumerate(clean(text).split("\n")):
        if number:
            paragraph.add_run().add_break()
        run = paragraph.add_run(part)
        run.bold, run.italic, run.font.size = bold or None, italic or None, Pt(size)


def _fixed(table, widths: Sequence[float]) -> None:
    """Columns as wide as they are told: a word without an end breaks within its cell."""
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)


def _row(table, widths: Sequence[float]) -> Sequence[_Cell]:
    """The cells of one more row, which no page breaks."""
    added = table.add_row()
    _mark_row(added._tr, "w:cantSplit")
    for cell, width in zip(added.cells, widths, strict=True):
        cell.width = Cm(width)
    return added.cells


def _link(paragraph: Paragraph, text: str, url: str) -> None:
    """python-docx reads links and writes none: it is made of its parts (ECMA-376, 17.16.22)."""
    made = OxmlElement("w:hyperlink")
    made.set(qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(clean(text))
    run.underline, run.font.size = True, Pt(12)
    made.append(run._r)
    paragraph._p.append(made)


def _rule(into, width: float, share: float) -> None:
    """A line below the last paragraph, `share` of `width` (cm) long, in the middle."""
    made = into.add_paragraph()
    form = made.paragraph_format
    form.left_indent = form.right_indent = Cm(width * (1 - share) / 2)
    form.space_after, form.line_spacing = Pt(4), Pt(3)
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    # Where the schema wants it: before the spacing.
    made._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _mark_row(row, name: str) -> None:
    row.get_or_add_trPr().append(OxmlElement(name))


def _page_number(paragraph: Paragraph) -> None:
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)
