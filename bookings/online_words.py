"""Paying through a gateway as guests and hosts read it."""

import datetime as dt
import uuid as uuids
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.domain.money.online import momo, vnpay, zalopay
from bookings.domain.money.online.asking import SILENT
from bookings.domain.money.online.attempts import NOT_OPENED, OTHER_SUM
from bookings.domain.money.online.merchants import GATEWAYS, takes_online
from bookings.domain.money.transfer import asked_for
from bookings.enums import OnlineProvider, OnlineState
from bookings.models import Booking, OnlinePayment
from common.words.dates import moment_text
from common.words.money import format_vnd

# For so long a guest is told of their last attempt.
RECENT = dt.timedelta(hours=24)
# Whose page takes what: a wallet alone, or a wallet, a card or a bank's app. Any other takes the latter two.
WALLETS, ALL_WAYS = (OnlineProvider.MOMO,), (OnlineProvider.ZALOPAY,)
_DOUBTED = gettext_lazy(
    "Your bank may have taken the money, and %(name)s has not passed it on. Call your host before you pay again."
)
_WRONG_SUM = gettext_lazy(
    "%(name)s named another sum than the one that was asked. Call your host before you pay again."
)
_NOT_SAID = gettext_lazy("%(name)s did not say whether you paid. If your bank took the money, please call your host.")
# Neither paid nor not.
DOUBTED = (*vnpay.DOUBTED, *momo.DOUBTED)
# By the gateway's code; no two gateways have one in common.
REASONS = {
    "09": gettext_lazy("Your card or account is not registered for internet banking. Nothing was paid."),
    "10": gettext_lazy("The card's details were wrong three times. Nothing was paid."),
    "11": gettext_lazy("The time to pay ran out. Nothing was paid."),
    "12": gettext_lazy("Your card or account is locked. Nothing was paid."),
    "13": gettext_lazy("The code from your bank was wrong. Nothing was paid."),
    "24": gettext_lazy("You cancelled the payment. Nothing was paid."),
    "51": gettext_lazy("There is not enough money in the account. Nothing was paid."),
    "65": gettext_lazy("Your account has reached its limit for today. Nothing was paid."),
    "75": gettext_lazy("Your bank is being maintained. Nothing was paid."),
    "79": gettext_lazy("The payment password was wrong too often. Nothing was paid."),
    "1001": gettext_lazy("There is not enough money in the account. Nothing was paid."),
    "1002": gettext_lazy("Your bank or wallet turned the payment down. Nothing was paid."),
    "1004": gettext_lazy("Your account has reached its limit for today. Nothing was paid."),
    "1005": gettext_lazy("The time to pay ran out. Nothing was paid."),
    "1006": gettext_lazy("You cancelled the payment. Nothing was paid."),
    zalopay.CANCELLED: gettext_lazy("You cancelled the payment. Nothing was paid."),
    zalopay.EXPIRED: gettext_lazy("The time to pay ran out. Nothing was paid."),
    "-63": gettext_lazy("There is not enough money in the account. Nothing was paid."),
    NOT_OPENED: gettext_lazy("%(name)s did not answer. Nothing was paid."),
    OTHER_SUM: _WRONG_SUM,
    SILENT: _NOT_SAID,
} | dict.fromkeys(DOUBTED, _DOUBTED)
# After these a second payment may be one too many.
UNSURE = (*DOUBTED, OTHER_SUM, SILENT)


def reason_text(code: str, provider: str) -> str:
    """Why nothing was paid, in a sentence."""
    text = str(REASONS.get(code) or _("The payment did not go through. Nothing was paid."))
    return text % {"name": OnlineProvider(provider).label}


def online_words(booking: Booking, *, now: dt.datetime) -> dict[str, Any]:
    """For booking/_online.html: the gateways that the booking can be paid by now, and what became of its last attempt;
    empty where there is neither. The booking comes with its host.
    """
    merchants = takes_online(booking.slot.experience.host)
    amount = asked_for(booking, now=now) if merchants else 0
    last = OnlinePayment.objects.filter(booking=booking, created_at__gt=now - RECENT).order_by("-pk").first()
    last_text = ""
    if last and last.state == OnlineState.STARTED:
        last_text = (
            reason_text(last.said, last.provider)
            if last.said
            else _("You began to pay by %(name)s. We are waiting for their word.")
            % {"name": last.get_provider_display()}
        )
    elif last and last.state in (OnlineState.FAILED, OnlineState.LAPSED):
        last_text = reason_text(last.said, last.provider)
    ways = [
        {
            "provider": one.provider,
            "name": one.get_provider_display(),
            "is_wallet": one.provider in WALLETS,
            "is_all": one.provider in ALL_WAYS,
        }
        for one in merchants
        if amount > 0 and GATEWAYS[OnlineProvider(one.provider)].takes(amount)
    ]
    if not ways and not last_text:
        return {}
    return {
        "ways": ways,
        "amount_text": format_vnd(amount),
        "key": str(uuids.uuid4()),
        "last_text": last_text,
        "is_waiting": bool(last and last.state == OnlineState.STARTED),
    }


def attempt_lines(booking: Booking) -> list[str]:
    """`VNPay 300.000 ₫, 10:15 thứ Hai 30/11: …` of each attempt of which no money came, for the desk."""
    attempts = OnlinePayment.objects.filter(booking=booking).exclude(state=OnlineState.RECEIVED).order_by("pk")
    return [
        _("%(gateway)s %(amount)s, %(when)s: %(state)s")
        % {
            "gateway": one.get_provider_display(),
            "amount": format_vnd(one.amount_vnd),
            "when": moment_text(one.created_at),
            "state": _state_text(one),
        }
        for one in attempts
    ]


def _state_text(payment: OnlinePayment) -> str:
    state, name = str(payment.get_state_display()), {"name": payment.get_provider_display()}
    if payment.said == OTHER_SUM:
        return _("it names another sum, look at %(name)s's page") % name
    if payment.said == SILENT:
        return _("no answer, look at %(name)s's page") % name
    if payment.said in DOUBTED:
        return _("the bank may have taken the money, look at %(name)s's page (code %(code)s)") % (
            name | {"code": payment.said}
        )
    return _("%(state)s (code %(code)s)") % {"state": state, "code": payment.said} if payment.said else state
