"""One request at the desk: what was asked, what was answered, and what to do next."""

import datetime as dt
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings import group_texts, texts
from bookings.desk.groups.listing import MARKS
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import changes
from bookings.desk.shell.page import desk_page
from bookings.domain.groups.answer import decline
from bookings.domain.groups.deposit import deposit_came
from bookings.domain.groups.names import diets_of
from bookings.domain.groups.numbers import company_coming
from bookings.domain.groups.states import newest_quote, state_at
from bookings.domain.money.group_deposit import received_of
from bookings.enums import GROUP_ASKING, GROUP_COMING, ActBy, GroupState, GroupTurn
from bookings.models import Booking, GroupAct, GroupPerson, GroupRequest, Quote
from bookings.models.group_request import LONGEST_REASON
from common.words.dates import moment_text
from common.words.fields import LineField
from common.words.money import format_vnd
from outbox.tasks import drain_soon


class DeclineForm(forms.Form):
    reason = LineField(
        label=gettext_lazy("Why not"),
        max_length=LONGEST_REASON,
        help_text=gettext_lazy("The guest reads it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write why, in a sentence: the guest reads it.")},
    )


def own_request(request: DeskRequest, pk: int) -> GroupRequest:
    """Raises Http404 where it is not the house's."""
    found = GroupRequest.objects.for_host(request.desk_host).select_related("host", "experience").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@require_safe
def group(request: DeskRequest, pk: int) -> HttpResponse:
    return _page(request, own_request(request, pk), DeclineForm())


@require_http_methods(["GET", "HEAD", "POST"])
def group_decline(request: DeskRequest, pk: int) -> HttpResponse:
    found = own_request(request, pk)
    if request.method != "POST":
        return redirect("desk:group", host=request.desk_host.slug, pk=pk)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    changes(
        request,
        lambda: decline(request=found, reason=form.cleaned_data["reason"], now=timezone.now()),
        _("Declined. Whoever asked is told."),
        rows=lambda: GroupRequest.objects.filter(pk=pk).values_list("state"),
    )
    drain_soon()
    return redirect("desk:group", host=request.desk_host.slug, pk=pk)


@require_POST
def group_deposit(request: DeskRequest, pk: int) -> HttpResponse:
    found = own_request(request, pk)
    changes(
        request,
        lambda: deposit_came(request=found, now=timezone.now()),
        _("The deposit is here: the group is confirmed."),
        rows=lambda: GroupRequest.objects.filter(pk=pk).values_list("state"),
    )
    return redirect("desk:group", host=request.desk_host.slug, pk=pk)


def _page(request: DeskRequest, found: GroupRequest, form: DeclineForm) -> HttpResponse:
    now, quote = timezone.now(), newest_quote(found)
    state = state_at(found, quote, now=now)
    parties = Booking.objects.filter(quoted__quote__request=found, confirmed_at__isnull=False).with_party()
    bookings = list(parties.order_by("slot__starts_at", "pk"))
    company = company_coming(found, bookings)
    people = list(GroupPerson.objects.filter(request=found).order_by("pk"))
    open_ = state in (*GROUP_ASKING, *GROUP_COMING)
    context = {
        "group": found,
        "state": state,
        "mark": MARKS.get(state, "CANCELLED"),
        "state_text": GroupState(state).label,
        "turn_text": GroupTurn(found.turn).label if open_ else "",
        "facts": group_texts.facts_of(found),
        "phone_text": found.contact_phone.as_national if found.contact_phone else "",
        "zalo": str(found.contact_phone).lstrip("+") if found.contact_phone else "",
        "company_text": group_texts.company_text(company),
        "company_short": company.missing > 0,
        "quote": quote,
        "blocks": group_texts.lines_of(quote, get_language() or "vi") if quote else [],
        "total_text": format_vnd(quote.total_vnd) if quote else "",
        "stands_text": group_texts.stands_text(found, quote, now=now) if quote and state in GROUP_COMING else "",
        "until_text": moment_text(quote.valid_until) if quote else "",
        "freeze_text": moment_text(quote.freeze_at) if quote else "",
        **(_deposit(found, quote, now=now) if quote and quote.deposit_vnd else {}),
        "bookings": [_booking_line(booking) for booking in bookings],
        "people": people,
        "diets": diets_of(people),
        "history": _history(found),
        "may_quote": state in GROUP_ASKING or (state == GroupState.LAPSED and found.state != GroupState.NEW),
        "may_decline": state in GROUP_ASKING,
        "may_deposit": state == GroupState.ACCEPTED,
        "form": form,
    }
    return desk_page(request, "desk/groups/group.html", context, current="setup")


def _deposit(found: GroupRequest, quote: Quote, *, now: dt.datetime) -> dict[str, str]:
    """What is asked ahead, and how much of it the books have."""
    came = received_of(found, now=now) if quote.accepted_at else 0
    return {
        "deposit_text": format_vnd(quote.deposit_vnd),
        "received_text": format_vnd(came) if came else "",
    }


def _booking_line(booking: Booking) -> dict[str, Any]:
    return {
        "reference": booking.reference,
        "title": booking.slot.experience.label,
        "when_text": texts.when_text(booking.slot),
        "party_text": texts.party_text(booking),
        "status": booking.status,
        "status_text": texts.status_text(booking),
    }


def _which(act: GroupAct) -> str:
    """Of which quote or booking it is."""
    which = act.after.get("version") or act.after.get("reference")
    return f" ({which})" if which else ""


def _history(found: GroupRequest) -> list[dict[str, str]]:
    """Newest first; bounded, because each act is."""
    acts = GroupAct.objects.filter(request=found).order_by("-pk")[:100]
    return [
        {
            "when": moment_text(act.at),
            "what": act.get_act_display() + _which(act),
            "who": act.user_name or ("" if act.by == ActBy.SITE else act.get_by_display()),
            "words": act.words,
        }
        for act in acts
    ]
