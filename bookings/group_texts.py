"""A request and its quote in words, for pages, mails and files alike."""

import datetime as dt
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.domain.groups.numbers import CHILDREN_PER_ADULT, Company
from bookings.domain.money.group_deposit import stands_at
from bookings.enums import GroupState, QuoteLineKind
from bookings.models import GroupRequest, Quote, QuoteLine
from common.words.dates import day_text, moment_text
from common.words.money import format_vnd


def days_text(request: GroupRequest) -> str:
    """`Thứ bảy, 12/12/2026 hoặc Chủ nhật, 13/12/2026 · Buổi sáng`."""
    days = day_text(request.first_day)
    if request.second_day and request.second_day != request.first_day:
        days = _("%(one)s or %(other)s") % {"one": days, "other": day_text(request.second_day)}
    return f"{days} · {request.get_day_part_display()}"


def people_text(request: GroupRequest) -> str:
    """`33 người: 3 thầy cô và người đi cùng, 30 trẻ 6–11 tuổi`."""
    parts = [
        (request.adults, _("%(n)s adults")),
        (request.leaders, _("%(n)s teachers and companions")),
        (request.little, _("%(n)s below 6")),
        (request.children, _("%(n)s from 6 to 11")),
        (request.teens, _("%(n)s from 12 to 17")),
    ]
    told = ", ".join(text % {"n": number} for number, text in parts if number)
    return f"{size_text(request)}: {told}"


def size_text(request: GroupRequest) -> str:
    return ngettext("%(n)s person", "%(n)s people", request.people) % {"n": request.people}


def company_text(company: Company) -> str:
    """Whether enough adults come with the children; empty where no child comes."""
    if not company.young:
        return ""
    told = {"young": company.young, "adults": company.adults, "per": CHILDREN_PER_ADULT, "missing": company.missing}
    if company.missing:
        text = ngettext(
            "%(adults)s adults come with %(young)s who are below 18. We advise one for every %(per)s: please bring "
            "%(missing)s more.",
            "%(adults)s adults come with %(young)s who are below 18. We advise one for every %(per)s: please bring "
            "%(missing)s more.",
            company.missing,
        )
        return text % told
    return _("%(adults)s adults come with %(young)s who are below 18: enough, at one for every %(per)s.") % told


def facts_of(request: GroupRequest) -> list[dict[str, str]]:
    """What was asked for, for components/facts.html."""
    food = ", ".join(filter(None, [*request.dietary_labels(), request.food_note]))
    rows = [
        (_("Wished day"), days_text(request), "calendar-days"),
        (_("Who comes"), people_text(request), "users"),
        (_("Visit"), request.experience.label if request.experience else "", "tag"),
        (_("Meal"), _("wanted") if request.wants_meal else "", "utensils"),
        (_("Food and allergies"), food, "salad"),
        (_("Language"), request.get_spoken_language_display() if request.spoken_language else "", "languages"),
        (_("Bus"), _("comes by bus") if request.comes_by_bus else "", "bus"),
        (_("Budget"), format_vnd(request.budget_vnd) if request.budget_vnd else "", "wallet"),
        (_("VAT invoice"), _("needed") if request.wants_invoice else "", "receipt"),
        (_("Besides"), request.words, "message-square"),
    ]
    return [{"term": term, "text": text, "icon": icon} for term, text, icon in rows if text]


def state_line(request: GroupRequest, state: GroupState, quote: Quote | None) -> str:
    """What a guest reads of it: where it stands, and what comes next."""
    told = {
        "host": request.host.name,
        "until": moment_text(quote.valid_until) if quote else "",
        "settled": moment_text(request.frozen_at) if request.frozen_at else "",
        "deposit": format_vnd(quote.deposit_vnd) if quote else "",
    }
    texts = {
        GroupState.NEW: _("%(host)s has your request and will answer you. Nothing is booked yet."),
        GroupState.QUOTED: _("Here is the quote. You can accept it until %(until)s."),
        GroupState.ACCEPTED: _("You are booked. %(host)s waits for the deposit of %(deposit)s."),
        GroupState.CONFIRMED: _("You are booked. You can change the numbers until %(settled)s."),
        GroupState.FROZEN: _("You are booked, and the numbers are settled. See you there!"),
        GroupState.DONE: _("This visit is over. Thank you for coming!"),
        GroupState.DECLINED: _("%(host)s cannot receive you this time."),
        GroupState.LAPSED: _("The time for this has run out, and no places are kept."),
        GroupState.WITHDRAWN: _("You have withdrawn this request."),
    }
    return texts[state] % told


def stands_text(request: GroupRequest, quote: Quote, *, now: dt.datetime) -> str:
    """What the visits cost as they stand, where numbers or visits have changed since the quote; else empty."""
    stands = stands_at(request, now=now)
    return format_vnd(stands) if quote.accepted_at and stands != quote.total_vnd else ""


def lines_of(quote: Quote, language: str) -> list[dict[str, Any]]:
    """Of a quote, visit by visit, then the rest: `title` (of a visit) and its `lines`, each with text, amount_text."""
    lines = QuoteLine.objects.filter(quote=quote).select_related("slot__experience")
    blocks: dict[object, dict[str, Any]] = {}
    for line in lines.order_by(F("starts_at").asc(nulls_last=True), "slot", "pk"):
        title = ""
        if line.slot is not None and line.starts_at is not None:
            title = f"{line.slot.experience.name_in(language)} · {moment_text(line.starts_at)}"
        block = blocks.setdefault(line.slot_id, {"title": title, "lines": []})
        amount = format_vnd(line.amount_vnd, language)
        block["lines"].append({"text": _line_text(line, language), "amount_text": amount})
    return list(blocks.values())


def _line_text(line: QuoteLine, language: str) -> str:
    """`30 × Trẻ em, 90.000 ₫`."""
    if line.kind == QuoteLineKind.DISCOUNT:
        return line.text
    return f"{line.quantity} × {line.text or line.get_type_display()}, {format_vnd(line.price_vnd, language)}"
