"""What house and group agreed beside the lines of a quote, frozen when it was accepted: it is what a contract says."""

from collections.abc import Sequence
from typing import Any

from bookings.domain.groups.numbers import GROWN, Company
from bookings.enums import QuoteLineKind
from bookings.models import Booking, Quote, QuoteLine
from villages.models import Host


def agreement_told(host: Host, bookings: Sequence[Booking]) -> dict[str, Any]:
    """As a quote keeps it: who the house is, and of each visit where it is and its terms. Nothing of the guest."""
    return {
        "host": {
            "name": host.name,
            "legal_name": host.legal_name,
            "registration_number": host.registration_number,
            "address": host.address,
            "phone": host.phone.as_national,
            "is_example": host.is_made_up,
        },
        "visits": [
            {
                "reference": booking.reference,
                "name": booking.slot.experience.name,
                "name_en": booking.slot.experience.name_en,
                "place": booking.told_place or host.address,
                "free_cancel_hours": booking.free_cancel_hours,
                "cancel_steps": booking.cancel_steps,
            }
            for booking in bookings
        ],
    }


def agreed_of(quote: Quote) -> dict[str, Any]:
    """Of an accepted quote with its request and host; one from before it was kept says what stands now."""
    if quote.agreed:
        return quote.agreed
    bookings = Booking.objects.filter(quoted__quote=quote, confirmed_at__isnull=False)
    bookings = bookings.select_related("slot__experience").order_by("slot__starts_at", "pk")
    return agreement_told(quote.request.host, list(bookings))


def company_quoted(quote: Quote) -> Company:
    """Of the quote's largest visit."""
    visits: dict[int | None, list[QuoteLine]] = {}
    for line in QuoteLine.objects.filter(quote=quote, kind=QuoteLineKind.VISIT):
        visits.setdefault(line.slot_id, []).append(line)
    biggest = max(visits.values(), key=lambda lines: sum(line.quantity for line in lines))
    grown = sum(line.quantity for line in biggest if line.type in GROWN)
    return Company(adults=grown, young=sum(line.quantity for line in biggest) - grown)


def accepted_quote(request_id: int) -> Quote | None:
    """The one a request's contract is of, with request and host; None once whoever asked is forgotten."""
    found = Quote.objects.filter(request=request_id, accepted_at__isnull=False, request__erased_at__isnull=True)
    return found.select_related("request__host").first()
