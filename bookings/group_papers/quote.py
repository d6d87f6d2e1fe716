"""A quote on paper: who asks whom for what, what it costs and until when, with room to sign. Vietnamese or English."""

from django.utils.translation import gettext as _

from bookings import group_texts
from bookings.group_papers.paper import Paper
from bookings.models import Quote
from common.words.dates import date_text, local, moment_text
from common.words.money import format_vnd


def quote_file(quote: Quote, language: str) -> bytes:
    """A PDF in the language that is active. The quote comes with its request, host and experience."""
    request, host = quote.request, quote.request.host
    title = _("Quote no. %(version)s for %(group)s") % {"version": quote.version, "group": request.organisation}
    paper = Paper(title, author=host.name, is_made_up=request.is_made_up)
    paper.text(_("Sent on %(day)s") % {"day": date_text(local(quote.sent_at).date())})
    paper.gap()
    paper.text(host.legal_name or host.name, strong=True)
    paper.text(host.address)
    paper.text(host.phone.as_national)
    paper.gap()
    told = {"who": request.contact_name, "group": request.organisation}
    paper.text(_("For: %(who)s, %(group)s") % told, strong=True)
    paper.text(group_texts.people_text(request))
    paper.gap(10)
    if quote.words:
        paper.text(quote.words)
        paper.gap(10)
    below = [(_("Total"), format_vnd(quote.total_vnd, language))]
    if quote.deposit_vnd:
        below.append((_("Of this, deposit"), format_vnd(quote.deposit_vnd, language)))
    paper.sums(group_texts.lines_of(quote, language), below)
    paper.gap(10)
    for text in _terms(quote, language):
        paper.text(text)
    paper.signatures([(_("The house"), host.name), (_("The group"), request.organisation)])
    return paper.as_bytes()


def _terms(quote: Quote, language: str) -> list[str]:
    kept = _("Your places are kept until then.") if quote.keeps_seats else _("Places are not kept until you accept.")
    stands = _("It stands until %(when)s.") % {"when": moment_text(quote.valid_until, language)}
    numbers = _("You can change the numbers until %(when)s.") % {"when": moment_text(quote.freeze_at, language)}
    return [f"{stands} {kept}", numbers]
