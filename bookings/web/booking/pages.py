"""One booking: the details to fill in while it is held, the ticket once it is confirmed, and what became of it."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bookings import texts
from bookings.domain.booking.cancel import can_restore
from bookings.domain.booking.confirm import HoldOver, confirm
from bookings.domain.booking.contact import may_mend_words
from bookings.domain.booking.discount import DiscountRefused, use_code
from bookings.domain.booking.extend import extend_hold, may_extend
from bookings.domain.booking.interpreter import Followed, follow_language
from bookings.domain.booking.own_move import may_move
from bookings.domain.booking.own_party import may_have_fewer, may_have_more
from bookings.domain.booking.questions import may_ask
from bookings.domain.booking.say_paid import may_say_paid
from bookings.domain.money.if_cancelled import if_cancelled
from bookings.domain.reviews.row import review_of
from bookings.domain.reviews.write import why_not
from bookings.domain.seats import opening
from bookings.domain.seats.on_sale import NotOpen
from bookings.domain.seats.opening import TermsChanged
from bookings.enums import EXPECTED, TAKES_SEATS, Awaits, BookingStatus, CancelledBy, MessageKind, SlotDecision
from bookings.forms.details import DetailsForm
from bookings.links import booking_token, check_in_url, entry_token
from bookings.models import Booking
from bookings.online_words import online_words
from bookings.payment_words import payment_text
from bookings.web.access import takes_form, whole_booking, with_bare_booking, with_booking
from bookings.web.booking.asked import details_form, typed
from bookings.web.booking.online import lets_pay
from bookings.web.booking.paying_ahead import pay_ahead
from bookings.web.booking.qr import inline_svg
from bookings.web.booking.receipt import paid
from bookings.web.booking.release import entry_of
from bookings.web.way_back import choose_again_url, story_of
from common.data.refusal import Refused
from common.http.throttle import address_key, too_many
from common.words.dates import moment_text
from outbox.tasks import drain_soon
from villages.enums import StepKind

# An offer lasts for hours: until the last of them, a date and a time say more than a running clock.
LONG = dt.timedelta(hours=1)
CODES_TRIED = "20/hour"


def _context(request: HttpRequest, booking: Booking) -> dict:
    experience = booking.slot.experience
    story = story_of(request, experience)
    return {
        "booking": booking,
        "experience": experience,
        "host": experience.host,
        "story": story,
        "title": story.title,
        "token": booking_token(booking),
        "again_url": choose_again_url(request, booking),
        "when_text": texts.when_text(booking.slot),
        "lunar_text": texts.lunar_text(booking.slot),
        "place_text": texts.place_text(booking),
        "party_text": texts.party_text(booking),
        "cancel_text": texts.cancel_text(booking),
        "payment_text": payment_text(booking),
        "minimum_text": texts.minimum_text(booking.slot),
        "ready_text": texts.ready_text(booking.slot),
        "lines": texts.money_lines(booking, get_language() or "vi"),
    }


@require_safe
@with_booking
def show(request: HttpRequest, booking: Booking) -> HttpResponse:
    """The page that the status calls for."""
    now = timezone.now()
    if booking.status == BookingStatus.ON_HOLD and booking.hold_expires_at > now:
        return _details(request, booking, details_form(booking, initial=_told(booking)))
    if booking.status == BookingStatus.PENDING and booking.hold_expires_at > now:
        if booking.awaits == Awaits.PAYMENT:
            return pay_ahead(request, _context(request, booking))
        return render(request, "bookings/booking/awaiting.html", _context(request, booking) | _awaiting(booking))
    if booking.status in EXPECTED:
        context = _context(request, booking) | _ticket(booking)
        return lets_pay(render(request, "bookings/booking/ticket.html", context))
    entry = entry_of(booking)
    if entry is not None and booking.confirmed_at is None:
        # The place in the list says what became of its offer.
        return redirect("bookings:waiting", entry_token(entry))
    context = _context(request, booking)
    context["may_restore"] = can_restore(booking, by=CancelledBy.GUEST, now=now)
    context["was_confirmed"] = booking.confirmed_at is not None
    context |= paid(booking) | {"online": online_words(booking, now=now)}
    context["called_off"] = booking.slot.decision == SlotDecision.CALLED_OFF
    ran_out = booking.status in (BookingStatus.PENDING, BookingStatus.EXPIRED)
    context["unpaid"] = ran_out and booking.awaits == Awaits.PAYMENT
    context["may_say_paid"] = may_say_paid(booking, now=now)
    return render(request, "bookings/booking/over.html", context)


def _awaiting(booking: Booking) -> dict:
    return {
        "until_text": moment_text(booking.hold_expires_at),
        "was_written": booking.messages.filter(kind=MessageKind.PROOF).exists(),
    }


def _ticket(booking: Booking) -> dict:
    now = timezone.now()
    return {
        "qr_svg": inline_svg(check_in_url(booking)),
        "status_text": texts.status_text(booking),
        **paid(booking),
        "online": online_words(booking, now=now),
        "may_transfer": booking.slot.experience.host.takes_transfers,
        "leave_text": texts.leave_text(booking),
        "directions_url": texts.directions_url(booking),
        "may_cancel": booking.status == BookingStatus.CONFIRMED and booking.slot.starts_at > now,
        "may_move": may_move(booking, now=now),
        "may_change_party": may_have_more(booking, now=now) or may_have_fewer(booking, now=now),
        "may_mend_words": may_mend_words(booking, now=now),
        "may_ask": may_ask(booking, now=now),
        **_review(booking, now=now),
        "pieces_text": _pieces(booking),
        "free_of_charge": booking.free_cancel_until() >= now,
        "by_terms": if_cancelled(booking, now=now) if booking.cancel_steps else None,
    }


def _review(booking: Booking, *, now: dt.datetime) -> dict:
    """The way to say how it was, or to what was said."""
    review = review_of(booking)
    has_review = review is not None and review.taken_back_at is None
    if not has_review and why_not(booking, now=now) is not None:
        return {}
    return {"review_url": reverse("bookings:review", args=[booking_token(booking)]), "has_review": has_review}


def _pieces(booking: Booking) -> str:
    """`3 pieces, 1 of them ready`; empty where they made none."""
    kinds = list(booking.pieces.values_list("step__kind", flat=True))
    ready = kinds.count(StepKind.READY)
    if not kinds:
        return ""
    text = ngettext("%(n)s piece", "%(n)s pieces", len(kinds)) % {"n": len(kinds)}
    return _("%(pieces)s, ready: %(ready)s") % {"pieces": text, "ready": ready} if ready else text


def _details(
    request: HttpRequest,
    booking: Booking,
    form: DetailsForm,
    refusal: Refused | None = None,
    *,
    status: int = 200,
    followed: Followed | None = None,
    code_used: bool = False,
) -> HttpResponse:
    now = timezone.now()
    entry = entry_of(booking)
    # The form's own address shows nothing: the other language leads to the booking's.
    request.shown_at = reverse(  # type: ignore[attr-defined]  # read by pages.context
        "bookings:booking", args=[booking_token(booking)]
    )
    context = _context(request, booking) | {
        "form": form,
        "versions": opening.versions(),
        "refusal": str(refusal.message) if refusal else "",
        "followed": followed,
        "code_used": code_used,
        "another_may_do": not isinstance(refusal, NotOpen | TermsChanged),
        "seconds_left": max(0, int((booking.hold_expires_at - now).total_seconds())),
        "may_extend": entry is None and may_extend(booking, now=now),
        "entry_token": entry_token(entry) if entry else "",
        "deadline_text": moment_text(booking.hold_expires_at) if booking.hold_expires_at - now > LONG else "",
    }
    return render(request, "bookings/booking/details.html", context, status=status)


@takes_form(shown_at="bookings:booking")
@with_bare_booking
def confirm_booking(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Confirm; a second press, or Back and Book again, shows the ticket that stands."""
    if booking.status in TAKES_SEATS:
        return redirect("bookings:booking", booking_token(booking))
    form = details_form(booking, request.POST)
    if not form.is_valid():
        return _details(request, whole_booking(booking.uuid), form, status=422)
    try:
        language = form.cleaned_data.get("spoken_language", "")
        followed = follow_language(booking=booking, language=language, now=timezone.now())
        code_used = _use_code(request, booking, form)
        if followed or code_used:
            # Another sum than the one they pressed the button for: they look at it first.
            form, whole = details_form(booking, request.POST), whole_booking(booking.uuid)
            return _details(request, whole, form, followed=followed, code_used=code_used, status=422)
        confirm(
            booking=booking,
            contact=form.contact(),
            consent=form.cleaned_data["consent"],
            asked_from=address_key(request),
            terms_seen=request.POST.get("agreed", ""),
            now=timezone.now(),
        )
    except DiscountRefused as refusal:
        form.add_error("discount_code", str(refusal.message))
        return _details(request, whole_booking(booking.uuid), form, status=422)
    except Refused as refusal:
        status = 409 if isinstance(refusal, HoldOver) else 422
        return _details(request, whole_booking(booking.uuid), form, refusal, status=status)
    drain_soon()
    return redirect("bookings:booking", booking_token(booking))


