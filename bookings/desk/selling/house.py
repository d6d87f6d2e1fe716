"""The host's own number and bank account. What a verifier has looked at changes once one of them has looked again."""

import copy
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.page import desk_page
from bookings.forms.fields import offer
from common.cms.opened import Sent, opened
from common.words.phone import parse_phone
from common.words.text import single_line
from outbox.tasks import drain_soon
from villages.domain.proposals import change_host
from villages.models import Host, HostProposal
from villages.models.difference import Difference
from villages.texts import BANKS, bank_text


class HouseForm(forms.ModelForm):
    """How guests reach the host, and where they pay; the model's own rules say what can be."""

    phone = forms.CharField(
        label=gettext_lazy("Phone number"),
        max_length=40,
        help_text=gettext_lazy("Guests read it on the site and on their ticket."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )
    bank_bin = forms.ChoiceField(
        label=gettext_lazy("Bank"),
        required=False,
        help_text=gettext_lazy("Yours is not there? Tell the office."),
    )

    bank_account = forms.CharField(
        label=gettext_lazy("Account number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    class Meta:
        model = Host
        fields = ["phone", "email", "bank_bin", "bank_account", "bank_account_name"]
        labels = {"email": gettext_lazy("E-mail"), "bank_account_name": gettext_lazy("Account holder")}
        widgets = {
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "bank_account_name": forms.TextInput(attrs={"autocomplete": "off"}),
        }

    def __init__(self, data: Mapping | None = None, *, host: Host) -> None:
        super().__init__(data, instance=copy.copy(host), initial={"phone": host.phone.as_international})
        banks = BANKS if host.bank_bin in BANKS or not host.bank_bin else {host.bank_bin: host.bank_bin} | BANKS
        offer(self, "bank_bin", [("", _("No account")), *banks.items()])

    def clean_phone(self) -> str:
        return parse_phone(self.cleaned_data["phone"])

    def clean_bank_account(self) -> str:
        """People write it in groups, as it stands on the card."""
        return "".join(single_line(self.cleaned_data["bank_account"]).split())

    def changed(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.changed_data}


@require_http_methods(["GET", "HEAD", "POST"])
def house(request: DeskRequest) -> HttpResponse:
    host = request.desk_host
    standing = form = HouseForm(host=host)
    if request.method == "POST":
        sent = Sent(request.POST, standing)
        form = HouseForm(sent.data, host=host)
        if sent.accepted(form):
            _save(request, form)
            return redirect("desk:house", host=host.slug)
    proposal = HostProposal.objects.filter(host=host).order_by("-pk").first()
    context = {
        "form": form,
        "opened": opened(standing),
        "proposal": proposal,
        "differences": _in_words(proposal) if proposal else [],
    }
    return desk_page(request, "desk/selling/house.html", context, current="setup")


def _save(request: DeskRequest, form: HouseForm) -> None:
    host, facts = request.desk_host, form.changed()
    stood = _stands(host)
    proposal = change_host(host_id=host.pk, facts=facts, by=request.user, now=timezone.now()) if facts else None
    if _stands(host) == stood:
        messages.info(request, _("It was so already: nothing has changed."))
    elif proposal:
        drain_soon()
        messages.success(request, _("Sent to the office. Until they have looked, what stood before holds."))
    else:
        messages.success(request, _("Saved."))


def _stands(host: Host) -> list[tuple]:
    """What a save may change."""
    rows = Host.objects.filter(pk=host.pk).order_by("proposals")
    return list(rows.values_list(*HouseForm.Meta.fields, "proposals", "proposals__state"))


def _in_words(proposal: HostProposal) -> list[Difference]:
    """Before and after, a bank by its name."""
    return [Difference(told.label, bank_text(told.before), bank_text(told.after)) for told in proposal.differences]
