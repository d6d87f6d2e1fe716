"""Days off: of the house, of one experience, of a shared thing; once, or every year by the lunar calendar."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings.desk.calendar.closure_forms import DAYS, LUNAR, TET, ClosureForm
from bookings.desk.calendar.rule_words import closure_spans, span_text
from bookings.desk.calendar.rules_list import closure_line, closure_lines, keeps_tet
from bookings.desk.shell import affected_parties
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import accepts, after_rules, changes
from bookings.desk.shell.page import desk_page
from bookings.desk.shell.undo import read_undo, undo_token
from bookings.domain.calendar import closures, conflicts
from bookings.domain.calendar.recurrence import lunar_span
from bookings.forms.affected import has_seen
from bookings.models import Closure, Resource
from common.http.compress import repeats_nothing
from experiences.models import Experience

SAID = [
    "experience",
    "resource",
    "first_day",
    "last_day",
    "lunar_first_month",
    "lunar_first_day",
    "lunar_last_month",
    "lunar_last_day",
    "reason",
]


@require_safe
@repeats_nothing()
def closures_list(request: DeskRequest) -> HttpResponse:
    """What is closed, and what was removed a moment ago, to take it back."""
    host, today, token = request.desk_host, timezone.localdate(), request.GET.get("undo", "")
    context = {"lines": closure_lines(host, today=today), "keeps_tet": keeps_tet(host)}
    removed = _removed(request, token)
    if removed and not Closure.objects.filter(host=host, **_said(removed)).exists():
        context |= {"removed": closure_line(removed, today=today), "undo": token}
    return desk_page(request, "desk/calendar/closures.html", context, current="setup")


@require_http_methods(["GET", "HEAD", "POST"])
def closure_new(request: DeskRequest) -> HttpResponse:
    """Days off of one kind; ?kind=tet is the lunar form with Tết filled in."""
    host, now = request.desk_host, timezone.now()
    asked = (request.POST or request.GET).get("kind", DAYS)
    kind = LUNAR if asked in (LUNAR, "tet") else DAYS
    form = ClosureForm(request.POST or None, host=host, kind=kind, initial=TET if asked == "tet" else {})
    context = {"form": form, "kind": asked if kind == LUNAR else DAYS, "choices": _choices(request, asked)}
    if request.method == "POST" and form.is_valid():
        closure = form.closure()
        context["spans"] = [span_text(span) for span in closure_spans(closure, today=timezone.localdate())]
        bookings = conflicts.preview_closure(closure, now=now)
        context |= affected_parties.affected_context(bookings)
        stood = closures.standing(closure) is not None
        if "show" in request.POST:
            context |= {"shown": True, "affected": []}
        elif has_seen(request.POST, bookings) and accepts(
            form, lambda: closures.close(host=host, by=request.user, now=now, **form.closing())
        ):
            if stood:
                messages.info(request, _("These days were closed already: nothing has changed."))
            else:
                messages.success(request, _("Closed: nobody new can book these days."))
            return after_rules(request, "closures", affected=bool(bookings), now=now)
    return desk_page(request, "desk/calendar/closure_form.html", context, current="setup")


@require_POST
def closure_remove(request: DeskRequest, pk: int) -> HttpResponse:
    """Offer the days again; it can be taken back for a day."""
    host = request.desk_host
    found = Closure.objects.filter(host=host, pk=pk).select_related("host", "experience", "resource").first()
    if found is None:
        if Closure.objects.filter(pk=pk).exists():
            raise Http404
        messages.info(request, _("This is not there any more."))
        return redirect("desk:closures", host=host.slug)
    token = undo_token(found, host=host, fields=SAID)
    closures.remove(closure=found, now=timezone.now())
    return HttpResponseRedirect(f"{reverse('desk:closures', args=[host.slug])}?undo={token}")


@require_POST
def closure_undo(request: DeskRequest) -> HttpResponse:
    host, again = request.desk_host, _removed(request, request.POST.get("undo", ""))
    if again is None:
        messages.error(request, _("It is too late to take this back. Please add it again."))
        return redirect("desk:closures", host=host.slug)
    days = {"days": (again.first_day, again.last_day)} if again.first_day else {"lunar": lunar_span(again)}
    changes(
        request,
        lambda: closures.close(
            host=host,
            by=request.user,
            now=timezone.now(),
            experience=again.experience,
            resource=again.resource,
            reason=again.reason,
            **days,
        ),
        _("Taken back: these days are closed again."),
        rows=lambda: Closure.objects.filter(host=host).values_list("pk"),
    )
    return redirect("desk:closures", host=host.slug)


def _choices(request: DeskRequest, asked: str) -> list[dict]:
    """The ways to say the days, for components/day_chips.html."""
    words = [(DAYS, _("From – to")), (LUNAR, _("Lunar")), ("tet", _("Tết"))]
    url = reverse("desk:closure_new", args=[request.desk_host.slug])
    return [{"text": text, "url": f"{url}?kind={kind}", "selected": kind == asked} for kind, text in words]


def _said(closure: Closure) -> dict:
    return {name: getattr(closure, name) for name in SAID if name != "reason"}


def _removed(request: DeskRequest, token: str) -> Closure | None:
    """The days off in `token`, where what they close is still the host's."""
    host = request.desk_host
    found = read_undo(token, model=Closure, host=host) if token else None
    if found is None:
        return None
    found.host = host
    if found.experience_id:
        found.experience = Experience.objects.for_host(host).filter(pk=found.experience_id).first()
    if found.resource_id:
        found.resource = Resource.objects.filter(host=host, pk=found.resource_id).first()
    gone = (found.experience_id is None) != (found.experience is None) or (found.resource_id and not found.resource)
    return None if gone else found
