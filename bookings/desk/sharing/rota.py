"""Who does which visit, how the work is shared, and who is off."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings.desk.sharing.artisans import artisan_lines
from bookings.desk.sharing.before_saving import do_if_seen, short_context
from bookings.desk.sharing.rota_board import off_line, off_lines, rota_boards
from bookings.desk.sharing.rota_forms import DayOffForm, TurnForm
from bookings.desk.sharing.short_lines import say_short
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import accepts, after_rules, changes, succeeds
from bookings.desk.shell.page import desk_page
from bookings.desk.shell.undo import read_undo, undo_token
from bookings.domain.sharing import rota as domain
from bookings.domain.sharing.days_off import add_day_off, remove_day_off
from bookings.models import Assignment, DayOff, Resource
from common.words.numbers import read_id
from villages.models import Artisan

SAID = ["artisan", "first_day", "last_day", "reason"]


@require_safe
def rota(request: DeskRequest) -> HttpResponse:
    """The next fortnight's turns, the fairness bars, the days off."""
    host, now, token = request.desk_host, timezone.now(), request.GET.get("undo", "")
    context = {
        "rotas": rota_boards(host, now=now),
        "off": off_lines(host, today=timezone.localdate(now)),
        "people": (people := artisan_lines(host)),
        "has_people": any(person["active"] for person in people),
    }
    removed = _removed(request, token)
    if removed and not _again(removed).exists():
        context |= {"removed": off_line(removed, host=host), "undo": token}
    return desk_page(request, "desk/sharing/rota.html", context, current="setup")


@require_POST
def rota_choose(request: DeskRequest, pk: int) -> HttpResponse:
    """Give a turn of the rota `pk` to somebody else."""
    resource = get_object_or_404(Resource, host=request.desk_host, pk=pk)
    form = TurnForm(request.POST, resource=resource)
    if not form.is_valid():
        messages.error(request, str(domain.TurnChanged.message))
        return _back(request)
    slot, old, artisan = (form.cleaned_data[name] for name in ("slot", "old", "artisan"))
    changes(
        request,
        lambda: domain.choose(
            slot_id=slot.pk,
            resource_id=resource.pk,
            old_artisan_id=old.pk if old else None,
            artisan_id=artisan.pk,
            now=timezone.now(),
        ),
        _("%(name)s has this turn now, and the rota keeps to it.") % {"name": artisan.label},
        rows=_turns(resource, slot.pk),
    )
    return _back(request, slot.pk)


@require_POST
def rota_release(request: DeskRequest, pk: int) -> HttpResponse:
    """Let the rota decide again on a visit's turns."""
    resource = get_object_or_404(Resource, host=request.desk_host, pk=pk)
    slot_id = read_id(request.POST.get("slot"))
    if slot_id is not None:
        changes(
            request,
            lambda: domain.release(slot_id=slot_id, resource=resource, now=timezone.now()),
            _("The rota decides on this visit again."),
            rows=_turns(resource, slot_id),
        )
    return _back(request, slot_id)


@require_http_methods(["GET", "HEAD", "POST"])
def day_off_new(request: DeskRequest) -> HttpResponse:
    host, now = request.desk_host, timezone.now()
    form = DayOffForm(request.POST if request.method == "POST" else None, host=host)
    short: list[domain.Short] = []
    context: dict = {"form": form}

    def add() -> None:
        short[:] = add_day_off(**form.said(), now=now)[1]

    def add_if_seen() -> None:
        context.update(short_context(do_if_seen(host, add, request.POST, now=now)))

    if request.method == "POST" and form.is_valid() and accepts(form, add_if_seen) and not context["affected"]:
        messages.success(request, _("Noted. Turns on these days go to the others."))
        say_short(request, short)
        return after_rules(request, "rota", affected=bool(short), now=now)
    return desk_page(request, "desk/sharing/rota_day_off.html", context, current="setup")


@require_POST
def day_off_remove(request: DeskRequest, pk: int) -> HttpResponse:
    """They work after all; it can be taken back for a day."""
    host = request.desk_host
    found = DayOff.objects.filter(artisan__host=host, pk=pk).select_related("artisan").first()
    if found is None:
        if DayOff.objects.filter(pk=pk).exists():
            raise Http404
        messages.info(request, _("This is not there any more."))
        return _back(request)
    token = undo_token(found, host=host, fields=SAID)
    remove_day_off(day_off=found, now=timezone.now())
    return HttpResponseRedirect(f"{reverse('desk:rota', args=[host.slug])}?undo={token}")


@require_POST
def day_off_undo(request: DeskRequest) -> HttpResponse:
    removed = _removed(request, request.POST.get("undo", ""))
    if removed is None:
        messages.error(request, _("It is too late to take this back. Please add it again."))
        return _back(request)
    said = {name: getattr(removed, name) for name in SAID}
    if _again(removed).exists():
        messages.info(request, _("It was so already: nothing has changed."))
    elif succeeds(request, lambda: add_day_off(**said, now=timezone.now())):
        messages.success(request, _("Taken back: %(name)s is off again.") % {"name": removed.artisan.label})
    return _back(request)


def _turns(resource: Resource, slot_id: int) -> Callable[[], QuerySet[Any, Any]]:
    """What `changes` compares of a visit's turns."""
    return lambda: Assignment.objects.filter(resource=resource, slot_id=slot_id).values_list("artisan", "by_hand")


def _back(request: DeskRequest, slot: int | None = None) -> HttpResponse:
    """To the rota, at the visit's line where there is one."""
    url = reverse("desk:rota", args=[request.desk_host.slug])
    return redirect(f"{url}#suat-{slot}" if slot else url)


def _removed(request: DeskRequest, token: str) -> DayOff | None:
    """The days off in `token`, where they are of one of the host's people."""
    found = read_undo(token, model=DayOff, host=request.desk_host) if token else None
    if found is None:
        return None
    artisan = Artisan.objects.for_host(request.desk_host).filter(pk=found.artisan_id).first()
    if artisan is None:
        return None
    found.artisan = artisan
    return found


def _again(row: DayOff):
    return DayOff.objects.filter(artisan=row.artisan, first_day=row.first_day, last_day=row.last_day)
