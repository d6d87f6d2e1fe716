"""Money in: what the bank says, and what a person makes of it where no rule could decide."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bookings.desk.money.incoming_forms import AsideForm, SplitForm
from bookings.desk.money.incoming_words import cards
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import accepts, changes
from bookings.desk.shell.lookups import bookings_of
from bookings.desk.shell.page import desk_page
from bookings.domain.money.bank import deciding
from bookings.domain.money.bank.speaking import speaks_for
from bookings.enums import OPEN_NOTICES, NoticeState
from bookings.models import BankNotice, LedgerEntry
from bookings.tasks import match_soon
from common.words.numbers import read_id
from villages.models import Host

PER_PAGE = 10
DECIDED = (NoticeState.MATCHED, NoticeState.SET_ASIDE)


@require_safe
def incoming(request: DeskRequest) -> HttpResponse:
    """Those to look at, or those of another state."""
    host, asked = request.desk_host, request.GET.get("show", "")
    shown = next((state for state in DECIDED if state == asked), NoticeState.TO_LOOK_AT)
    states = (shown,) if shown in DECIDED else OPEN_NOTICES
    rows = _own(host).filter(state__in=states).order_by("-happened_at", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    here = reverse("desk:incoming", args=[host.slug])
    tabs = [(NoticeState.TO_LOOK_AT, here), *((state, f"{here}?show={state.value}") for state in DECIDED)]
    context = {
        "page": page,
        "cards": cards(list(page), host),
        "tabs": [{"text": capfirst(state.label), "url": url, "selected": state == shown} for state, url in tabs],
        "base_url": f"?show={shown.value}&" if shown in DECIDED else "?",
        "shows_open": shown == NoticeState.TO_LOOK_AT,
        "up_url": reverse("desk:money", args=[host.slug]),
    }
    return desk_page(request, "desk/money/incoming.html", context, current="setup")


@require_safe
def incoming_one(request: DeskRequest, pk: int) -> HttpResponse:
    return _page(request, _notice(request, pk))


@require_POST
def incoming_accept(request: DeskRequest, pk: int) -> HttpResponse:
    """All of it for one booking by a tap, or its parts for several from the form."""
    notice, host = _notice(request, pk), request.desk_host
    if reference := request.POST.get("booking", ""):
        booking = bookings_of(host).filter(reference=reference).first()
        if booking is None:
            raise Http404
        parts = {booking.pk: notice.amount_vnd}
        return _decided(request, notice, lambda: _accept(request, notice, parts), _("Noted for %(name)s.") % {
            "name": booking.contact_name
        })  # fmt: skip
    form = SplitForm(request.POST, host=host)
    done: list[BankNotice] = []
    if form.is_valid() and accepts(form, lambda: done.append(_accept(request, notice, form.parts()))):
        return _say(request, notice, done[0], _("Noted for its bookings."))
    return _page(request, notice, split=form)


@require_POST
def incoming_row(request: DeskRequest, pk: int) -> HttpResponse:
    """It is a row of the ledger that was there, or tells how a refund ended."""
    notice = _notice(request, pk)
    entry = LedgerEntry.objects.filter(host=request.desk_host, pk=read_id(request.POST.get("entry")) or 0)
    row, now = entry.select_related("booking__slot__experience").first(), timezone.now()

    def act() -> None:
        if row is None:
            raise deciding.NotThisRow
        deciding.accept_row(notice=notice, entry=row, by=request.user, now=now)

    return _decided(request, notice, act, _("Noted."))


@require_POST
def incoming_aside(request: DeskRequest, pk: int) -> HttpResponse:
    """None of the house's bookings, with a reason; or the same as another notice."""
    notice, now = _notice(request, pk), timezone.now()
    if asked := request.POST.get("twin", ""):
        twin = _own(request.desk_host).filter(pk=read_id(asked) or 0).exclude(pk=pk).first()
        if twin is None:
            raise Http404
        return _decided(
            request,
            notice,
            lambda: deciding.set_aside(notice=notice, reason="", twin=twin, by=request.user, now=now),
            _("Set aside."),
        )
    form = AsideForm(request.POST)
    done: list[BankNotice] = []

    def act() -> None:
        reason = form.cleaned_data["reason"]
        done.append(deciding.set_aside(notice=notice, reason=reason, by=request.user, now=now))

    if form.is_valid() and accepts(form, act):
        return _say(request, notice, done[0], _("Set aside."))
    return _page(request, notice, aside=form)


@require_POST
def incoming_undo(request: DeskRequest, pk: int) -> HttpResponse:
    notice, now = _notice(request, pk), timezone.now()
    done = _("Taken back: look at it again.")
    answer = _decided(request, notice, lambda: deciding.undo(notice=notice, by=request.user, now=now), done)
    # A group whose deposit it was follows.
    match_soon()
    return answer


def count_to_look_at(host: Host) -> int:
    return BankNotice.objects.filter(host=host, state=NoticeState.TO_LOOK_AT).count()


def _accept(request: DeskRequest, notice: BankNotice, parts: dict[int, int]) -> BankNotice:
    return deciding.accept(notice=notice, parts=parts, by=request.user, now=timezone.now())


def _own(host: Host) -> QuerySet[BankNotice]:
    rows = BankNotice.objects.filter(host=host).select_related("host")
    return rows.prefetch_related("rows__entry__booking__slot", "moves")


def _notice(request: DeskRequest, pk: int) -> BankNotice:
    notice = _own(request.desk_host).filter(pk=pk).first()
    if notice is None:
        raise Http404
    return notice


def _decided(request: DeskRequest, notice: BankNotice, act: Callable[[], object], done: str) -> HttpResponseRedirect:
    """One tap, and back to the list; where a rule said no, to the notice as it is."""
    went = changes(request, act, done, rows=lambda: BankNotice.objects.filter(pk=notice.pk).values_list("state"))
    return _back(request, notice) if went else redirect("desk:incoming_one", host=request.desk_host.slug, pk=notice.pk)


def _say(request: DeskRequest, before: BankNotice, after: BankNotice, done: str) -> HttpResponseRedirect:
    if before.state == after.state:
        messages.info(request, _("It was so already: nothing has changed."))
    else:
        messages.success(request, done)
    return _back(request, before)


def _back(request: DeskRequest, notice: BankNotice) -> HttpResponseRedirect:
    if notice.state in OPEN_NOTICES:
        return redirect("desk:incoming", host=request.desk_host.slug)
    return redirect("desk:incoming_one", host=request.desk_host.slug, pk=notice.pk)


def _page(
    request: DeskRequest, notice: BankNotice, *, split: SplitForm | None = None, aside: AsideForm | None = None
) -> HttpResponse:
    host = request.desk_host
    is_open = notice.state in OPEN_NOTICES
    named = speaks_for([notice])[notice.pk].named if is_open and notice.came_in else []
    context = {
        "card": cards([notice], host)[0],
        "split": split or SplitForm(host=host, named=named),
        "may_split": is_open and notice.came_in and notice.amount_vnd > 0,
        "aside": aside or AsideForm(),
        "accept_url": reverse("desk:incoming_accept", args=[host.slug, notice.pk]),
        "aside_url": reverse("desk:incoming_aside", args=[host.slug, notice.pk]),
        "up_url": reverse("desk:incoming", args=[host.slug]),
        "moves": list(notice.moves.all()),
        "raw": [(name, value) for name, value in notice.raw.items() if not isinstance(value, dict | list)][:30],
    }
    return desk_page(request, "desk/money/incoming_one.html", context, current="setup")
