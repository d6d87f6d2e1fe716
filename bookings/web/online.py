"""What gateways tell of attempts to pay, at an address of each house's contract; always answered in their own codes."""

import uuid as uuids

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from bookings.domain.money.online.gateway import Heard, parsed
from bookings.domain.money.online.hearing import hear
from bookings.domain.money.online.merchants import GATEWAYS
from bookings.enums import OnlineProvider
from common.http.throttle import too_many, used_up
from outbox.tasks import drain_soon

# For one house, and for an address of the web that has no valid signature.
RATE, WRONG_RATE = "240/minute", "20/minute"


@csrf_exempt
@never_cache
def told(request: HttpRequest, provider: str, address: uuids.UUID) -> HttpResponse:
    """Each gateway asks in its own manner, VNPay up to ten times where it is not answered 00 or 02."""
    if provider not in OnlineProvider.values:
        raise Http404
    gateway = OnlineProvider(provider)
    way = GATEWAYS[gateway].TELLS_BY
    if request.method != way:
        return HttpResponseNotAllowed([way])
    if used_up(request, scope="online_wrong", rate=WRONG_RATE) or too_many(
        request, scope="online", rate=RATE, who=str(address)
    ):
        return _answer(429, GATEWAYS[gateway].answer(Heard.BROKEN)[1])
    said = request.GET.dict() if way == "GET" else parsed(request.body)
    heard, answer = hear(provider=gateway, address=address, said=said, now=timezone.now())
    if heard == Heard.NOT_PROVEN:
        too_many(request, scope="online_wrong", rate=WRONG_RATE)
    if heard == Heard.TAKEN:
        drain_soon()
    return _answer(*answer)


def _answer(status: int, values: dict[str, str | int]) -> HttpResponse:
    return JsonResponse(values, status=status) if values else HttpResponse(status=status)
