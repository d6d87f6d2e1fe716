"""The house writes a quote, visit by visit, and sends it."""

import datetime as dt
import re
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings.desk.groups.details import own_request
from bookings.desk.groups.quote_form import MOST_VISITS, NewTimeForm, QuoteForm, Visit, suggest
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import accepts
from bookings.desk.shell.page import desk_page
from bookings.domain.calendar.recurrence import day_end, day_start
from bookings.domain.groups.quote import send_quote
from bookings.domain.groups.states import newest_quote, state_at
from bookings.domain.seats.prices import price_list, units_at
from bookings.enums import GROUP_ASKING, GroupState, QuoteLineKind
from bookings.models import GroupRequest, Quote, QuoteLine, Slot
from bookings.texts import seats_text
from common.words.dates import local, short_day_text, time_text
from experiences.models import Experience
from outbox.tasks import drain_soon

NEW = re.compile(r"n(\d{1,12})-(\d{12})")
# Times to choose from, around the days that were wished for.
AROUND, MOST_TIMES = dt.timedelta(days=3), 40
USUAL, SETTLED = dt.timedelta(days=7), dt.timedelta(days=3)


@require_http_methods(["GET", "HEAD", "POST"])
def group_quote(request: DeskRequest, pk: int) -> HttpResponse:
    """The form; by POST a visit more or fewer, or the quote is sent."""
    group, now = own_request(request, pk), timezone.now()
    last = newest_quote(group)
    state = state_at(group, last, now=now)
    if state not in GROUP_ASKING and not (state == GroupState.LAPSED and group.state != GroupState.NEW):
        return redirect("desk:group", host=request.desk_host.slug, pk=pk)
    if request.method != "POST":
        visits = _visits(request, _keys_of_quote(last, now) if last else [], now=now)
        form = QuoteForm(visits=visits, initial=_initial(group, last, visits, now=now))
        return _page(request, group, form, last, now=now)
    keys = _changed_keys(request)
    visits = _visits(request, keys, now=now)
    if "send" not in request.POST:
        return _page(request, group, _again(request, group, visits), last, now=now)
    form = QuoteForm(request.POST, visits=visits, initial={})
    if form.is_valid() and accepts(
        form,
        lambda: send_quote(key=form.cleaned_data["key"], request=group, offer=form.offer(), by=request.user, now=now),
    ):
        messages.success(request, _("The quote is sent."))
        drain_soon()
        return redirect("desk:group", host=request.desk_host.slug, pk=pk)
    return _page(request, group, form, last, now=now)


def _changed_keys(request: DeskRequest) -> list[str]:
    """The form's visits, with the one that a button adds or takes away."""
    keys = list(dict.fromkeys(request.POST.getlist("visit")))[:MOST_VISITS]
    if "add" in request.POST and len(keys) < MOST_VISITS:
        keys.append(f"s{request.POST.get('slot', '')}")
    if "make" in request.POST and len(keys) < MOST_VISITS:
        form = NewTimeForm(request.POST, experiences=_experiences(request))
        if form.is_valid() and form.key():
            keys.append(form.key())
        else:
            messages.error(request, _("Choose the experience, the day and the time of the new visit."))
    gone = request.POST.get("remove", "")
    return [key for key in dict.fromkeys(keys) if key != gone]


def _experiences(request: DeskRequest) -> Any:
    return Experience.objects.for_host(request.desk_host).filter(active=True).order_by("name")


def _visits(request: DeskRequest, keys: list[str], *, now: dt.datetime) -> list[Visit]:
    """Those of `keys` that the house has; three queries."""
    slot_ids = [
        int(key[1:]) for key in keys if key[0] == "s" and key[1:].isascii() and key[1:].isdecimal() and len(key) < 14
    ]
    slots = Slot.objects.for_host(request.desk_host).upcoming(now).select_related("experience")
    by_key = {f"s{slot.pk}": slot for slot in slots.filter(pk__in=slot_ids)}
    own = {one.pk: one for one in _experiences(request)}
    found = []
    for key in keys:
        slot, new = by_key.get(key), NEW.fullmatch(key)
        if slot is not None:
            found.append(_visit(key, slot.experience, slot.starts_at, slot))
        elif new and int(new[1]) in own and (starts_at := _moment(new[2])):
            found.append(_visit(key, own[int(new[1])], starts_at, None))
    return found


def _visit(key: str, experience: Experience, starts_at: dt.datetime, slot: Slot | None) -> Visit:
    units = units_at(price_list(experience.pk), slot or Slot(experience=experience, starts_at=starts_at))
    return Visit(key, experience, starts_at, slot, tuple(units))


