"""Opening hours: the host's schedules in words, and one form for each kind."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings.desk.calendar.rule_words import days_said, schedule_spans, span_text
from bookings.desk.calendar.rules_list import KINDS, kind_links, kind_of, schedule_line, schedule_sections
from bookings.desk.calendar.schedule_forms import HostScheduleForm
from bookings.desk.shell import affected_parties
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import after_rules, changes
from bookings.desk.shell.page import desk_page
from bookings.desk.shell.undo import read_undo, undo_token
from bookings.domain.calendar import conflicts
from bookings.domain.calendar.recurrence import has_time_to_come
from bookings.domain.calendar.schedules import (
    SAID,
    ChangedMeanwhile,
    RemovedMeanwhile,
    left_without_time,
    remove_schedule,
    said_by,
    same_as,
    save_schedule,
)
from bookings.enums import ScheduleKind
from bookings.forms.affected import has_seen
from bookings.models import Schedule
from common.cms.opened import Sent, opened
from common.http.compress import repeats_nothing
from common.words.numbers import read_id
from experiences.models import Experience


@require_safe
@repeats_nothing()
def schedules(request: DeskRequest) -> HttpResponse:
    """By experience, each with its next days; and what was removed a moment ago, to take it back."""
    context: dict[str, object] = {"sections": schedule_sections(request.desk_host, today=timezone.localdate())}
    removed = _removed(request, request.GET.get("undo", ""))
    if removed:
        context |= {"removed": schedule_line(removed, today=timezone.localdate()), "undo": request.GET["undo"]}
        context["open_conflicts"] = conflicts.count_open(request.desk_host, now=timezone.now())
    return desk_page(request, "desk/calendar/schedules.html", context, current="setup")


@require_http_methods(["GET", "HEAD", "POST"])
def schedule_new(request: DeskRequest) -> HttpResponse:
    """The kind first, then its form."""
    kind = kind_of(request.POST or request.GET)
    experience = _experiences(request).filter(pk=read_id(request.GET.get("experience"))).first()
    if kind is None:
        context = {"kinds": kind_links(request.desk_host, experience)}
        return desk_page(request, "desk/calendar/schedule_kind.html", context, current="setup")
    initial = {"experience": experience} if experience else {}
    return _form_page(request, Schedule(kind=kind, times=[], dates=[]), initial=initial)


@require_http_methods(["GET", "HEAD", "POST"])
def schedule(request: DeskRequest, pk: int) -> HttpResponse:
    """One that was removed while somebody had it open keeps what they typed, to be made anew."""
    kind = kind_of(request.POST)
    if kind and not Schedule.objects.filter(pk=pk).exists():
        return _anew(request, kind)
    return _form_page(request, _schedule_of(request, pk))


@require_POST
def schedule_remove(request: DeskRequest, pk: int) -> HttpResponse:
    """Says first who has booked its times; afterwards it can be taken back for a day."""
    host, now = request.desk_host, timezone.now()
    if not Schedule.objects.filter(pk=pk).exists():
        messages.info(request, _("This is not there any more."))
        return redirect("desk:schedules", host=host.slug)
    found = _schedule_of(request, pk)
    bookings = left_without_time(schedule=found, stays=False, now=now)
    if not has_seen(request.POST, bookings):
        context = affected_parties.affected_context(bookings) | {
            "pk": pk,
            "line": schedule_line(found, today=timezone.localdate()),
        }
        return desk_page(request, "desk/calendar/schedule_remove.html", context, current="setup")
    token = undo_token(found, host=host, fields=SAID)
    remove_schedule(schedule=found, now=now)
    return HttpResponseRedirect(f"{reverse('desk:schedules', args=[host.slug])}?undo={token}")


@require_POST
def schedule_undo(request: DeskRequest) -> HttpResponse:
    again = read_undo(request.POST.get("undo", ""), model=Schedule, host=request.desk_host)
    if again is None or not _experiences(request).filter(pk=again.experience_id).exists():
        messages.error(request, _("It is too late to take this back. Please add it again."))
    else:
        changes(
            request,
            lambda: save_schedule(schedule=again, now=timezone.now()),
            _("Taken back: these times are offered again."),
            rows=lambda: Schedule.objects.filter(experience=again.experience_id).values_list("pk"),
        )
    return redirect("desk:schedules", host=request.desk_host.slug)


def _form_page(
    request: DeskRequest, found: Schedule, *, initial: dict | None = None, anew: bool = False
) -> HttpResponse:
    host, today, now = request.desk_host, timezone.localdate(), timezone.now()
    kind, stood = ScheduleKind(found.kind), said_by(found) if found.pk else None
    standing = HostScheduleForm(host=host, kind=kind, instance=found, initial=initial)
    sent = Sent(request.POST, standing) if found.pk else None
    form = standing
    if request.method == "POST":
        data = sent.data if sent else request.POST
        form = HostScheduleForm(data, host=host, kind=kind, instance=found, initial=initial)
    context = {"form": form, "kind": kind.value, "pk": found.pk, "kind_text": KINDS[kind]["title"]}
    if found.pk:
        context |= {"experience": found.experience, "opened": opened(standing)}
    if anew:
        context["action"] = reverse("desk:schedule_new", args=[host.slug])
    elif request.method == "POST" and (sent.accepted(form) if sent else form.is_valid()):
        context["spans"] = [span_text(span) for span in schedule_spans(form.instance, today=today)]
        bookings = left_without_time(schedule=form.instance, now=now)
        context |= affected_parties.affected_context(bookings)
        if "show" in request.POST:
            context |= {"shown": True, "affected": []}
        elif has_seen(request.POST, bookings):
            try:
                return _save(request, form, affected=bool(bookings), stood=stood)
            except ChangedMeanwhile:
                # Compared with what stands by now.
                return _form_page(request, _schedule_of(request, found.pk))
            except RemovedMeanwhile:
                return _anew(request, kind)
    return desk_page(request, "desk/calendar/schedule_form.html", context, current="setup")


def _anew(request: DeskRequest, kind: ScheduleKind) -> HttpResponse:
    """What was typed into the form of one that is gone, as the form of a new one."""
    messages.warning(request, str(RemovedMeanwhile.message))
    return _form_page(request, Schedule(kind=kind, times=[], dates=[]), anew=True)


def _save(request: DeskRequest, form: HostScheduleForm, *, affected: bool, stood: dict | None) -> HttpResponse:
    now, changed = timezone.now(), form.instance
    stands = not form.has_changed() if changed.pk else same_as(changed) is not None
    made = save_schedule(schedule=changed, now=now, stood=stood)
    if stands and not made:
        messages.info(request, _("It was so already: nothing has changed."))
    elif made:
        said = ngettext("Saved. %(n)s new time can be booked.", "Saved. %(n)s new times can be booked.", made)
        messages.success(request, said % {"n": made})
    else:
        comes = has_time_to_come(changed, now=now)
        messages.success(request, _("Saved.") if comes else _("Saved. No time to come follows from it."))
    if over := form.days_over(today=timezone.localdate(now)):
        messages.warning(request, _("These days are over and bring nothing: %(days)s.") % {"days": days_said(over)})
    return after_rules(request, "schedules", affected=affected, now=now)


def _experiences(request: DeskRequest):
    return Experience.objects.for_host(request.desk_host)


def _schedule_of(request: DeskRequest, pk: int) -> Schedule:
    rows = Schedule.objects.filter(experience__host=request.desk_host).select_related("experience")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _removed(request: DeskRequest, token: str) -> Schedule | None:
    """The schedule in `token`, where its experience is still the host's and it was not taken back yet."""
    found = read_undo(token, model=Schedule, host=request.desk_host) if token else None
    if found is None or not _experiences(request).filter(pk=found.experience_id).exists():
        return None
    return found if same_as(found) is None else None
