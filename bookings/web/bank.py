"""What SePay and payOS tell, at an address of each house's own. Kept first, then looked at by a worker.

The services ask again where the answer is not 200: SePay seven times in about 33 minutes. So 200 means that it is kept.
"""

import uuid as uuids

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from bookings.domain.money.bank.connecting import NotProven, Unknown, hear
from bookings.enums import BankProvider
from bookings.tasks import match_soon
from common.http.throttle import too_many, used_up

# In bytes: a notice is a tenth of it.
LARGEST = 64_000
# For one house, and for an address of the web that has no valid signature.
RATE, WRONG_RATE = "120/minute", "20/minute"


@csrf_exempt
@never_cache
@require_POST
def told(request: HttpRequest, provider: str, address: uuids.UUID) -> JsonResponse:
    """`{"success": true}` once it is kept, also where it was kept before."""
    if provider not in (BankProvider.SEPAY, BankProvider.PAYOS):
        return _answer(404)
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > LARGEST:
        return _answer(413)
    if used_up(request, scope="bank_wrong", rate=WRONG_RATE):
        return _answer(429)
    if too_many(request, scope="bank", rate=RATE, who=str(address)):
        return _answer(429)
    try:
        hear(
            provider=BankProvider(provider),
            address=address,
            headers=request.headers,
            body=request.body,
            now=timezone.now(),
        )
    except (Unknown, NotProven) as refused:
        too_many(request, scope="bank_wrong", rate=WRONG_RATE)
        return _answer(404 if isinstance(refused, Unknown) else 401)
    match_soon()
    return _answer(200)


def _answer(status: int) -> JsonResponse:
    return JsonResponse({"success": status == 200}, status=status)
