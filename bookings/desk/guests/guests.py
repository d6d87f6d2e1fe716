"""Enter guests: first the time, then who."""

import datetime as dt
import uuid as uuids
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bookings.desk.calendar.slot_details import slot_anchor
from bookings.desk.guests.forms import MOST, GuestsForm
from bookings.desk.guests.times import days_with_times
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import accepts, day_url
from bookings.desk.shell.page import desk_page
from bookings.desk.shell.words import near_day_text, short_lunar_text
from bookings.domain.booking.attendance import EARLIEST
from bookings.domain.booking.scanning import ABOUT_NOW
from bookings.domain.money import walk_in
from bookings.domain.seats.counting import seats_left
from bookings.domain.seats.extras import stock_of
from bookings.domain.seats.party import price
from bookings.domain.seats.prices import units_of
from bookings.models import Booking, Slot
from bookings.price_words import steps_text, unit_words
from common.http.compress import repeats_nothing
from common.words.dates import local, time_text
from common.words.money import format_vnd
from common.words.numbers import read_id
from common.words.typed_dates import UnreadableDate, read_day
from experiences.domain.extras import with_photos
from experiences.models import Extra, Unit
from experiences.texts import left_text
from outbox.tasks import drain_soon


@require_safe
@repeats_nothing()
def times(request: DeskRequest) -> HttpResponse:
    """The times of today and of the days after it, or of the one day that is asked for."""
    asked, today = request.GET.get("day", "").strip(), timezone.localdate()
    day, error = None, ""
    if asked:
        try:
            day = read_day(asked[:40], today=today)
        except UnreadableDate as unreadable:
            error = str(unreadable)
    context = {
        "asked": asked,
        "error": error,
        "days": days_with_times(request.desk_host, day, now=timezone.now()),
    }
    return desk_page(request, "desk/guests/times.html", context, current="guests")


@require_http_methods(["GET", "HEAD", "POST"])
@repeats_nothing()
def guests(request: DeskRequest, pk: int) -> HttpResponse:
    slot, now = _slot_of(request, pk), timezone.now()
    about: dict[str, Any] = {
        "units": units_of(slot),
        "extras": list(slot.experience.extras.all()),
        "languages": slot.experience.languages,
        "may_be_here": slot.starts_at - now <= EARLIEST,
        "about_now": slot.starts_at - now <= ABOUT_NOW,
    }
    form = GuestsForm(request.POST if request.method == "POST" else None, **about)
    if "step" in request.POST:
        form = GuestsForm(form.stepped(request.POST["step"]), **about)
        # Nothing was sent yet: only a number changed.
        form.errors.clear()
        return _page(request, slot, form, now=now)
    key = _key(request.POST.get("key", ""))
    entered: list[Booking] = []
    if request.method == "POST" and form.is_valid():

        def act() -> None:
            entered.append(walk_in.receive(key=key, slot_id=slot.pk, by=request.user, now=now, **form.asked()))

        if accepts(form, act):
            if entered[0].confirmed_at == now:
                messages.success(request, _("Written down: %(name)s.") % {"name": entered[0].contact_name})
            else:
                messages.info(request, _("It was so already: nothing has changed."))
            drain_soon()
            return redirect(day_url(request.desk_host, _day(slot)) + f"#don-{entered[0].reference}")
    return _page(request, slot, form, now=now)


def _page(request: DeskRequest, slot: Slot, form: GuestsForm, *, now: dt.datetime) -> HttpResponse:
    host, day = request.desk_host, _day(slot)
    stock = stock_of(slot, form.extras, now=now)
    chosen = {name: form.number(name) for name in form.quantity_names}
    context = {
        "slot": slot,
        "form": form,
        # One form is one party: it is made anew with the page, and stays while that is mended.
        "key": _key(request.POST.get("key", "")),
        "experience": slot.experience.label,
        "time_text": time_text(slot.starts_at),
        "day_text": near_day_text(day, timezone.localdate()),
        "lunar_text": short_lunar_text(day),
        "back_url": f"{day_url(host, day)}#{slot_anchor(slot)}",
        "free": seats_left(slot, now=now),
        "units": [_unit_stepper(unit, chosen[f"u{unit.pk}"]) for unit in form.units],
        "extras": [
            _extra_stepper(extra, chosen[f"x{extra.pk}"], stock.left(extra.pk)) for extra in with_photos(form.extras)
        ],
        # Whoever chose some, or steps back to none, sees the number that they change.
        "extras_open": request.POST.get("step", "").startswith("x")
        or any(chosen[f"x{extra.pk}"] for extra in form.extras),
        "total_text": format_vnd(_total(form, chosen)),
    }
    return desk_page(request, "desk/guests/guests.html", context, current="guests")


def _unit_stepper(unit: Unit, value: int) -> dict:
    return {
        "name": f"u{unit.pk}",
        "label": str(unit),
        "price_vnd": unit.price_vnd,
        "hint": " · ".join(unit_words(unit)),
        "steps": steps_text(unit),
        "value": value,
        "seats": unit.seats,
    }


def _extra_stepper(extra: Extra, value: int, left: int | None) -> dict:
    return {
        "name": f"x{extra.pk}",
        "label": extra.label,
        "price_vnd": extra.price_vnd,
        "value": value,
        "hint": left_text(left),
        "max": MOST if left is None else left,
        "photo": extra.photo,
        "photo_text": extra.photo_text,
    }


def _total(form: GuestsForm, chosen: dict[str, int]) -> int:
    party = price(
        units=form.units,
        extras=form.extras,
        unit_quantities={unit.pk: chosen[f"u{unit.pk}"] for unit in form.units},
        extra_quantities={extra.pk: chosen[f"x{extra.pk}"] for extra in form.extras},
    )
    return party.total_vnd


def _key(text: str) -> uuids.UUID:
    try:
        return uuids.UUID(text)
    except ValueError:
        return uuids.uuid4()


def _day(slot: Slot) -> dt.date:
    return local(slot.starts_at).date()


def _slot_of(request: DeskRequest, pk: int) -> Slot:
    found = None
    if read_id(pk) is not None:
        found = Slot.objects.for_host(request.desk_host).with_rules().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
