"""The address of a member's private calendar: made, replaced and ended here. Who has it reads the calendar."""

import datetime as dt
import uuid as uuids

from django.utils.crypto import salted_hmac

from accounts.models import User
from common.data.db import atomic_with_retry
from villages.models import CalendarFeed


@atomic_with_retry
def make_feed(*, user: User, key: uuids.UUID, now: dt.datetime) -> str:
    """The token of the address, which follows from the form's `key`: a second tap is given the same one.

    Another key makes another address, and the one before is gone.
    """
    token = salted_hmac("villages.calendar_feed.token", f"{user.pk}:{key}", algorithm="sha256").hexdigest()[:40]
    hashed = _hash(token)
    if not CalendarFeed.objects.filter(user=user, key_hash=hashed).exists():
        CalendarFeed.objects.update_or_create(user=user, defaults={"key_hash": hashed, "made_at": now})
    return token


def end_feed(*, user: User) -> None:
    """Nobody reads it any more, from now on."""
    CalendarFeed.objects.filter(user=user).delete()


def reader_of(token: str) -> User | None:
    """Whose calendar the token opens; None where it was ended, or the account is closed."""
    feed = CalendarFeed.objects.filter(key_hash=_hash(token), user__is_active=True).select_related("user").first()
    return feed.user if feed else None


def _hash(token: str) -> str:
    return salted_hmac("villages.calendar_feed", token, algorithm="sha256").hexdigest()