def _use_code(request: HttpRequest, booking: Booking, form: DetailsForm) -> bool:
    """Whether what was typed made it another sum. Raises DiscountRefused, also of whoever tries one after the other."""
    typed_code = form.cleaned_data.get("discount_code", "")
    if "discount_code" not in form.changed_data:
        return False
    if typed_code and too_many(request, scope="discount-code", rate=CODES_TRIED):
        raise DiscountRefused(_("Too many codes were tried from here. Try again in an hour, or book without one."))
    return use_code(booking=booking, typed=typed_code, now=timezone.now())


@takes_form(shown_at="bookings:booking")
@with_booking
def more_time(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Keep the places a little longer, and what was typed so far in the form."""
    if booking.status in EXPECTED:
        return redirect("bookings:booking", booking_token(booking))
    form = details_form(booking, initial=typed(request))
    try:
        booking_now = extend_hold(booking=booking, now=timezone.now())
    except Refused as refusal:
        return _details(request, booking, form, refusal, status=422)
    booking.hold_expires_at = booking_now.hold_expires_at
    return _details(request, booking, form)


def _told(booking: Booking) -> dict:
    """What a guest told when joining the waiting list."""
    entry = entry_of(booking)
    if entry is None:
        return {}
    phone = entry.contact_phone.as_international if entry.contact_phone else ""
    return {"name": entry.contact_name, "phone": phone, "email": entry.contact_email, "note": entry.note}
