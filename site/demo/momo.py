"""A MoMo of the demo's own, beside its VNPay: orders, a page to pay at, notices and answers, without any network.

Only routed where DEMO is on; an order and what became of it are kept in the cache.
"""

import contextlib
import datetime as dt
import json
from http.client import HTTPException
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from bookings.domain.money.online.gateway import Keys
from bookings.domain.money.online.merchants import connect
from bookings.domain.money.online.momo import ASKED, GIVEN_BACK, ORDERED, TOLD, sign
from bookings.enums import OnlineProvider
from common.words.money import format_vnd
from villages.enums import MemberRole
from villages.models import Host, Member

SECRET, ACCESS = "CHI-DE-THU-KHONG-PHAI-CHUOI-THAT", "CHI-DE-THU-KHONG-PHAI-KHOA"
KEPT_FOR = 7 * 86_400
# What a person may try: (what is pressed, MoMo's code, whether it tells of it).
PRESSES = {"pay": (0, True), "quiet": (0, False), "cancel": (1006, True), "poor": (1001, True)}
SIGNED = {"create": ORDERED, "query": ASKED, "refund": GIVEN_BACK}


def load_momo(*, now: dt.datetime) -> None:
    """Each verified house with an account has a made-up contract."""
    for number, host in enumerate(Host.objects.verified().order_by("pk"), start=1):
        owner = Member.objects.filter(host=host, role=MemberRole.OWNER).order_by("pk").first()
        if owner is None or not host.takes_transfers:
            continue
        connect(
            host=host,
            provider=OnlineProvider.MOMO,
            code=f"THUMOMO{number:02d}",
            secret=SECRET,
            second=ACCESS,
            by=owner.user,
            now=now,
        )


@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: HttpRequest) -> HttpResponse:
    """The page to which guests are sent; what they press is told, and leads them back."""
    order = cache.get(_key(request.GET.get("t", "")))
    if order is None:
        raise Http404
    if request.method == "POST" and request.POST.get("press") in PRESSES:
        code, tells = PRESSES[request.POST["press"]]
        told = _decide(order, code)
        if tells:
            _tell(order["ipnUrl"], told)
        return HttpResponseRedirect(f"{order['redirectUrl']}?{urlencode(told)}")
    amount = format_vnd(order["amount"])
    return render(request, "demo/gateway.html", {"name": "MoMo", "amount_text": amount, "info": order["orderInfo"]})


@csrf_exempt
@require_POST
def api(request: HttpRequest, what: str) -> JsonResponse:
    """`create`, `query` and `refund`."""
    try:
        asked = json.loads(request.body)
        right = asked["signature"] == sign(_keys(asked["partnerCode"]), asked, SIGNED[what])
        reference = str(asked["orderId"])
    except (ValueError, KeyError, TypeError) as error:
        raise Http404 from error
    told: dict[str, Any] = {name: asked[name] for name in ("partnerCode", "orderId", "requestId")}
    if not right:
        return JsonResponse(told | {"resultCode": 13})
    if what == "create":
        cache.add(_key(reference), asked, KEPT_FOR)
        url = request.build_absolute_uri(f"{reverse('demo_momo')}?t={reference}")
        return JsonResponse(told | {"amount": asked["amount"], "resultCode": 0, "payUrl": url})
    if what == "refund":
        return JsonResponse(told | {"amount": asked["amount"], "transId": asked["transId"], "resultCode": 0})
    order = cache.get(_key(reference))
    result = (order or {}).get("result") or {"resultCode": 1000 if order else 42, "amount": 0, "transId": 0}
    return JsonResponse(told | {name: result[name] for name in ("resultCode", "amount", "transId")})


def _decide(order: dict[str, Any], code: int) -> dict[str, Any]:
    """What became of the order, once, signed as MoMo does."""
    now = timezone.localtime()
    told = {
        "partnerCode": order["partnerCode"],
        "orderId": order["orderId"],
        "requestId": order["requestId"],
        "amount": order["amount"],
        "orderInfo": order["orderInfo"],
        "orderType": "momo_wallet",
        "transId": int(f"{now:%d%H%M%S%f}") if code == 0 else 0,
        "resultCode": code,
        "message": "Thu",
        "payType": "qr",
        "responseTime": int(now.timestamp() * 1000),
        "extraData": "",
    }
    told = order.get("result") or told
    cache.set(_key(order["orderId"]), order | {"result": told}, KEPT_FOR)
    return told | {"signature": sign(_keys(order["partnerCode"]), told, TOLD)}


def _tell(url: str, told: dict[str, Any]) -> None:
    """The notice; one that is not answered is found by a question, as in earnest."""
    headers = {"Content-Type": "application/json"}
    asked = Request(url, data=json.dumps(told).encode(), headers=headers, method="POST")  # noqa: S310, our own address
    with contextlib.suppress(OSError, HTTPException):
        urlopen(asked, timeout=5).close()  # noqa: S310, our own address


def _keys(code: str) -> Keys:
    return Keys(code, SECRET, ACCESS)


def _key(reference: str) -> str:
    return f"demo_momo_{reference}"
