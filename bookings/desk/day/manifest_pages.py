"""The day's list as a page to print and as Excel. It has names and numbers: for members alone, and nothing keeps it."""

import datetime as dt

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from openpyxl import Workbook

from bookings.desk.day.manifest import Party, SlotList, Sums, manifest
from bookings.desk.shell import words
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import day_url
from bookings.desk.shell.page import desk_page
from common.http.compress import repeats_nothing
from common.http.sheets import Page, Value, xlsx_answer
from common.words.dates import day_text
from common.words.example import marked

WIDTHS = (7, 22, 22, 14, 10, 7, 24, 22, 20, 11, 26, 13, 8, 14, 16)


@require_safe
@repeats_nothing()
def page(request: DeskRequest, day: dt.date) -> HttpResponse:
    host, now = request.desk_host, timezone.now()
    context = {
        "list": manifest(host, day, now=now),
        "with_money": request.desk_may.manage,
        "day_text": day_text(day),
        "lunar_text": words.short_lunar_text(day),
        "made_text": words.near_moment(now),
        "back": (day_url(host, day), words.near_day_text(day, timezone.localdate())),
        "file_url": reverse("desk:manifest_file", args=[host.slug, day]),
    }
    return desk_page(request, "desk/day/manifest.html", context, current="calendar")


@require_safe
def file(request: DeskRequest, day: dt.date) -> HttpResponse:
    """One line a party, with sums for each time and for the day."""
    found = manifest(request.desk_host, day, now=timezone.now())
    book = Workbook(write_only=True)
    page = Page(book, f"{day:%d-%m-%Y}", WIDTHS, heads=2)
    title = f"{request.desk_host.name} · {day_text(day)} · {words.short_lunar_text(day)}"
    page.title(marked(title, request.desk_host.is_made_up))
    page.add(_heads(), strong=True)
    for slot in found.slots:
        for party in slot.parties:
            page.add(_line(slot, party))
        if slot.parties:
            page.add(_sum_line(slot.time_text, slot.title, slot.sums), strong=True)
    page.add(_sum_line("", _("The whole day"), found.sums), strong=True)
    return xlsx_answer(book, f"{request.desk_host.slug}-{day.isoformat()}.xlsx")


def _heads() -> list[str]:
    return [
        _("Time"),
        _("Experience"),
        _("Guest"),
        _("Phone"),
        _("Reference"),
        _("People"),
        _("Party"),
        _("Extras"),
        _("Food"),
        _("Language"),
        _("Note"),
        _("To collect, đồng"),
        _("Here"),
        _("How they booked"),
        _("Where they come from"),
    ]


def _line(slot: SlotList, party: Party) -> list[Value]:
    return [
        slot.time_text,
        slot.title,
        party.name,
        party.phone,
        party.reference,
        party.people,
        party.party_text,
        party.extras_text,
        party.food_text,
        party.language_text,
        party.note,
        party.due,
        party.state,
        party.source_text,
        party.origin,
    ]


def _sum_line(time: str, title: str, sums: Sums) -> list[Value]:
    return [time, title, _("Total"), "", "", sums.people, "", "", "", "", "", sums.due, "", "", ""]
