"""Where an account is signed in: each browser, when it was last used, from which network; and how to end that."""

import datetime as dt
from dataclasses import dataclass

from allauth.core.internal.ratelimit import truncate_ip
from allauth.usersessions.internal.flows.sessions import end_other_sessions
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User

# The first that a browser's name for itself contains: most of them name their elders too.
BROWSERS = {
    "Zalo": "Zalo",
    "FBAN": "Facebook",
    "FBAV": "Facebook",
    "coc_coc": "Cốc Cốc",
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Macintosh": "Mac",
    "Linux": "Linux",
}


@dataclass(frozen=True)
class Device:
    """One browser. `browser` and `system` are empty where it does not say; `network` is no full address."""

    pk: int
    browser: str
    system: str
    network: str
    signed_in_at: dt.datetime
    seen_at: dt.datetime
    here: bool

    @property
    def seen_on(self) -> dt.date:
        """The day: it is noted once a day."""
        return timezone.localdate(self.seen_at)


def devices(request: HttpRequest, user: User) -> list[Device]:
    """Where `user` is signed in now: this browser first, then what was used last. Forgets what has ended."""
    rows = UserSession.objects.purge_and_list(user)
    found = [_device(row, here=row.session_key == request.session.session_key) for row in rows]
    return sorted(found, key=lambda device: (not device.here, -device.seen_at.timestamp()))


def end(request: HttpRequest, user: User, pk: int) -> bool:
    """Sign `user` out on another browser; False where that was so already, or it is none of theirs or this one."""
    row = UserSession.objects.filter(user=user, pk=pk).exclude(session_key=request.session.session_key).first()
    if row is None:
        return False
    row.end()
    return True


def end_others(request: HttpRequest, user: User) -> bool:
    """Sign `user` out everywhere but here; False where that was so already."""
    others = len(devices(request, user)) > 1
    end_other_sessions(request, user)
    return others


def forget_ended(*, now: dt.datetime) -> int:
    """Forget browsers, networks and times of sign-ins that are over; how many."""
    going_on = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=now)
    forgotten, _kinds = UserSession.objects.filter(~Exists(going_on)).delete()
    return forgotten


def _device(row: UserSession, *, here: bool) -> Device:
    return Device(
        pk=row.pk,
        browser=first_named(BROWSERS, row.user_agent),
        system=first_named(SYSTEMS, row.user_agent),
        network=_network(str(row.ip)),
        signed_in_at=row.created_at,
        seen_at=row.last_seen_at,
        here=here,
    )


def first_named(names: dict[str, str], agent: str) -> str:
    """The first of `names` that a browser says of itself; empty where it says none."""
    return next((name for part, name in names.items() if part in agent), "")


def _network(ip: str) -> str:
    """Enough to tell home from the office, and no more: "113.190.…" or "2001:db8:…"."""
    separator = ":" if ":" in ip else "."
    parts = truncate_ip(ip).split(separator)[:2]
    return separator.join([*parts, "…"])
