"""Messages: each piece of news told once to each reader who has an address, and sent."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Case, Count, Exists, F, IntegerField, Min, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, Lower

from bookings.domain.audit.finding import Finding, fault, invariant, when
from bookings.domain.audit.seats import SEATED
from bookings.enums import Act, Audience, BookingStatus, CancelledBy, GuestSource, MessageKind, MutedTopic, SlotDecision
from bookings.models import Booking, BookingAct, MutedLetters
from outbox.enums import MessageState
from outbox.models import OutboxMessage

# News that a booking changed: each raises its `sequence`. The others tell of something else that happened to it.
CHANGES = [
    MessageKind.CONFIRMED,
    MessageKind.CANCELLED,
    MessageKind.MOVED,
    MessageKind.PARTY_CHANGED,
    MessageKind.PLACE_CHANGED,
    MessageKind.WAY_CHANGED,
    MessageKind.CALLED_OFF,
]
LONG_PAST_LEASE = dt.timedelta(minutes=10)
OVERDUE = dt.timedelta(days=1)


@invariant("message-owed")
def message_owed(now: dt.datetime) -> Iterator[Finding]:
    """Every version of a booking is told to its guest and its host, where they have an address, and no other is."""
    unversioned = Booking.objects.filter(confirmed_at__isnull=False, sequence=0).order_by("pk")
    for reference in unversioned.values_list("reference", flat=True).iterator():
        yield fault(f"booking {reference}", "was confirmed, but counts no version that could be told")
    untold = _missing(Audience.GUEST).exclude(contact_email="").order_by("pk")
    for reference, told, sequence in untold.values_list("reference", "told", "sequence").iterator():
        yield fault(f"booking {reference}", f"the guest was told {told} of its {sequence} changes")
    first_told = _hosts_told_since()
    untold = _missing(Audience.HOST).exclude(slot__experience__host__email="").order_by("pk")
    rows = untold.values_list("reference", "told", "sequence", "confirmed_at", "slot__experience__host")
    for reference, told, sequence, confirmed_at, host_id in rows.iterator():
        # An address that was added later gets no old news.
        if host_id in first_told and confirmed_at is not None and confirmed_at >= first_told[host_id]:
            yield fault(f"booking {reference}", f"the host was told {told} of its {sequence} changes")
    of_none = OutboxMessage.objects.filter(booking__isnull=False, kind__in=CHANGES).filter(
        Q(sequence=0) | Q(sequence__gt=F("booking__sequence"))
    )
    for pk, reference, sequence in of_none.order_by("pk").values_list("pk", "booking__reference", "sequence"):
        yield fault(f"message {pk}", f"tells of version {sequence} of booking {reference}, which had no such version")


def _missing(reader: Audience) -> QuerySet[Any, Any]:
    """Bookings of which `reader` was told fewer versions than there were, each with `told`.

    While a booking waited for proof nobody was told of its versions: those count from its first confirmation. Of what
    was never confirmed a guest hears only that it ended, where the host ended it.
    """
    news = OutboxMessage.objects.filter(booking=OuterRef("pk")).order_by()
    waited = Exists(news.filter(kind=MessageKind.PROOF)) | Exists(
        BookingAct.objects.filter(booking=OuterRef("pk"), act=Act.CONFIRMED)
    )
    first = news.filter(kind=MessageKind.CONFIRMED).values("booking").annotate(first=Min("sequence")).values("first")
    before = Case(When(waited, then=Coalesce(Subquery(first), 1) - 1), default=0)
    # Who enters a party, or gives their word for it, need not be told of it.
    by_host = 1 if reader == Audience.HOST else 0
    unproved = Q(confirmed_at__isnull=True)
    ended = Q(status=BookingStatus.CANCELLED, cancelled_by=CancelledBy.HOST) | Q(status=BookingStatus.REJECTED)
    known = Case(
        When(unproved & ended, then=F("sequence") - 1),
        When(unproved, then=F("sequence")),
        default=Case(When(waited | ~Q(source=GuestSource.WEB), then=by_host), default=0) + before,
        output_field=IntegerField(),
    )
    kinds = Q(messages__kind__in=CHANGES) | (unproved & Q(messages__kind=MessageKind.DECLINED))
    about = kinds & Q(messages__audience=reader, messages__sequence__gt=0)
    told = Count("messages__sequence", distinct=True, filter=about & Q(messages__sequence__lte=F("sequence")))
    bookings = Booking.objects.filter(sequence__gt=0).values("pk").annotate(told=told, known=known)
    return bookings.filter(told__lt=F("sequence") - F("known"))


def _hosts_told_since() -> dict[int, dt.datetime]:
    """The moment of the first message to each host."""
    told = OutboxMessage.objects.filter(audience=Audience.HOST, booking__isnull=False).order_by()
    by_host = told.values("booking__slot__experience__host").annotate(first=Min("created_at"))
    return dict(by_host.values_list("booking__slot__experience__host", "first"))


@invariant("message-once")
def message_once(now: dt.datetime) -> Iterator[Finding]:
    """No reader is told the same twice."""
    changes = OutboxMessage.objects.filter(booking__isnull=False, kind__in=CHANGES).order_by()
    versions = changes.values("booking__reference", "sequence", "audience", "reader_id").annotate(number=Count("pk"))
    twice = versions.filter(number__gt=1).values_list("booking__reference", "sequence", "audience", "number")
    for reference, sequence, reader, number in twice.iterator():
        yield fault(f"booking {reference}", f"{number} messages tell the {reader} of version {sequence}")
    # A ticket and a link are sent again when somebody asks for them, an offer where its guest's address is mended, and
    # of questions, words and reviews there may be several.
    asked_for = [MessageKind.TICKET, MessageKind.PROOF, MessageKind.OFFERED, MessageKind.REVIEW, MessageKind.REVIEWED]
    asked_for += [MessageKind.REVIEW_ANSWERED, MessageKind.REVIEW_HIDDEN, MessageKind.QUESTION]
    asked_for += [MessageKind.WORDS_CHANGED]
    others = OutboxMessage.objects.exclude(kind__in=[*CHANGES, *asked_for]).order_by()
    news = others.values("booking__reference", "waiting_entry", "kind", "audience", "reader_id", "sequence").annotate(
        number=Count("pk")
    )
    for row in news.filter(number__gt=1).iterator():
        reference = row["booking__reference"]
        subject = f"booking {reference}" if reference else f"waiting entry {row['waiting_entry']}"
        yield fault(subject, f"{row['number']} messages tell the {row['audience']}: {row['kind']}")


@invariant("reminded-once")
def reminded_once(now: dt.datetime) -> Iterator[Finding]:
    """Nobody is reminded twice of one time, whichever way, nor by what they had muted before it was written."""
    reminders = OutboxMessage.objects.filter(kind=MessageKind.REMINDER).order_by()
    twice = reminders.values("booking__reference", "sequence").annotate(number=Count("pk")).filter(number__gt=1)
    for reference, number in twice.values_list("booking__reference", "number").iterator():
        yield fault(f"booking {reference}", f"its guest was reminded {number} times of one visit")
    muted = MutedLetters.objects.filter(
        topic=MutedTopic.REMINDER, address=Lower(OuterRef("to")), muted_at__lt=OuterRef("created_at")
    )
    told = reminders.filter(Exists(muted)).order_by("pk")
    for pk, reference in told.values_list("pk", "booking__reference").iterator():
        yield fault(f"message {pk}", f"reminds the guest of booking {reference}, who had muted reminders")


@invariant("decision-told")
def decision_told(now: dt.datetime) -> Iterator[Finding]:
    """Whoever had booked when it was decided that a visit takes place hears of it."""
    told = OutboxMessage.objects.filter(booking=OuterRef("pk"), audience=Audience.GUEST).filter(
        Q(kind=MessageKind.RUNS)
        # Restored or moved since: that message told of a visit which takes place.
        | Q(kind__in=[MessageKind.CONFIRMED, MessageKind.MOVED], created_at__gte=OuterRef("slot__decided_at"))
    )
    bookings = Booking.objects.filter(
        slot__decision=SlotDecision.RUNS,
        slot__starts_at__gt=now,
        status__in=SEATED,
        confirmed_at__lte=F("slot__decided_at"),
    ).exclude(contact_email="")
    for reference in bookings.exclude(Exists(told)).order_by("pk").values_list("reference", flat=True).iterator():
        yield fault(f"booking {reference}", "nobody told the guest that the visit takes place")


@invariant("message-stuck")
def message_stuck(now: dt.datetime) -> Iterator[Finding]:
    """No message stays with a worker that died."""
    stuck = OutboxMessage.objects.filter(state=MessageState.SENDING).filter(
        Q(leased_until__isnull=True) | Q(leased_until__lt=now - LONG_PAST_LEASE)
    )
    for pk, kind in stuck.order_by("pk").values_list("pk", "kind").iterator():
        yield fault(f"message {pk}", f"{kind}: its worker ended long ago and no other took it; is a worker running?")


@invariant("message-overdue")
def message_overdue(now: dt.datetime) -> Iterator[Finding]:
    """No message waits for a day."""
    late = OutboxMessage.objects.filter(state=MessageState.PENDING, due_at__lt=now - OVERDUE).order_by("pk")
    for pk, kind, due_at in late.values_list("pk", "kind", "due_at").iterator():
        yield fault(f"message {pk}", f"{kind}: due since {when(due_at)}; are worker and beat running?")


@invariant("message-failed")
def message_failed(now: dt.datetime) -> Iterator[Finding]:
    """No message is given up about a visit that is still to come."""
    failed = OutboxMessage.objects.filter(state=MessageState.FAILED).filter(
        Q(booking__slot__ends_at__gt=now) | Q(waiting_entry__slot__ends_at__gt=now)
    )
    for pk, kind, reader in failed.order_by("pk").values_list("pk", "kind", "audience").iterator():
        yield fault(f"message {pk}", f"{kind}: the mail server refused it for days; call the {reader}")
