"""Money of one booking: taken, given back, left by agreement, and each of them taken back."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bookings.desk.bookings.purse import make_purse
from bookings.desk.money.forms import MoneyForm, PayForm, RefundForm
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import accepts, back_to_booking, booking_url, changes
from bookings.desk.shell.lookups import booking_by_reference
from bookings.desk.shell.page import desk_page
from bookings.domain.money import ledger
from bookings.domain.money.online.refunding import give_back
from bookings.domain.money.owing import account
from bookings.enums import LedgerState, OnlineProvider
from bookings.models import LedgerEntry
from bookings.tasks import refund_soon
from common.words.money import format_vnd

READS = ["GET", "HEAD", "POST"]


@require_http_methods(READS)
def pay(request: DeskRequest, reference: str) -> HttpResponse:
    done = _("Collected %(amount)s from %(name)s.")
    return _money(request, reference, "pay", PayForm, ledger.take_payment, done)


@require_http_methods(READS)
def refund(request: DeskRequest, reference: str) -> HttpResponse:
    done = _("Gave %(amount)s back to %(name)s.")
    if request.POST.get("method") in OnlineProvider.values:
        done = _("%(amount)s goes back to %(name)s through the gateway; what it answers stands here soon.")
    answer = _money(request, reference, "refund", RefundForm, give_back, done)
    refund_soon()
    return answer


@require_http_methods(READS)
def waive(request: DeskRequest, reference: str) -> HttpResponse:
    return _money(request, reference, "waive", MoneyForm, ledger.waive, _("Noted: %(name)s pays %(amount)s less."))


@require_http_methods(READS)
def keep_rest(request: DeskRequest, reference: str) -> HttpResponse:
    done = _("Noted: you keep %(amount)s, as agreed with %(name)s.")
    return _money(request, reference, "keep_rest", MoneyForm, ledger.keep_rest, done)


def _money(
    request: DeskRequest,
    reference: str,
    what: str,
    form_class: type[MoneyForm],
    write: Callable[..., LedgerEntry],
    done: str,
) -> HttpResponse:
    """A tap carries all that is asked; where it does not, or on a GET, a page asks for it."""
    booking, now = booking_by_reference(request.desk_host, reference), timezone.now()
    due = abs(account(booking).due)
    form = form_class(request.POST if request.method == "POST" else None, due=due, part="part" in request.GET)
    written: list[LedgerEntry] = []

    def act() -> None:
        written.append(write(booking=booking, by=request.user, now=now, **form.chosen()))

    if form.is_bound and form.is_valid() and accepts(form, act):
        said = {"amount": format_vnd(written[0].amount_vnd), "name": booking.contact_name}
        if written[0].created_at != now:
            messages.info(request, _("It was so already: nothing has changed."))
        else:
            messages.success(request, done % said)
        return back_to_booking(request, booking)
    if form.is_bound and not form["amount"].data and not form["note"].data:
        # A tap without a form to go back to: the sentence goes where the thumb was.
        for errors in form.errors.values():
            messages.error(request, " ".join(str(error) for error in errors))
        return back_to_booking(request, booking, at_row=False)
    context = {
        "booking": booking,
        "what": what,
        "form": form,
        "due": due,
        "purse": make_purse(booking, request.desk_host, now=now),
        "back_url": booking_url(request.desk_host, booking),
        "came_back": (request.POST or request.GET).get("back", ""),
    }
    return desk_page(request, "desk/money/amount.html", context, current="bookings")


@require_POST
def entry_reverse(request: DeskRequest, reference: str, pk: int) -> HttpResponse:
    return _entry(
        request,
        reference,
        pk,
        lambda entry: ledger.reverse(entry=entry, by=request.user, now=timezone.now()),
        _("Taken back: %(amount)s."),
    )


@require_POST
def entry_arrived(request: DeskRequest, reference: str, pk: int) -> HttpResponse:
    return _ended(request, reference, pk, LedgerState.ARRIVED, _("Noted: %(amount)s has arrived."))


@require_POST
def entry_bounced(request: DeskRequest, reference: str, pk: int) -> HttpResponse:
    return _ended(
        request, reference, pk, LedgerState.BOUNCED, _("Noted: %(amount)s came back, and is to be given back anew.")
    )


def _ended(request: DeskRequest, reference: str, pk: int, state: LedgerState, done: str) -> HttpResponse:
    def end(entry: LedgerEntry) -> LedgerEntry:
        return ledger.refund_ends(entry=entry, state=state, by=request.user, now=timezone.now())

    return _entry(request, reference, pk, end, done)


def _entry(
    request: DeskRequest, reference: str, pk: int, act: Callable[[LedgerEntry], object], done: str
) -> HttpResponse:
    booking = booking_by_reference(request.desk_host, reference)
    entry = LedgerEntry.objects.filter(booking=booking, pk=pk).select_related("booking").first()
    if entry is None:
        raise Http404
    changes(
        request,
        lambda: act(entry),
        done % {"amount": format_vnd(entry.amount_vnd)},
        rows=lambda: LedgerEntry.objects.filter(booking=booking).values_list("pk", "state"),
    )
    return back_to_booking(request, booking)
