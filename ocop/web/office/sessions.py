"""Sessions of a council: their agenda, who has signed, closing, minutes. Nobody reads a sheet of others before that."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common.data.refusal import Refused
from ocop.domain.dossier import council, sheets
from ocop.enums import CouncilSeat
from ocop.models import AgendaItem, CouncilSession, ScoreSheet
from ocop.web.office.access import OfficeRequest
from ocop.web.office.council_forms import MinutesForm
from ocop.web.office.page import office_page
from ocop.web.office.paper_links import of_item, of_session

SHOWN = 50


@require_safe
def index(request: OfficeRequest) -> HttpResponse:
    context = {
        "sessions": _theirs(request).select_related("council", "round").prefetch_related("items")[:SHOWN],
        "councils": request.office.councils.all() if request.office_may.decide else [],
    }
    return office_page(request, "ocop/office/sessions.html", context, current="sessions")


@require_safe
def show(request: OfficeRequest, pk: int) -> HttpResponse:
    return session_page(request, session_of(request, pk))


@require_POST
def close(request: OfficeRequest, pk: int) -> HttpResponse:
    found = session_of(request, pk)
    try:
        council.close(session=found, by=request.user, now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused.message))
        return session_page(request, found, status=400)
    messages.success(request, _("The session is closed. Its sheets are open to be read, and nobody changes them."))
    return redirect("office:session", request.office.slug, found.pk)


@require_POST
def minutes(request: OfficeRequest, pk: int) -> HttpResponse:
    found = session_of(request, pk)
    form = MinutesForm(request.POST)
    if form.is_valid():
        try:
            council.write_minutes(session=found, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused.message))
        else:
            messages.success(request, _("The minutes are kept: decisions can be entered."))
            return redirect("office:session", request.office.slug, found.pk)
    return session_page(request, found, minutes=form, status=400)


@require_POST
def open_again(request: OfficeRequest, pk: int, sheet: int) -> HttpResponse:
    """A signed sheet goes back to its member, where totals lie too far apart or rules differ."""
    found = session_of(request, pk)
    try:
        row = get_object_or_404(ScoreSheet, pk=sheet, item__session=found)
        sheets.open_again(sheet=row, by=request.user, now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused.message))
        return session_page(request, found, status=400)
    messages.success(request, _("The sheet is open again: its member signs anew."))
    return redirect("office:session", request.office.slug, found.pk)


def session_of(request: OfficeRequest, pk: int) -> CouncilSession:
    """One of this office's; a council member's own alone. Raises Http404."""
    return get_object_or_404(_theirs(request).select_related("council__office", "round"), pk=pk)


def session_page(
    request: OfficeRequest, found: CouncilSession, *, minutes: MinutesForm | None = None, status: int = 200
) -> HttpResponse:
    members = list(found.council.members.filter(left_on__isnull=True, scores=True).select_related("user"))
    items = found.items.select_related("submission__dossier__host").prefetch_related(
        "sheets__member__user", "sheets__signed_papers"
    )
    seat = sheets.seat_of(found, request.user)
    may_write = request.office_may.decide and found.closed_at and not found.minutes_at
    context = {
        "session": found,
        "council": found.council,
        "members": members,
        "seat": seat,
        "items": [_item(request, item, members, seat, closed=found.closed_at is not None) for item in items],
        "papers": of_session(request.office, request.office_may, found),
        "needs": council.quorum(found.council),
        # What was typed is shown, whatever has become of the session meanwhile.
        "minutes_form": minutes or (MinutesForm() if may_write else None),
        "chair": next((each for each in members if each.seat == CouncilSeat.CHAIR), None),
    }
    return office_page(request, "ocop/office/session.html", context, current="sessions", status=status)


def _theirs(request: OfficeRequest):
    found = CouncilSession.objects.filter(council__office=request.office)
    if request.office_may.decide:
        return found
    return found.filter(council__members__user=request.user, council__members__left_on__isnull=True)


def _item(request: OfficeRequest, item: AgendaItem, members: list, seat, *, closed: bool) -> dict:
    """Who has signed; the sums only once the session is closed, and one's own at any time."""
    signed = {sheet.member_id: sheet for sheet in item.sheets.all() if sheet.signed_at}
    rows = [
        {"member": member, "sheet": signed.get(member.pk), "total": _total(signed.get(member.pk), member, seat, closed)}
        for member in members
    ]
    own = next((sheet for sheet in item.sheets.all() if seat and sheet.member_id == seat.pk), None)
    papers = of_item(request.office, request.office_may, request.user, item, closed=closed)
    told = {"row": item, "rows": rows, "signed": len(signed), "own": own, "papers": papers}
    return told | {"name": item.submission.content["name"]}


def _total(sheet: ScoreSheet | None, member, seat, closed: bool) -> int | None:
    if sheet is None or not (closed or (seat and member.pk == seat.pk)):
        return None
    return sheet.total
