"""SePay and payOS tell this house of its account: the owner turns it on and off, and says how they prove themselves."""

from collections.abc import Mapping

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import accepts, changes
from bookings.desk.shell.page import desk_page
from bookings.domain.money.bank.connecting import SERVICES, connect, connections_of, disconnect
from bookings.enums import BankProof, BankProvider
from bookings.models import BankConnection
from common.words.fields import LineField


class BankWayForm(forms.Form):
    """Of one service. Its secret is never shown again: where none is typed, the one that stands stays."""

    secret = forms.CharField(
        label=gettext_lazy("Secret"),
        required=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    proof = forms.ChoiceField(
        label=gettext_lazy("How SePay proves itself"), choices=BankProof.choices, initial=BankProof.SIGNED
    )
    account = LineField(
        label=gettext_lazy("Virtual account number"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Only where the service has another number for your account."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )

    def __init__(self, data: Mapping | None = None, *, provider: BankProvider, standing: BankConnection | None) -> None:
        initial = {"proof": standing.proof, "account": standing.account} if standing else None
        super().__init__(data, initial=initial, auto_id=f"{provider}_%s")
        self.fields["secret"].help_text = (
            _("There is one. Leave this empty to keep it.") if standing else _("Copied from the service's own page.")
        )
        if provider != BankProvider.SEPAY:
            del self.fields["proof"]


@require_http_methods(["GET", "HEAD", "POST"])
def bankways(request: DeskRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    provider = next((one for one in SERVICES if one == request.POST.get("provider")), None)
    if provider is None:
        return _page(request)
    host, now = request.desk_host, timezone.now()

    def rows():
        return BankConnection.objects.filter(host=host).values_list("provider", "secret", "proof", "account")

    if "off" in request.POST:
        done = _("%(name)s is off.") % {"name": provider.label}
        changes(request, lambda: disconnect(host=host, provider=provider), done, rows=rows)
        return redirect("desk:bankways", host=host.slug)
    standing = connections_of(host).get(provider)
    form = BankWayForm(request.POST, provider=provider, standing=standing)
    before = list(rows().order_by("pk"))

    def act() -> None:
        said = form.cleaned_data
        connect(
            host=host,
            provider=provider,
            secret=said["secret"],
            proof=BankProof(said.get("proof") or BankProof.SIGNED),
            account=said["account"],
            by=request.user,
            now=now,
        )

    if form.is_valid() and accepts(form, act):
        same = list(rows().order_by("pk")) == before
        say = messages.info if same else messages.success
        say(request, _("It was so already: nothing has changed.") if same else _("Saved."))
        return redirect("desk:bankways", host=host.slug)
    return _page(request, bound={provider: form})


def _page(request: DeskRequest, *, bound: Mapping[BankProvider, BankWayForm] | None = None) -> HttpResponse:
    host = request.desk_host
    known = connections_of(host)
    ways = [
        {
            "provider": provider.value,
            "name": provider.label,
            "standing": known.get(provider),
            "address": _address(provider, known.get(provider)),
            "form": (bound or {}).get(provider) or BankWayForm(provider=provider, standing=known.get(provider)),
        }
        for provider in SERVICES
    ]
    context = {"ways": ways, "has_account": bool(host.bank_account)}
    return desk_page(request, "desk/money/bankways.html", context, current="setup")


def _address(provider: BankProvider, standing: BankConnection | None) -> str:
    return settings.BASE_URL + reverse("bank_told", args=[provider.value, standing.address]) if standing else ""
