"""One slot in full."""

import datetime as dt
from dataclasses import replace

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from bookings.desk.bookings.message_log import message_log
from bookings.desk.bookings.rows import Row, make_row
from bookings.desk.calendar.cancelled_slot import cancelled_context, touched
from bookings.desk.shell import words
from bookings.desk.shell.answers import day_url
from bookings.domain.booking import minimum
from bookings.domain.money.owing import with_account
from bookings.enums import EXPECTED, SlotDecision, WaitingStatus
from bookings.models import Booking, Slot, WaitingEntry
from common.words.dates import day_text, short_day_text, time_text
from common.words.text import fold
from villages.models import Host


def slot_context(slot: Slot, *, host: Host, now: dt.datetime) -> dict:
    """For templates/desk/calendar/slot.html."""
    day = timezone.localtime(slot.starts_at).date()
    parties = booked_parties(slot, now=now)
    coming = slot.starts_at > now
    may_write = slot.ends_at > now and slot.cancelled_at is None and bool(parties)
    messages_sent = message_log(slot, host=host)
    return {
        "slot": slot,
        "experience": slot.experience.label,
        "time_text": time_text(slot.starts_at),
        "day_text": day_text(day),
        "short_day_text": short_day_text(day),
        "lunar_text": words.short_lunar_text(day),
        "day_url": f"{day_url(host, day)}#{slot_anchor(slot)}",
        "is_over": not coming,
        "marks": slot_marks(slot),
        "by_hand": slot.capacity_by_hand or slot.moved_by_hand or bool(slot.prices or slot.note),
        "by_hand_text": by_hand_text(slot),
        "parties": party_rows(parties, host=host, now=now),
        "minimum_line": minimum_line(slot, now=now),
        "may_run": bool(minimum.fewest(slot)) and not slot.decision and coming and not slot.cancelled_at,
        "waiting": waiting_rows(slot, host=host, now=now),
        "may_cancel": coming and slot.cancelled_at is None and slot.decision != SlotDecision.CALLED_OFF,
        "may_write": may_write,
        "messages_sent": messages_sent,
        "may_have_pieces": bool(parties) and parties[0].status in EXPECTED and slot.makes_pieces,  # type: ignore[attr-defined]
        "may_resend": may_write and any(message.refused for message in messages_sent),
        "touched": touched(slot, parties, now=now),
    } | cancelled_context(slot, host=host, now=now)


def slot_anchor(slot: Slot) -> str:
    """Where the slot stands on its day's page."""
    return f"suat-{slot.pk}"


def by_hand_text(slot: Slot) -> str:
    """`Changed by hand: seats, prices`; a start moved by hand is a mark. Empty where all follows the rule."""
    changed = [
        (slot.capacity_by_hand, pgettext("changed by hand", "seats")),
        (bool(slot.prices), pgettext("changed by hand", "prices")),
        (bool(slot.note), pgettext("changed by hand", "note")),
    ]
    names = [name for is_changed, name in changed if is_changed]
    return _("Changed by hand: %(what)s") % {"what": ", ".join(names)} if names else ""


def booked_parties(slot: Slot, *, now: dt.datetime) -> list[Booking]:
    """Who has booked the slot and was not cancelled, by name, with units and account."""
    booked = with_account(Booking.objects.filter(slot=slot).booked(now)).prefetch_related("units")
    parties = sorted(booked, key=lambda booking: (fold(booking.contact_name), booking.pk))
    for booking in parties:
        booking.slot = slot
    return parties


def party_rows(parties: list[Booking], *, host: Host, now: dt.datetime) -> list[Row]:
    """Checking in is done at their day."""
    rows = [make_row(booking, host=host, now=now, with_phone=True) for booking in parties]
    return [replace(row, check_in_url="", undo_url="") for row in rows]


def slot_marks(slot: Slot) -> list[str]:
    """What is out of the ordinary about the slot, a word or two each."""
    marks = []
    if slot.withdrawn_at:
        marks.append(_("No longer offered"))
    if slot.decision == SlotDecision.CALLED_OFF:
        marks.append(_("Called off"))
    elif slot.decision == SlotDecision.RUNS:
        marks.append(_("Takes place"))
    if slot.planned_at and slot.moved_by_hand:
        marks.append(_("Moved from %(when)s") % {"when": _planned_text(slot.planned_at, slot.starts_at)})
    if slot.waiting:
        marks.append(ngettext("%(n)s seat waited for", "%(n)s seats waited for", slot.waiting) % {"n": slot.waiting})
    return marks


def minimum_line(slot: Slot, *, now: dt.datetime) -> str:
    """How many must come, and by when it is decided; empty where nothing is to decide."""
    decide_at, least = minimum.decided_by(slot), minimum.fewest(slot)
    if decide_at is None or slot.taken >= least:
        return ""
    booked = {"taken": slot.taken, "least": least}
    if decide_at <= now:
        return _("%(taken)s of at least %(least)s seats are booked. It is being decided now.") % booked
    said = _("%(taken)s of at least %(least)s seats are booked. To be decided %(when)s.")
    return said % {**booked, "when": words.near_moment(decide_at)}


def waiting_rows(slot: Slot, *, host: Host, now: dt.datetime) -> list[dict]:
    """Who waits and who has an offer that can still be taken, in order."""
    listed = WaitingEntry.objects.standing(now).filter(slot=slot)
    return [_waiting_row(entry, host) for entry in listed.select_related("booking").order_by("pk")]


def _waiting_row(entry: WaitingEntry, host: Host) -> dict:
    until = entry.deadline() if entry.status == WaitingStatus.OFFERED else None
    return {
        "name": entry.contact_name,
        "seats": entry.seats,
        "state": _("Places offered") if entry.status == WaitingStatus.OFFERED else _("Waits for places"),
        "until": words.near_moment(until) if until else "",
        "phone_url": entry.contact_phone.as_rfc3966,
        "mend_url": reverse("desk:waiting_contact", args=[host.slug, entry.pk]),
    }


def _planned_text(planned_at: dt.datetime, starts_at: dt.datetime) -> str:
    planned_day = timezone.localtime(planned_at).date()
    if planned_day == timezone.localtime(starts_at).date():
        return time_text(planned_at)
    return f"{short_day_text(planned_day)} {time_text(planned_at)}"
