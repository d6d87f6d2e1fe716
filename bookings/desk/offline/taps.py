"""The one address that taps come to which waited on a phone."""

from dataclasses import asdict
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from bookings.desk.offline import wire
from bookings.desk.shell.access import DeskRequest
from bookings.domain.taps.taps import take
from common.data.refusal import Refused


@require_POST
def taps(request: DeskRequest) -> HttpResponse:
    """`{"answers": [{"key", "result", "text", "by", "at", "mine"}]}`, in the order of the taps.

    At the first that cannot be read it ends with 400 and an `error` besides: those before it are done and answered.
    """
    answers: list[dict[str, Any]] = []
    try:
        for told in wire.read_all(request.body):
            tap = wire.read(told)
            answer = take(tap=tap, host=request.desk_host, by=request.user, now=timezone.now())
            answers.append({"key": told["key"], **asdict(answer)})
    except Refused as unreadable:
        return JsonResponse({"answers": answers, "error": str(unreadable.message)}, status=400)
    return JsonResponse({"answers": answers})
