"""What is not essential can be muted: reminders, and what is written after a visit. Decision 0066.

What was agreed, changed, cancelled or asked for is never looked at here.
"""

import datetime as dt

from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower

from bookings.enums import GroupNews, MessageKind, MutedTopic
from bookings.models import Booking, GroupRequest, MutedLetters

TOPICS: dict[str, MutedTopic] = {
    MessageKind.REMINDER: MutedTopic.REMINDER,
    GroupNews.LAPSING: MutedTopic.REMINDER,
    GroupNews.NAMES: MutedTopic.REMINDER,
    MessageKind.REVIEW: MutedTopic.REVIEW,
    MessageKind.REVIEW_ANSWERED: MutedTopic.REVIEW,
}


def mute(*, address: str, topic: MutedTopic, now: dt.datetime) -> None:
    """Write nothing of `topic` to `address` any more, however it is typed. A second call changes nothing."""
    MutedLetters.objects.get_or_create(address=address.lower(), topic=topic, defaults={"muted_at": now})


def unmute(*, address: str, topic: MutedTopic) -> None:
    """Write of it again, from the next one on. A second call changes nothing."""
    MutedLetters.objects.filter(address=address.lower(), topic=topic).delete()


def muted_topics(address: str) -> set[str]:
    return set(MutedLetters.objects.filter(address=address.lower()).values_list("topic", flat=True))


def is_muted(*, address: str, kind: str, since: dt.datetime | None = None) -> bool:
    """Whether `address` wants nothing of that kind; with `since`, whether that was said at that moment or later."""
    rows = MutedLetters.objects.filter(address=address.lower(), topic=TOPICS[kind])
    return (rows.filter(muted_at__gte=since) if since else rows).exists()


def has_muted(kind: str) -> Exists:
    """Of bookings in a query, whether their guest wants nothing of that kind."""
    return Exists(MutedLetters.objects.filter(topic=TOPICS[kind], address=Lower(OuterRef("contact_email"))))


def forget(address: str) -> None:
    """What an address muted goes once no booking and no request of a group is left that knows it."""
    rows = MutedLetters.objects.filter(address=address.lower())
    # Few mute anything: only for these all bookings are looked through.
    if not address or not rows.exists():
        return
    if not any(known.objects.filter(contact_email__iexact=address).exists() for known in (Booking, GroupRequest)):
        rows.delete()
