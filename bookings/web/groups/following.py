"""A group's own page: where its request stands, the quote, and what can be said to it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bookings import group_texts, texts
from bookings.domain.groups.accept import accept
from bookings.domain.groups.answer import ask_for_change, withdraw
from bookings.domain.groups.names import is_open
from bookings.domain.groups.numbers import company_coming
from bookings.domain.groups.states import newest_quote, state_at
from bookings.domain.money.group_deposit import deposit_transfer
from bookings.enums import GROUP_ASKING, GROUP_COMING, GroupState
from bookings.forms.group import WordsForm
from bookings.links import booking_token, group_token, names_url
from bookings.models import Booking, GroupPerson, GroupRequest
from bookings.transfer_words import bank_apps, drawn
from bookings.web.access import takes_form
from bookings.web.groups.access import with_group
from common.data.refusal import Refused
from common.words.dates import moment_text
from common.words.money import format_vnd
from outbox.tasks import drain_soon


@require_safe
@with_group
def show(request: HttpRequest, group: GroupRequest) -> HttpResponse:
    return page(request, group)


def page(
    request: HttpRequest, group: GroupRequest, *, form: WordsForm | None = None, status: int = 200
) -> HttpResponse:
    """In a fixed number of queries, however many lines and visits there are."""
    now, language = timezone.now(), get_language() or "vi"
    quote = newest_quote(group)
    state = state_at(group, quote, now=now)
    coming = state in GROUP_COMING
    bookings = visits(group) if coming or state == GroupState.DONE else []
    company = company_coming(group, bookings)
    context = {
        "group": group,
        "host": group.host,
        "token": group_token(group),
        "state": state,
        "state_label": GroupState(state).label,
        "line": group_texts.state_line(group, state, quote),
        "facts": group_texts.facts_of(group),
        "company_text": "" if state not in (*GROUP_ASKING, *GROUP_COMING) else group_texts.company_text(company),
        "company_short": company.missing > 0,
        "quote": quote,
        **(quote_context(group, quote, language) if quote else {}),
        "stands_text": group_texts.stands_text(group, quote, now=now) if coming and quote else "",
        "bookings": [visit_line(booking) for booking in bookings],
        "may_accept": state == GroupState.QUOTED,
        "may_ask_again": state == GroupState.QUOTED
        or (state == GroupState.LAPSED and group.state == GroupState.QUOTED),
        "may_withdraw": state in (*GROUP_ASKING, *GROUP_COMING),
        "may_change": state in (GroupState.ACCEPTED, GroupState.CONFIRMED),
        "names_url": names_url(group) if is_open(group, now=now) else "",
        "names": list(GroupPerson.objects.filter(request=group).order_by("pk")) if coming else [],
        "form": form or WordsForm(),
        **(deposit_context(group) if state == GroupState.ACCEPTED else {}),
    }
    return render(request, "bookings/groups/group.html", context, status=status)


def quote_context(group: GroupRequest, quote: Any, language: str) -> dict[str, Any]:
    return {
        "blocks": group_texts.lines_of(quote, language),
        "total_text": format_vnd(quote.total_vnd, language),
        "deposit_text": format_vnd(quote.deposit_vnd, language) if quote.deposit_vnd else "",
        "until_text": moment_text(quote.valid_until),
        "freeze_text": moment_text(quote.freeze_at),
    }


def deposit_context(group: GroupRequest) -> dict[str, Any]:
    """The host's account with what is left of the deposit; empty where it cannot be transferred."""
    found = deposit_transfer(group, now=timezone.now())
    if found is None:
        return {}
    return {"transfer": drawn(found, group.host), "apps": bank_apps(found)}


def visits(group: GroupRequest) -> list[Booking]:
    """Its bookings that were booked, the earliest first."""
    booked = Booking.objects.filter(quoted__quote__request=group, confirmed_at__isnull=False).with_party()
    return list(booked.order_by("slot__starts_at", "pk"))


def visit_line(booking: Booking) -> dict[str, Any]:
    return {
        "booking": booking,
        "title": booking.slot.experience.label,
        "when_text": texts.when_text(booking.slot),
        "party_text": texts.party_text(booking),
        "status": booking.status,
        "status_text": texts.status_text(booking),
        "token": booking_token(booking),
    }


@takes_form(shown_at="bookings:group")
@with_group
def accept_quote(request: HttpRequest, group: GroupRequest) -> HttpResponse:
    typed = request.POST.get("version", "")
    version = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else 0

    def act() -> None:
        accept(request=group, version=version, now=timezone.now())

    return _said(request, group, act, _("You are booked. Your tickets are below."))


@takes_form(shown_at="bookings:group")
@with_group
def change(request: HttpRequest, group: GroupRequest) -> HttpResponse:
    form = WordsForm(request.POST)
    if not form.is_valid():
        return page(request, group, form=form, status=422)

    def act() -> None:
        ask_for_change(request=group, words=form.cleaned_data["words"], now=timezone.now())

    return _said(request, group, act, _("The house has what you wrote, and will answer you."))


@require_http_methods(["GET", "HEAD", "POST"])
@with_group
def leave(request: HttpRequest, group: GroupRequest) -> HttpResponse:
    """Asked once more, with what is lost by it."""
    if request.method == "POST":
        words = request.POST.get("words", "").replace("\x00", "")[:1_500]
        return _said(
            request,
            group,
            lambda: withdraw(request=group, words=words, now=timezone.now()),
            _("You have withdrawn it. The house knows."),
        )
    state = state_at(group, newest_quote(group), now=timezone.now())
    if state not in (*GROUP_ASKING, *GROUP_COMING):
        return redirect("bookings:group", group_token(group))
    standing = [one for one in visits(group) if one.status in ("CONFIRMED", "PENDING")] if state in GROUP_COMING else []
    lines = [visit_line(one) | {"cancel_text": texts.cancel_text(one)} for one in standing]
    context = {"group": group, "host": group.host, "token": group_token(group), "bookings": lines}
    return render(request, "bookings/groups/leave.html", context)


def _said(request: HttpRequest, group: GroupRequest, act: Callable[[], object], done: str) -> HttpResponseRedirect:
    """Do it and say so, or why not; what was so already is said to be so."""
    before = GroupRequest.objects.filter(pk=group.pk).values_list("state", "turn", "changed_at").get()
    try:
        act()
    except Refused as refused:
        messages.error(request, str(refused.message))
    else:
        after = GroupRequest.objects.filter(pk=group.pk).values_list("state", "turn", "changed_at").get()
        if after == before:
            messages.info(request, _("It was so already: nothing has changed."))
        else:
            messages.success(request, done)
    drain_soon()
    return redirect("bookings:group", group_token(group))
