"""A ZaloPay of the demo's own, beside its VNPay and MoMo: orders, a page to pay at, notices and answers, without any
network.

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

from bookings.domain.money.online.merchants import connect
from bookings.domain.money.online.zalopay import ASKED_BACK, CAME_BACK, GIVEN_BACK, ORDERED, sign
from bookings.enums import OnlineProvider
from common.words.money import format_vnd
from villages.enums import MemberRole
from villages.models import Host, Member

KEY_1, KEY_2 = "CHI-DE-THU-KHONG-PHAI-CHUOI-THAT", "CHI-DE-THU-KHONG-PHAI-KHOA"
KEPT_FOR = 7 * 86_400
# What a person may try: (what is pressed, ZaloPay's status of it, whether it tells of it). It tells of money alone.
PRESSES = {"pay": (1, True), "quiet": (1, False), "cancel": (-49, False), "poor": (-63, False)}
SIGNED = {
    "create": ORDERED,
    "query": ("app_id", "app_trans_id", "key"),
    "refund": GIVEN_BACK,
    "query_refund": ASKED_BACK,
}


def load_zalopay(*, now: dt.datetime) -> None:
    """Each verified house with an account has a made-up contract."""
    for number, host in enumerate(Host.objects.verified().order_by("pk"), start=1):
        owner = Member.objects.filter(host=host, role=MemberRole.OWNER).order_by("pk").first()
        if owner is None or not host.takes_transfers:
            continue
        told = {"code": f"99{number:02d}", "secret": KEY_1, "second": KEY_2}
        connect(host=host, provider=OnlineProvider.ZALOPAY, by=owner.user, now=now, **told)


@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: HttpRequest) -> HttpResponse:
    """The page to which guests are sent; what they press is told where it is money, and leads them back."""
    order = cache.get(_key(request.GET.get("order", "")))
    if order is None:
        raise Http404
    if request.method == "POST" and request.POST.get("press") in PRESSES:
        status, tells = PRESSES[request.POST["press"]]
        told = _decide(order, status)
        if tells and told["return_code"] == 1:
            named = {name: order[name] for name in ("app_id", "app_trans_id", "app_time", "app_user")}
            _tell(order["callback_url"], named | told)
        url = json.loads(order["embed_data"])["redirecturl"]
        return HttpResponseRedirect(f"{url}?{urlencode(_back(order, told))}")
    amount = format_vnd(order["amount"])
    shown = {"name": "ZaloPay", "amount_text": amount, "info": order["description"]}
    return render(request, "demo/gateway.html", shown)


@csrf_exempt
@require_POST
def api(request: HttpRequest, what: str) -> JsonResponse:
    """`create`, `query`, `refund` and `query_refund`."""
    try:
        asked = json.loads(request.body)
        right = asked["mac"] == sign(KEY_1, asked | {"key": KEY_1}, SIGNED[what])
        name = str(asked["m_refund_id" if "refund" in what else "app_trans_id"])
    except (ValueError, KeyError, TypeError) as error:
        raise Http404 from error
    if not right:
        return JsonResponse({"return_code": -402})
    if what == "create":
        cache.add(_key(name), asked, KEPT_FOR)
        url = request.build_absolute_uri(f"{reverse('demo_zalopay')}?order={name}")
        return JsonResponse({"return_code": 1, "sub_return_code": 1, "order_url": url})
    if what == "refund":
        cache.add(_key(name), asked, KEPT_FOR)
        return JsonResponse({"return_code": 3, "sub_return_code": 2})
    known = cache.get(_key(name))
    if known is None:
        return JsonResponse({"return_code": 2, "sub_return_code": -101})
    if what == "query_refund":
        return JsonResponse({"return_code": 1, "sub_return_code": 1})
    return JsonResponse(known.get("result") or {"return_code": 3, "amount": 0, "zp_trans_id": 0})


def _decide(order: dict[str, Any], status: int) -> dict[str, Any]:
    """What became of the order, as `query` says it: paid once and for all, anything else until it is paid."""
    now = timezone.localtime()
    told: dict[str, Any] = {"return_code": 2, "sub_return_code": status}
    if status == 1:
        told = {"return_code": 1, "sub_return_code": 1, "amount": order["amount"]}
        told |= {"zp_trans_id": int(f"{now:%d%H%M%S%f}"), "server_time": int(now.timestamp() * 1000)}
    standing = order.get("result")
    if standing and standing["return_code"] == 1:
        told = standing
    cache.set(_key(order["app_trans_id"]), order | {"result": told}, KEPT_FOR)
    return told


def _back(order: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    values = {"appid": order["app_id"], "apptransid": order["app_trans_id"], "pmcid": 38, "bankcode": ""}
    values |= {"amount": order["amount"], "discountamount": 0, "status": told["sub_return_code"]}
    return values | {"checksum": sign(KEY_2, values, CAME_BACK)}


def _tell(url: str, told: dict[str, Any]) -> None:
    """The notice; one that is not answered is found by a question, as in earnest."""
    data = json.dumps(told)
    body = {"data": data, "mac": sign(KEY_2, {"data": data}, ("data",)), "type": 1}
    headers = {"Content-Type": "application/json"}
    asked = Request(url, data=json.dumps(body).encode(), headers=headers, method="POST")  # noqa: S310, our own address
    with contextlib.suppress(OSError, HTTPException):
        urlopen(asked, timeout=5).close()  # noqa: S310, our own address


def _key(name: str) -> str:
    return f"demo_zalopay_{name}"
