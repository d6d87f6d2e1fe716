"""Councils of a province: set up, seats, sessions. And the rounds of its year."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common.data.refusal import Refused
from ocop.domain.dossier import council, rounds, seats
from ocop.domain.dossier.seats import Regulation
from ocop.models import Council, CouncilSession
from ocop.web.office.access import OfficeRequest
from ocop.web.office.council_forms import CouncilForm, RoundForm, SeatForm, SessionForm
from ocop.web.office.page import office_page

T = TypeVar("T")


@require_http_methods(["GET", "HEAD", "POST"])
def councils(request: OfficeRequest) -> HttpResponse:
    office = request.office
    form = CouncilForm(request.POST if request.method == "POST" else None)

    def act(data: dict) -> Council:
        names = ("quorum_percent", "largest_spread", "decimals", "regulation")
        regulation = Regulation(**{name: data.pop(name) for name in names})
        return seats.set_up(office=office, regulation=regulation, **data)

    made = done(form, act)
    if made is not None:
        messages.success(request, _("The council is set up. Give its seats to its members."))
        return redirect("office:council", office.slug, made.pk)
    context = {"form": form, "councils": office.councils.prefetch_related("members__user")}
    return office_page(request, "ocop/office/councils.html", context, current="sessions", status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: OfficeRequest, pk: int) -> HttpResponse:
    """A council with its seats; what is sent gives one."""
    found = council_of(request, pk)
    form = SeatForm(request.POST if request.method == "POST" else None)
    if done(form, lambda data: seats.give_seat(council=found, **data)) is not None:
        messages.success(request, _("The seat is given."))
        return redirect("office:council", request.office.slug, found.pk)
    return _council(request, found, seat=form, status=_status(form))


@require_POST
def leave(request: OfficeRequest, pk: int, member: int) -> HttpResponse:
    found = council_of(request, pk)
    seats.leave(member=get_object_or_404(found.members, pk=member), now=timezone.now())
    messages.success(request, _("The seat is free. What was signed stays."))
    return redirect("office:council", request.office.slug, found.pk)


@require_POST
def hold(request: OfficeRequest, pk: int) -> HttpResponse:
    found = council_of(request, pk)
    form = SessionForm(request.POST, office=request.office)
    made = done(form, lambda data: council.hold(council=found, **data))
    if made is not None:
        messages.success(request, _("The session stands. Put dossiers on its agenda from their pages."))
        return redirect("office:session", request.office.slug, made.pk)
    return _council(request, found, session=form, status=400)


@require_http_methods(["GET", "HEAD", "POST"])
def year_rounds(request: OfficeRequest) -> HttpResponse:
    """The office's rounds; those of the law for this year where it wrote none."""
    office = request.office
    form = RoundForm(request.POST if request.method == "POST" else None, initial={"year": timezone.localdate().year})
    today = timezone.localdate()
    if form.is_bound:
        # Those that the page shows stand beside the one that is written.
        rounds.ensure_rounds(office, today.year)
    if done(form, lambda data: rounds.set_round(office=office, **data)) is not None:
        messages.success(request, _("Saved."))
        return redirect("office:rounds", office.slug)
    context = {"form": form, "rounds": rounds.rounds_of(office, today.year), "today": today}
    return office_page(request, "ocop/office/rounds.html", context, current="rounds", status=_status(form))


def done(form: Form, act: Callable[[dict], T]) -> T | None:
    """What `act` made of a form that was sent and is right; else None, and the form says why."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return act(form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused.message))
        return None


def council_of(request: OfficeRequest, pk: int) -> Council:
    return get_object_or_404(request.office.councils, pk=pk)


def _council(
    request: OfficeRequest,
    found: Council,
    *,
    seat: SeatForm | None = None,
    session: SessionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "council": found,
        "members": found.members.filter(left_on__isnull=True).select_related("user"),
        "quorum": council.quorum(found),
        "sessions": CouncilSession.objects.filter(council=found).select_related("round"),
        "seat_form": seat or SeatForm(),
        "session_form": session or SessionForm(office=request.office, initial={"held_on": timezone.localdate()}),
    }
    return office_page(request, "ocop/office/council.html", context, current="sessions", status=status)


def _status(form: Form) -> int:
    return 400 if form.is_bound else 200
