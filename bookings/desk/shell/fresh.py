"""A part of a page that keeps itself fresh while it is open: desk_fresh.js asks for it by the version it shows."""

import dataclasses
import datetime as dt
import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac

from common.words.dates import time_text

# Of a field of a dataclass that is made anew for each page, and is not what the page says.
MADE_ANEW = {"made_anew": True}


def version_of(shown: Any, *, now: dt.datetime) -> str:
    """The day on which it was asked, a hyphen and a hash of `shown`: of numbers, texts, and what holds them.

    Texts that are translated late are told in the language of now; a row of the database stands for its key alone.
    """
    told = json.dumps(shown, default=_told, ensure_ascii=False)
    return f"{_day_of(now)}-{salted_hmac('bookings.desk.fresh', told).hexdigest()[:20]}"


def answer(
    request: HttpRequest, version: str, template: str, context: Callable[[], dict], *, now: dt.datetime
) -> HttpResponse:
    """`template` with `context`, or 204 where it stands as the page that asks (`v`) has it; 205: load the page anew.

    A page of another day than today's is to be loaded anew: it says "tomorrow". `X-Fresh-At` says when it was looked
    at, by the clock of Việt Nam. `version` is to be reckoned before the context: what changes in between is then news
    of the next time.
    """
    asked = request.GET.get("v", "")
    if asked and not asked.startswith(f"{_day_of(now)}-"):
        return HttpResponse(status=205)
    found = HttpResponse(status=204) if version == asked else render(request, template, context())
    found["X-Fresh-At"] = time_text(now)
    return found


def _day_of(now: dt.datetime) -> str:
    return f"{timezone.localdate(now):%Y%m%d}"


def _told(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = [field for field in dataclasses.fields(value) if field.metadata != MADE_ANEW]
        return {field.name: getattr(value, field.name) for field in fields}
    return value.pk if hasattr(value, "pk") else str(value)
