"""An A4 paper for a group: its lines, sums and room to sign. The only place of these papers that knows the format."""

import io
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from common.look.label_sheet import BOLD, PLAIN, use_fonts
from common.words.example import marked
from ocop.domain.papers.words import DOTS, clean

TEXT = ParagraphStyle("text", fontName=PLAIN, fontSize=10, leading=15)
STRONG = ParagraphStyle("strong", parent=TEXT, fontName=BOLD)
TITLE = ParagraphStyle("title", parent=STRONG, fontSize=18, leading=24, spaceAfter=4)
HEADING = ParagraphStyle("heading", parent=STRONG, fontSize=12, leading=17, spaceBefore=10, keepWithNext=1)
SUM = ParagraphStyle("sum", parent=TEXT, alignment=2)
STRONG_SUM = ParagraphStyle("strong sum", parent=STRONG, alignment=2)
SEAL = ParagraphStyle("mark", parent=STRONG, borderWidth=0.8, borderColor=colors.black, borderPadding=6, spaceAfter=12)
MARGIN = 20 * mm
WIDTH = A4[0] - 2 * MARGIN
SUM_WIDTH, TERM_WIDTH = 40 * mm, 45 * mm
INK = colors.Color(0.13, 0.11, 0.09)
Row = tuple[str, str]


class Paper:
    """Made from above to below. What people wrote is text and never markup; a word without an end breaks."""

    def __init__(self, title: str, *, author: str, is_made_up: bool) -> None:
        use_fonts()
        self.title, self.author, self.story = marked(title, is_made_up), author, [line(title, TITLE)]
        if is_made_up:
            self.story += [Spacer(1, 6), line(_("An example: made up, and an agreement of nobody."), SEAL)]

    def text(self, text: str, *, strong: bool = False) -> None:
        if text:
            self.story.append(line(text, STRONG if strong else TEXT))

    def heading(self, text: str) -> None:
        self.story.append(line(text, HEADING))

    def gap(self, points: float = 8) -> None:
        self.story.append(Spacer(1, points))

    def facts(self, rows: Sequence[Row]) -> None:
        """Terms beside what they are; dots to be filled in where nothing is known."""
        cells = [[line(term), line(text or DOTS, STRONG)] for term, text in rows]
        table = Table(cells, colWidths=[TERM_WIDTH, WIDTH - TERM_WIDTH])
        close = [(side, (0, 0), (-1, -1), 1) for side in ("TOPPADDING", "BOTTOMPADDING")]
        table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *close]))
        self.story.append(table)

    def sums(self, blocks: Sequence[dict[str, Any]], below: Sequence[Row]) -> None:
        """Blocks of `group_texts.lines_of`, and rows below them, the first of which is the total."""
        rows: list[list[Any]] = []
        for block in blocks:
            if block["title"]:
                rows.append([line(block["title"], STRONG), ""])
            rows += [[line(one["text"]), line(one["amount_text"], SUM)] for one in block["lines"]]
        for number, (text, amount) in enumerate(below):
            rows.append([line(text, TEXT if number else STRONG), line(amount, SUM if number else STRONG_SUM)])
        table = Table(rows, colWidths=[WIDTH - SUM_WIDTH, SUM_WIDTH])
        table.setStyle(TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.5, INK), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
        self.story.append(table)

    def signatures(self, sides: Sequence[Row]) -> None:
        """Who signs for what, side by side, never parted by the end of a page."""
        heads, names = [line(head, STRONG) for head, _name in sides], [line(name) for _head, name in sides]
        table = Table([heads, names], colWidths=[WIDTH / len(sides)] * len(sides))
        table.setStyle(TableStyle([("BOTTOMPADDING", (0, 0), (-1, 0), 60), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
        self.story.append(KeepTogether([Spacer(1, 24), table]))

    def as_bytes(self) -> bytes:
        """A PDF; the same content is the same bytes."""
        out = io.BytesIO()
        margins = dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), MARGIN)
        page = SimpleDocTemplate(out, pagesize=A4, title=self.title, author=self.author, invariant=1, **margins)
        page.build(self.story, onFirstPage=_numbered, onLaterPages=_numbered)
        return out.getvalue()


def line(text: str, style: ParagraphStyle = TEXT) -> Paragraph:
    return Paragraph(escape(clean(text)).replace("\n", "<br/>"), style)


def _numbered(canvas: Any, page: Any) -> None:
    canvas.setFont(PLAIN, 8)
    canvas.drawCentredString(A4[0] / 2, MARGIN / 2, str(page.page))
