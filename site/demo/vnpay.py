"""A VNPay of the demo's own: a page to pay at, notices and answers, so that paying can be tried without any network.

It says on its page that it is none. Only routed where DEMO is on; what became of an order is kept in the cache.
"""

import contextlib
import datetime as dt
import json
from http.client import HTTPException
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from bookings.domain.money.online.attempts import begin, take_word
from bookings.domain.money.online.gateway import Outcome, Word
from bookings.domain.money.online.merchants import connect, takes_online
from bookings.domain.money.online.vnpay import QUERY_ANSWERED, REFUND_ANSWERED, sign, signed_text
from bookings.domain.money.owing import account, with_account
from bookings.enums import EXPECTED, OnlineProvider
from bookings.models import Booking, OnlineMerchant
from common.words.money import format_vnd
from villages.enums import MemberRole
from villages.models import Host, Member

SECRET = "CHI-DE-THU-KHONG-PHAI-CHUOI-THAT"  # noqa: S105, of a gateway that is none
KEPT_FOR = 7 * 86_400
# What a person may try: (what is pressed, VNPay's code, whether it tells of it).
PRESSES = {"pay": ("00", True), "quiet": ("00", False), "cancel": ("24", True), "poor": ("51", True)}


def load_vnpay(*, now: dt.datetime) -> None:
    """Each verified house with an account has a made-up contract; the first party to come that owes has paid by it."""
    for number, host in enumerate(Host.objects.verified().order_by("pk"), start=1):
        owner = Member.objects.filter(host=host, role=MemberRole.OWNER).order_by("pk").first()
        if owner is None or not host.takes_transfers:
            continue
        code = f"THUVNP{number:02d}"
        connect(host=host, provider=OnlineProvider.VNPAY, code=code, secret=SECRET, by=owner.user, now=now)
        coming = Booking.objects.filter(slot__experience__host=host, status__in=EXPECTED, slot__starts_at__gt=now)
        owing = with_account(coming.select_related("slot__experience__host"), now=now).order_by("slot__starts_at", "pk")
        party = next((one for one in owing if account(one).due == one.total_vnd), None)
        if party and takes_online(host):
            _pay(party, now=now)


def _pay(booking: Booking, *, now: dt.datetime) -> None:
    payment = begin(keys=[booking.uuid], booking=booking, provider=OnlineProvider.VNPAY, now=now)
    word = Word(payment.reference, payment.amount_vnd, Outcome.PAID, "", f"9{payment.pk:07d}", now)
    take_word(payment_id=payment.pk, word=word, now=now)


@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: HttpRequest) -> HttpResponse:
    """The page to which guests are sent; what they press is told, and leads them back."""
    order = request.GET.dict()
    if order.get("vnp_SecureHash") != sign(SECRET, signed_text(order)):
        raise Http404
    if request.method == "POST" and request.POST.get("press") in PRESSES:
        code, tells = PRESSES[request.POST["press"]]
        told = _decide(order, code)
        if tells:
            _tell(order["vnp_TmnCode"], told)
        return HttpResponseRedirect(f"{order['vnp_ReturnUrl']}?{urlencode(told)}")
    shown = {"name": "VNPay", "amount_text": format_vnd(int(order["vnp_Amount"]) // 100)}
    return render(request, "demo/gateway.html", shown | {"info": order["vnp_OrderInfo"]})


@csrf_exempt
@require_POST
def api(request: HttpRequest) -> JsonResponse:
    """`querydr` and `refund`, signed."""
    try:
        asked = json.loads(request.body)
        reference, command = str(asked["vnp_TxnRef"]), asked["vnp_Command"]
    except (ValueError, KeyError, TypeError) as error:
        raise Http404 from error
    told: dict[str, Any] = dict.fromkeys(QUERY_ANSWERED, "")
    told |= {name: asked.get(name, "") for name in ("vnp_Command", "vnp_TmnCode", "vnp_TxnRef", "vnp_OrderInfo")}
    result = cache.get(_key(reference))
    told |= {"vnp_ResponseCode": "00" if result or command == "refund" else "91"}
    if result and command == "querydr":
        told |= {name: result.get(name, "") for name in ("vnp_Amount", "vnp_PayDate", "vnp_TransactionNo")}
        told |= {"vnp_TransactionStatus": result["vnp_TransactionStatus"]}
    names = QUERY_ANSWERED if command == "querydr" else REFUND_ANSWERED
    return JsonResponse(told | {"vnp_SecureHash": sign(SECRET, "|".join(str(told[name]) for name in names))})


def _decide(order: dict[str, str], code: str) -> dict[str, str]:
    """What became of the order, once, signed as VNPay does."""
    now, paid = timezone.localtime(), code == "00"
    told = {
        "vnp_Amount": order["vnp_Amount"],
        "vnp_BankCode": "THU",
        "vnp_OrderInfo": order["vnp_OrderInfo"],
        "vnp_PayDate": f"{now:%Y%m%d%H%M%S}",
        "vnp_ResponseCode": code,
        "vnp_TmnCode": order["vnp_TmnCode"],
        "vnp_TransactionNo": f"{now:%d%H%M%S%f}" if paid else "0",
        "vnp_TransactionStatus": "00" if paid else "02",
        "vnp_TxnRef": order["vnp_TxnRef"],
    }
    if not cache.add(_key(order["vnp_TxnRef"]), told, KEPT_FOR):
        told = cache.get(_key(order["vnp_TxnRef"])) or told
    return told | {"vnp_SecureHash": sign(SECRET, signed_text(told))}


def _tell(code: str, told: dict[str, str]) -> None:
    """The notice to the house's address; one that is not answered is found by a question, as in earnest."""
    merchant = OnlineMerchant.objects.filter(code=code).first()
    if merchant is None:
        return
    path = reverse("online_told", args=[OnlineProvider.VNPAY.value, merchant.address])
    with contextlib.suppress(OSError, HTTPException):
        urlopen(f"{settings.BASE_URL}{path}?{urlencode(told)}", timeout=5).close()  # noqa: S310, our own address


def _key(reference: str) -> str:
    return f"demo_vnpay_{reference}"
