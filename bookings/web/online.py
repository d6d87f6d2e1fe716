"""What gateways tell of attempts to pay, at an address of each house's contract; always answered in their own codes."""

import uuid as uuids

from django.http import Http404, HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET

from bookings.domain.money.online.gateway import Heard
from bookings.domain.money.online.hearing import hear
from bookings.domain.money.online.merchants import GATEWAYS
from bookings.enums import OnlineProvider
from common.http.throttle import too_many, used_up
from outbox.tasks import drain_soon

# For one house, and for an address of the web that has no valid signature.
RATE, WRONG_RATE = "240/minute", "20/minute"


@csrf_exempt
@never_cache
@require_GET
def told(request: HttpRequest, provider: str, address: uuids.UUID) -> JsonResponse:
    """VNPay asks by GET, up to ten times where it is not answered 00 or 02."""
    if provider not in OnlineProvider.values:
        raise Http404
    gateway = OnlineProvider(provider)
    if used_up(request, scope="online_wrong", rate=WRONG_RATE) or too_many(
        request, scope="online", rate=RATE, who=str(address)
    ):
        return JsonResponse(GATEWAYS[gateway].answer(Heard.BROKEN), status=429)
    heard, answer = hear(provider=gateway, address=address, said=request.GET.dict(), now=timezone.now())
    if heard == Heard.NOT_PROVEN:
        too_many(request, scope="online_wrong", rate=WRONG_RATE)
    if heard == Heard.TAKEN:
        drain_soon()
    return JsonResponse(answer)
