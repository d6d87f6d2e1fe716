"""The contract of an accepted quote: what was agreed then, in the words of the quote and its terms, and nothing else.

The same accepted quote gives the same paper, whatever the house or a booking has become since.
"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from bookings import group_texts
from bookings.domain.groups.agreed import agreed_of, company_quoted
from bookings.group_papers.paper import Paper
from bookings.models import Quote
from common.words.dates import date_text, local, moment_text
from common.words.money import format_vnd, vnd_in_words
from experiences.texts import before_text, cancel_step_lines


def contract_file(quote: Quote, language: str) -> bytes:
    """A PDF in `language`. The quote is accepted and comes with its request and host."""
    with override(language):
        return _contract(quote, language)


def _contract(quote: Quote, language: str) -> bytes:
    request, agreed = quote.request, agreed_of(quote)
    host, accepted_at = agreed["host"], quote.accepted_at
    if accepted_at is None:
        raise ValueError("a contract is of an accepted quote")
    paper = Paper(_("Contract on a group's visit"), author=host["name"], is_made_up=host["is_example"])
    day = date_text(local(accepted_at).date())
    paper.text(_("No. %(number)s, of %(day)s") % {"number": f"{request.pk}-{quote.version}", "day": day})
    paper.text(
        _("It says what quote no. %(version)s says, which the group accepted on its page: %(when)s.")
        % {"version": quote.version, "when": moment_text(accepted_at)}
    )
    paper.heading(_("Who agrees"))
    paper.facts([(_("The house"), host["legal_name"]), *_house(host)])
    paper.gap(6)
    paper.facts([(_("The group"), request.organisation), *_group(request)])
    paper.heading(_("Visits and prices"))
    for visit in agreed["visits"]:
        paper.text(_visit(visit, language))
    paper.gap(4)
    paper.sums(group_texts.lines_of(quote, language), _sums(quote, language))
    paper.gap(4)
    # Digits are read in every language; words are what a Vietnamese bookkeeper checks them by.
    paper.text(_("In words: %(words)s.") % {"words": vnd_in_words(quote.total_vnd)})
    paper.heading(_("What was agreed"))
    for text in [*_payment(quote, language), *_numbers(quote), *_leaving(agreed), *_tongue(language)]:
        paper.text(f"– {text}")
    paper.signatures([(_("The house"), host["legal_name"]), (_("The group"), request.organisation)])
    return paper.as_bytes()


def _house(host: dict[str, Any]) -> list[tuple[str, str]]:
    known = [(_("Known as"), host["name"])] if host["name"] != host["legal_name"] else []
    return [
        *known,
        (_("Registration number"), host["registration_number"]),
        (_("Address"), host["address"]),
        (_("Phone number"), host["phone"]),
    ]


def _group(request: Any) -> list[tuple[str, str]]:
    reached = [str(request.contact_phone.as_national) if request.contact_phone else "", request.contact_email]
    return [(_("Represented by"), request.contact_name), (_("Contact"), " · ".join(filter(None, reached)))]


def _visit(visit: dict[str, Any], language: str) -> str:
    title = (visit["name_en"] if language.startswith("en") else "") or visit["name"]
    text = _("%(visit)s (booking %(reference)s). Meeting place: %(place)s.")
    return text % {"visit": title, "reference": visit["reference"], "place": visit["place"]}


def _sums(quote: Quote, language: str) -> list[tuple[str, str]]:
    rows = [(_("Total"), format_vnd(quote.total_vnd, language))]
    if quote.deposit_vnd:
        rest = quote.total_vnd - quote.deposit_vnd
        rows += [(_("Of this, deposit"), format_vnd(quote.deposit_vnd, language))]
        rows += [(_("Of this, at the village"), format_vnd(rest, language))]
    return rows


def _payment(quote: Quote, language: str) -> list[str]:
    if not quote.deposit_vnd:
        return [_("All of it is paid at the village.")]
    told = {"deposit": format_vnd(quote.deposit_vnd, language)}
    return [
        _("The deposit of %(deposit)s is paid to the house ahead of the visit, once the quote is accepted.") % told,
        _("The rest is paid at the village."),
    ]


def _numbers(quote: Quote) -> list[str]:
    told = {"when": moment_text(quote.freeze_at)}
    texts = [_("The group may change its numbers until %(when)s, at the prices above.") % told]
    return [*texts, *filter(None, [group_texts.company_text(company_quoted(quote))])]


def _leaving(agreed: dict[str, Any]) -> list[str]:
    """Once where all visits have the same terms, else with the name of each booking."""
    terms: dict[tuple[int, str], list[str]] = {}
    for visit in agreed["visits"]:
        terms.setdefault((visit["free_cancel_hours"], visit["cancel_steps"]), []).append(visit["reference"])
    texts = []
    for (hours, steps), references in terms.items():
        head = "" if len(terms) == 1 else _("Booking %(which)s: ") % {"which": ", ".join(references)}
        texts.append(head + _leaving_text(hours, steps))
    return [*texts, _("Where the house cancels, the group owes nothing, and what it has paid comes back.")]


def _leaving_text(hours: int, steps: str) -> str:
    if not hours:
        return _("The group may cancel free of charge until it begins.")
    free = _("The group may cancel free of charge until %(before)s before the visit begins.")
    later = cancel_step_lines(steps) or [_("After that, the two settle it between them.")]
    return " ".join([free % {"before": before_text(hours)}, *later])


def _tongue(language: str) -> list[str]:
    """On both: whoever signs one of them knows of the other."""
    return [_("This paper is made in Vietnamese and in English. Where they differ, the Vietnamese one holds.")]
