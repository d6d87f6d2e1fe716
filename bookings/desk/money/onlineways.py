"""Gateways that this house has a contract with: the owner turns paying by them on and off."""

from collections.abc import Mapping

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import accepts, changes
from bookings.desk.shell.page import desk_page
from bookings.domain.money.online.merchants import GATEWAYS, TWO_KEYS, connect, disconnect, merchants_of
from bookings.enums import OnlineProvider
from bookings.models import OnlineMerchant
from common.words.fields import LineField

# As each gateway calls what it gives a house: code, secret, and the other key where there are two.
LABELS = {
    OnlineProvider.VNPAY: ("TmnCode", "HashSecret", ""),
    OnlineProvider.MOMO: ("Partner Code", "Secret Key", "Access Key"),
    OnlineProvider.ZALOPAY: ("App ID", "Key 1", "Key 2"),
}
KEY_INPUT = {"autocomplete": "off", "spellcheck": "false"}


class OnlineWayForm(forms.Form):
    """Of one gateway. Its keys are never shown again: where none is typed, the one that stands stays."""

    code = LineField(max_length=40, widget=forms.TextInput(attrs=KEY_INPUT))
    second = forms.CharField(required=False, max_length=200, widget=forms.PasswordInput(attrs=KEY_INPUT))
    secret = forms.CharField(required=False, max_length=200, widget=forms.PasswordInput(attrs=KEY_INPUT))

    def __init__(
        self, data: Mapping | None = None, *, provider: OnlineProvider, standing: OnlineMerchant | None
    ) -> None:
        super().__init__(data, initial={"code": standing.code} if standing else None, auto_id=f"{provider}_%s")
        code, secret, second = LABELS[provider]
        self.fields["code"].label = _("Your code at %(name)s (%(word)s)") % {"name": provider.label, "word": code}
        self.fields["secret"].label = _("Secret (%(word)s)") % {"word": secret}
        self.fields["second"].label = _("Second key (%(word)s)") % {"word": second}
        kept = _("There is one. Leave this empty to keep it.")
        where = _("%(name)s gives it to you with your contract.") % {"name": provider.label}
        for name in ("secret", "second"):
            self.fields[name].help_text = kept if standing else where
        if provider not in TWO_KEYS:
            del self.fields["second"]


@require_http_methods(["GET", "HEAD", "POST"])
def onlineways(request: DeskRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    provider = next((one for one in OnlineProvider if one == request.POST.get("provider")), None)
    if provider is None:
        return _page(request)
    host, now = request.desk_host, timezone.now()

    def rows():
        return OnlineMerchant.objects.filter(host=host).values_list("provider", "code", "secret", "second", "off_at")

    if "off" in request.POST:
        done = _("%(name)s is off.") % {"name": provider.label}
        changes(request, lambda: disconnect(host=host, provider=provider, now=now), done, rows=rows)
        return redirect("desk:onlineways", host=host.slug)
    form = OnlineWayForm(request.POST, provider=provider, standing=merchants_of(host).get(provider))
    before = list(rows().order_by("pk"))

    def act() -> None:
        connect(host=host, provider=provider, by=request.user, now=now, **form.cleaned_data)

    if form.is_valid() and accepts(form, act):
        same = list(rows().order_by("pk")) == before
        say = messages.info if same else messages.success
        say(request, _("It was so already: nothing has changed.") if same else _("Saved."))
        return redirect("desk:onlineways", host=host.slug)
    return _page(request, bound={provider: form})


def _page(request: DeskRequest, *, bound: Mapping[OnlineProvider, OnlineWayForm] | None = None) -> HttpResponse:
    host = request.desk_host
    known = merchants_of(host)
    ways = [
        {
            "provider": provider.value,
            "name": provider.label,
            "standing": known.get(provider),
            "address": _address(provider, known.get(provider)),
            "is_on": GATEWAYS[provider].is_on(),
            "is_given": not GATEWAYS[provider].OPENS,
            "form": (bound or {}).get(provider) or OnlineWayForm(provider=provider, standing=known.get(provider)),
        }
        for provider in OnlineProvider
    ]
    return desk_page(request, "desk/money/onlineways.html", {"ways": ways}, current="setup")


def _address(provider: OnlineProvider, standing: OnlineMerchant | None) -> str:
    return settings.BASE_URL + reverse("online_told", args=[provider.value, standing.address]) if standing else ""
