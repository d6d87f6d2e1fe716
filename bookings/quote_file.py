"""A quote on paper: who asks whom for what, what it costs and until when, with room to sign. Vietnamese or English."""

import io
from typing import Any
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from bookings import group_texts
from bookings.models import Quote
from common.look.label_sheet import BOLD, PLAIN, use_fonts
from common.words.dates import date_text, local, moment_text
from common.words.money import format_vnd

TEXT = ParagraphStyle("text", fontName=PLAIN, fontSize=10, leading=15)
STRONG = ParagraphStyle("strong", parent=TEXT, fontName=BOLD)
TITLE = ParagraphStyle("title", parent=STRONG, fontSize=18, leading=24, spaceAfter=4)
SUM = ParagraphStyle("sum", parent=TEXT, alignment=2)
STRONG_SUM = ParagraphStyle("strong sum", parent=STRONG, alignment=2)
WIDTH = A4[0] - 40 * mm


def quote_file(quote: Quote, language: str) -> bytes:
    """A PDF in the language that is active. The quote comes with its request, host and experience."""
    use_fonts()
    request, host = quote.request, quote.request.host
    title = _("Quote no. %(version)s for %(group)s") % {"version": quote.version, "group": request.organisation}
    story: list[Any] = [
        _line(title, TITLE),
        _line(_("Sent on %(day)s") % {"day": date_text(local(quote.sent_at).date())}),
    ]
    story += [Spacer(1, 8), _line(f"{host.legal_name or host.name}", STRONG), _line(host.address)]
    story += [_line(host.phone.as_national), Spacer(1, 8)]
    story += [
        _line(_("For: %(who)s, %(group)s") % {"who": request.contact_name, "group": request.organisation}, STRONG)
    ]
    story += [_line(group_texts.people_text(request)), Spacer(1, 10)]
    if quote.words:
        story += [_line(quote.words), Spacer(1, 10)]
    story += [_table(quote, language), Spacer(1, 10)]
    story += [_line(text) for text in _terms(quote, language)]
    story += [Spacer(1, 24), _signatures(host.name, request.organisation)]
    out = io.BytesIO()
    margins = dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), 20 * mm)
    SimpleDocTemplate(out, pagesize=A4, title=title, author=host.name, **margins).build(story)
    return out.getvalue()


def _line(text: str, style: ParagraphStyle = TEXT) -> Paragraph:
    return Paragraph(escape(text).replace("\n", "<br/>"), style)


def _table(quote: Quote, language: str) -> Table:
    rows: list[list[Any]] = []
    for block in group_texts.lines_of(quote, language):
        if block["title"]:
            rows.append([_line(block["title"], STRONG), ""])
        rows += [[_line(line["text"]), _line(line["amount_text"], SUM)] for line in block["lines"]]
    rows.append([_line(_("Total"), STRONG), _line(format_vnd(quote.total_vnd, language), STRONG_SUM)])
    if quote.deposit_vnd:
        rows.append([_line(_("Of this, deposit")), _line(format_vnd(quote.deposit_vnd, language), SUM)])
    table = Table(rows, colWidths=[WIDTH - 40 * mm, 40 * mm], repeatRows=0)
    lined = ("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.Color(0.13, 0.11, 0.09))
    table.setStyle(TableStyle([lined, ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    return table


def _terms(quote: Quote, language: str) -> list[str]:
    kept = _("Your places are kept until then.") if quote.keeps_seats else _("Places are not kept until you accept.")
    stands = _("It stands until %(when)s.") % {"when": moment_text(quote.valid_until, language)}
    numbers = _("You can change the numbers until %(when)s.") % {"when": moment_text(quote.freeze_at, language)}
    return [f"{stands} {kept}", numbers]


def _signatures(house: str, group: str) -> Table:
    table = Table([[_line(_("The house"), STRONG), _line(_("The group"), STRONG)], [_line(house), _line(group)]])
    table.setStyle(TableStyle([("BOTTOMPADDING", (0, 0), (-1, 0), 60)]))
    return table
