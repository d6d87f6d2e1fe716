"""The day's closing: what should be in the till, what is, and who counted it."""

import datetime as dt
import uuid as uuids
from collections.abc import Mapping
from typing import cast

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from bookings.desk.money.closing_words import closing_line, difference_text
from bookings.desk.shell import words
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import accepts
from bookings.desk.shell.page import desk_page
from bookings.domain.money.closing import close_till, closings_of, till_of
from bookings.models import DayClosing
from common.cms.amounts import VndField, VndInput
from common.words.dates import short_day_text
from common.words.money import format_vnd

MOST = 10**12


class ClosingForm(forms.Form):
    """`cash` and `seen` are what the page said: the ledger's cash in đồng, and the number of the day's last closing."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    cash = forms.IntegerField(widget=forms.HiddenInput, min_value=-MOST, max_value=MOST)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=9999)
    counted = VndField(
        label=gettext_lazy("Cash in the till, đồng"),
        help_text=gettext_lazy("All that you counted, with what was there for change."),
        widget=VndInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    change = VndField(
        label=gettext_lazy("Of it, there since the morning for change"),
        required=False,
        widget=VndInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("It stays in the books for years: write what happened, not who a guest was."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Mapping | None = None, *, cash: int):
        super().__init__(data)
        cast(VndField, self.fields["counted"]).usual = max(cash, 0) or None

    def chosen(self) -> dict:
        """What the domain is told."""
        said = self.cleaned_data
        return {
            "key": said["key"],
            "counted_vnd": said["counted"],
            "float_vnd": said["change"] or 0,
            "cash_vnd": said["cash"],
            "seen": said["seen"],
            "note": said["note"],
        }


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: DeskRequest, day: dt.date) -> HttpResponse:
    host, now = request.desk_host, timezone.now()
    form = ClosingForm(request.POST if request.method == "POST" else None, cash=till_of(host, day).cash)
    written: list[DayClosing] = []

    def act() -> None:
        written.append(close_till(host=host, day=day, by=request.user, now=now, **form.chosen()))

    if form.is_bound and form.is_valid() and accepts(form, act):
        if written[0].closed_at == now:
            said = {"day": short_day_text(day), "what": difference_text(written[0].difference_vnd)}
            messages.success(request, _("The book of %(day)s is closed: %(what)s.") % said)
        else:
            messages.info(request, _("It was so already: nothing has changed."))
        return redirect("desk:money_day", host=host.slug, day=day)
    return _page(request, day, form)


def _page(request: DeskRequest, day: dt.date, form: ClosingForm) -> HttpResponse:
    """With the ledger and the closings as they are now, and what was typed."""
    host, today = request.desk_host, timezone.localdate()
    till, closings = till_of(host, day), closings_of(host, day)
    context = {
        "form": form,
        "key": str(uuids.uuid4()),
        "cash": till.cash,
        "cash_text": format_vnd(till.cash),
        "transfer_text": format_vnd(till.transfer),
        "seen": closings[0].number if closings else 0,
        "closings": [closing_line(closing) for closing in closings],
        "title": words.near_day_text(day, today),
        "is_future": day > today,
        "back_url": reverse("desk:money_day", args=[host.slug, day]),
    }
    return desk_page(request, "desk/money/closing.html", context, current="setup")
