"""What a VAT invoice for a group is made of, as its bookings stand: for whoever issues it. It is no invoice."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from bookings import texts
from bookings.domain.money.group_deposit import bookings_of
from bookings.domain.money.owing import account, with_account
from bookings.enums import EXPECTED
from bookings.group_papers.paper import Paper
from bookings.models import Booking, GroupRequest, InvoiceRequest, Quote
from common.words.money import format_vnd, vnd_in_words


def invoice_sheet(quote: Quote, language: str) -> bytes:
    """A PDF in `language`, with a block for each visit that stands. The quote is accepted and comes with its request
    and host."""
    with override(language):
        return _sheet(quote, language)


def _sheet(quote: Quote, language: str) -> bytes:
    request = quote.request
    host, bookings = request.host, _bookings(request)
    paper = Paper(_("Details for a VAT invoice"), author=host.name, is_made_up=request.is_made_up)
    number = {"number": f"{request.pk}-{quote.version}"}
    paper.text(_("For contract no. %(number)s. This paper is no invoice.") % number)
    paper.heading(_("Seller"))
    paper.facts(
        [
            (_("Name"), host.legal_name),
            (_("Registration number"), host.registration_number),
            (_("Address"), host.address),
        ]
    )
    paper.heading(_("Buyer"))
    for rows in _buyers(bookings, request):
        paper.facts(rows)
        paper.gap(6)
    paper.heading(_("What is paid for"))
    accounts = [account(booking) for booking in bookings]
    total = sum(one.charged - min(one.waived, one.charged) for one in accounts)
    off = sum(min(one.waived, one.charged) for one in accounts)
    missing = sum(booking.missing_vnd for booking in bookings)
    less = [(_("Discount"), off), (_("Not asked for who did not come"), missing)]
    blocks = [_block(booking, language) for booking in bookings]
    lines = [{"text": text, "amount_text": format_vnd(-part, language)} for text, part in less if part]
    blocks.append({"title": "", "lines": lines})
    paper.sums(blocks, [(_("Total"), format_vnd(total, language))])
    paper.gap(4)
    paper.text(_("In words: %(words)s.") % {"words": vnd_in_words(total)})
    return paper.as_bytes()


def _bookings(request: GroupRequest) -> list[Booking]:
    """Those that stand, the first visit first."""
    standing = bookings_of(request).filter(status__in=EXPECTED, no_show_at__isnull=True).with_party()
    return list(with_account(standing, now=timezone.now()).order_by("slot__starts_at", "pk"))


def _block(booking: Booking, language: str) -> dict[str, Any]:
    title = f"{booking.slot.experience.name_in(language)} · {texts.when_text(booking.slot)} · {booking.reference}"
    return {"title": title, "lines": texts.money_lines(booking, language)}


def _buyers(bookings: list[Booking], request: GroupRequest) -> list[list[tuple[str, str]]]:
    """Whoever was named on a ticket, each once; else the group, with dots for what nobody has said."""
    asked = InvoiceRequest.objects.filter(booking__in=bookings).order_by("booking__slot__starts_at", "pk")
    named = dict.fromkeys(asked.values_list("name", "tax_code", "address", "email"))
    found = [*named] or [(request.organisation, "", "", request.contact_email)]
    return [
        [(_("Name"), name), (_("Tax code"), tax), (_("Address"), address), (_("E-mail for the invoice"), email)]
        for name, tax, address, email in found
    ]
