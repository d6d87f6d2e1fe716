"""A tap or a form of the desk that came when its sender was signed out: kept in their own browser's session.

It is offered again once they are in (desk:again). Nobody else can put one there: a form without this site's mark never
gets as far.
"""

import time
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import Resolver404, resolve

KEY = "desk_tap"
# Seconds: a check-in of this morning is not to be sent in the evening.
LONGEST = 60 * 60
MOST = 20_000
MARK = "csrfmiddlewaretoken"


@dataclass(frozen=True)
class Tap:
    """`fields` by name and value, in order; `sure`: it was stopped by nothing but the sign-in."""

    path: str
    fields: list[tuple[str, str]]
    sure: bool

    @property
    def host(self) -> str:
        """Whose desk it is for, by its name in addresses."""
        try:
            return resolve(self.path.partition("?")[0]).kwargs.get("host", "")
        except Resolver404:
            return ""


def keep(request: HttpRequest, *, sure: bool) -> bool:
    """Remember what `request` asks; False where it is too long for that, or no form: a phone keeps those itself."""
    if request.content_type == "application/json":
        return False
    fields = [(name, value) for name, values in request.POST.lists() if name != MARK for value in values]
    if sum(len(name) + len(value) for name, value in fields) > MOST:
        return False
    request.session[KEY] = {"path": request.get_full_path(), "fields": fields, "sure": sure, "at": time.time()}
    return True


def take(request: HttpRequest) -> Tap | None:
    """What was kept, once; None where there is nothing, or it is too old."""
    kept = request.session.pop(KEY, None)
    if not kept or time.time() - kept["at"] > LONGEST:
        return None
    return Tap(kept["path"], [(name, value) for name, value in kept["fields"]], kept["sure"])