def _moment(text: str) -> dt.datetime | None:
    try:
        return timezone.make_aware(dt.datetime.strptime(text, "%Y%m%d%H%M"))  # noqa: DTZ007  (made aware here)
    except ValueError:
        return None


def _keys_of_quote(last: Quote, now: dt.datetime) -> list[str]:
    lines = QuoteLine.objects.filter(quote=last, kind=QuoteLineKind.VISIT, slot__starts_at__gt=now)
    return list(dict.fromkeys(f"s{pk}" for pk in lines.order_by("starts_at", "pk").values_list("slot_id", flat=True)))


def _initial(group: GroupRequest, last: Quote | None, visits: list[Visit], *, now: dt.datetime) -> dict[str, Any]:
    """What the last quote said, or what the group asked for; the times of now."""
    today = timezone.localdate(now)
    first = min([local(visit.starts_at).date() for visit in visits] or [group.first_day])
    day_before = max(first - dt.timedelta(days=1), today)
    told: dict[str, Any] = {
        "key": uuid.uuid4(),
        "seen": last.version if last else 0,
        "valid_until": min(today + USUAL, day_before),
        "freeze_at": max(min(first - SETTLED, day_before), today),
        "keeps_seats": True,
    }
    for visit in visits:
        told |= {f"{visit.key}-p{unit.pk}": unit.price_vnd for unit in visit.units}
    if last is None:
        return told | {name: number for visit in visits for name, number in suggest(group, visit).items()}
    told |= {"deposit_vnd": last.deposit_vnd or None, "keeps_seats": last.keeps_seats, "words": last.words}
    rows = 0
    for line in QuoteLine.objects.filter(quote=last).order_by("pk"):
        if line.kind == QuoteLineKind.VISIT:
            told |= {
                f"s{line.slot_id}-q{line.unit_id}": line.quantity,
                f"s{line.slot_id}-p{line.unit_id}": line.price_vnd,
            }
        elif line.kind == QuoteLineKind.DISCOUNT:
            told |= {"discount_text": line.text, "discount_vnd": line.price_vnd}
        else:
            row = {"text": line.text, "quantity": line.quantity, "price": line.price_vnd}
            told |= {f"row{rows}-{name}": value for name, value in row.items()}
            rows += 1
    return told


def _again(request: DeskRequest, group: GroupRequest, visits: list[Visit]) -> QuoteForm:
    """As it was typed, with what is usual for a visit that came to it."""
    data = request.POST.copy()
    before = set(request.POST.getlist("visit"))
    for visit in visits:
        if visit.key not in before:
            usual = suggest(group, visit) | {
                f"{visit.key}-p{unit.pk}": f"{unit.price_vnd:,}".replace(",", ".") for unit in visit.units
            }
            for name, value in usual.items():
                data[name] = str(value)
    form = QuoteForm(data, visits=visits, initial={})
    # Nothing was sent yet: only a visit changed.
    form.errors.clear()
    return form


def _page(
    request: DeskRequest, group: GroupRequest, form: QuoteForm, last: Quote | None, *, now: dt.datetime
) -> HttpResponse:
    context = {
        "group": group,
        "form": form,
        "blocks": form.blocks(),
        "rows": form.rows(),
        "times": _times(request, group, {visit.key for visit in form.visits}, now=now),
        "new": NewTimeForm(
            experiences=_experiences(request), initial={"day": group.first_day, "experience": group.experience}
        ),
        "full": len(form.visits) >= MOST_VISITS,
        "version": (last.version if last else 0) + 1,
    }
    return desk_page(request, "desk/groups/quote.html", context, current="setup")


def _times(request: DeskRequest, group: GroupRequest, chosen: set[str], *, now: dt.datetime) -> list[tuple[str, str]]:
    """The house's times around the wished days: (id, words)."""
    days = [group.first_day, group.second_day or group.first_day]
    slots = Slot.objects.for_host(request.desk_host).open().upcoming(now).with_free(now).select_related("experience")
    near = slots.filter(starts_at__gte=day_start(min(days) - AROUND), starts_at__lt=day_end(max(days) + AROUND))
    found = []
    for slot in near.order_by("starts_at", "pk")[:MOST_TIMES]:
        if f"s{slot.pk}" not in chosen:
            when = f"{short_day_text(local(slot.starts_at).date())} {time_text(slot.starts_at)}"
            found.append((str(slot.pk), f"{when} · {slot.experience.label} · {seats_text(slot.free)}"))
    return found
