"""The one address that taps come to which waited on a phone."""

from dataclasses import asdict, replace
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bookings.desk.offline import wire
from bookings.desk.shell.access import DeskRequest
from bookings.domain.taps.taps import Answer, Tap, take
from bookings.enums import DeskTapKind
from common.data.refusal import Refused

OF_MONEY = (DeskTapKind.PAY, DeskTapKind.PAY_UNDO)


@require_POST
def taps(request: DeskRequest) -> HttpResponse:
    """`{"answers": [{"key", "result", "text", "by", "at", "mine"}]}`, in the order of the taps.

    At the first that cannot be read it ends with 400 and an `error` besides: those before it are done and answered.
    """
    answers: list[dict[str, Any]] = []
    try:
        for told in wire.read_all(request.body):
            tap = wire.read(told)
            answers.append({"key": told["key"], **asdict(_answer(request, tap))})
    except Refused as unreadable:
        return JsonResponse({"answers": answers, "error": str(unreadable.message)}, status=400)
    return JsonResponse({"answers": answers})


def _answer(request: DeskRequest, tap: Tap) -> Answer:
    """All kinds come to this one address, so what a guide may not do is refused here, as the gate refuses its pages."""
    if not request.desk_may.manage:
        if tap.what in OF_MONEY:
            return Answer("refused", text=_("Money is taken by the owner and the managers of the house."))
        if tap.what == DeskTapKind.CAME:
            # Whether the missing are charged stays as it was said by who may say so.
            tap = replace(tap, value={**tap.value, "charge_all": None})
    return take(tap=tap, host=request.desk_host, by=request.user, now=timezone.now())
