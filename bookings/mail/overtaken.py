"""Which later news makes a message about a booking untrue: a mail that waited is not sent after it."""

from django.utils import timezone

from bookings.enums import BookingStatus, MessageKind, NoticeWay, WaitingStatus
from bookings.mail.pieces import ready_overtaken
from bookings.mail.refunds import bounced_overtaken
from bookings.mail.reviews import ABOUT_REVIEWS, review_overtaken
from bookings.models import Booking, WaitingEntry
from outbox.models import OutboxMessage

ENDS = {MessageKind.CANCELLED, MessageKind.CALLED_OFF}
# What is not named stays true, because a mail is told from the booking as it stands when it goes out.
BY: dict[str, set[MessageKind]] = {
    MessageKind.CONFIRMED: ENDS,
    MessageKind.TICKET: ENDS,
    # The same link, with the time and place of then.
    MessageKind.PROOF: {MessageKind.PROOF},
    MessageKind.PAYMENT: {MessageKind.PAYMENT},
    MessageKind.PAID_LATE: {MessageKind.CONFIRMED},
    # The host thought better of it.
    MessageKind.DECLINED: {MessageKind.CONFIRMED},
    MessageKind.MOVED: {*ENDS, MessageKind.MOVED},
    MessageKind.PARTY_CHANGED: {*ENDS, MessageKind.PARTY_CHANGED},
    MessageKind.WORDS_CHANGED: {*ENDS, MessageKind.WORDS_CHANGED},
    MessageKind.PLACE_CHANGED: {*ENDS, MessageKind.PLACE_CHANGED},
    # The new time is told in full.
    MessageKind.REMINDER: {*ENDS, MessageKind.MOVED},
    MessageKind.WAY_CHANGED: {*ENDS, MessageKind.PLACE_CHANGED, MessageKind.WAY_CHANGED},
    # The last one tells of all.
    MessageKind.QUESTION: {*ENDS, MessageKind.QUESTION},
    MessageKind.RUNS: {*ENDS, MessageKind.MOVED},
    MessageKind.FROM_HOST: {*ENDS, MessageKind.MOVED},
    # Taken back.
    MessageKind.CANCELLED: {MessageKind.CONFIRMED, MessageKind.PROOF, MessageKind.PAYMENT},
}


# Only true while somebody waits to be confirmed, or for money.
NEEDS_AWAITING = {MessageKind.PROOF, MessageKind.PAYMENT, MessageKind.SAYS_PAID, MessageKind.AWAITING}


def is_overtaken(message: OutboxMessage, subject: Booking | WaitingEntry) -> bool:
    """Whether later news of the same booking, or of the same place in a list, takes it back. Two queries at most."""
    if message.kind in NEEDS_AWAITING and not _is_awaited(message):
        return True
    if message.kind in ABOUT_REVIEWS:
        return isinstance(subject, Booking) and review_overtaken(message, subject)
    if message.kind == MessageKind.PIECE_READY:
        return isinstance(subject, Booking) and ready_overtaken(subject)
    if message.kind == MessageKind.REFUND_BOUNCED:
        return isinstance(subject, Booking) and bounced_overtaken(subject)
    if message.kind == MessageKind.WAITING:
        return not isinstance(subject, WaitingEntry) or subject.status != WaitingStatus.WAITING
    if message.kind == MessageKind.OFFERED:
        return isinstance(subject, Booking) and not _is_on_offer(subject)
    later = BY.get(message.kind)
    if not later:
        return False
    news = OutboxMessage.objects.filter(
        subject_type=message.subject_type_id, subject_id=message.subject_id, kind__in=later
    )
    if message.audience in NoticeWay.values:
        # Whoever else was told: not every member is told of everything, and each news has several of these.
        return news.filter(created_at__gt=message.created_at).exists()
    return news.filter(audience=message.audience, pk__gt=message.pk).exists()


def _is_on_offer(booking: Booking) -> bool:
    """Neither taken nor declined, and the list stands. Of an offer that ran out the mail says that it came too late."""
    entry = getattr(booking, "waiting_entry", None)
    answered = booking.consented_at is not None or booking.status not in (BookingStatus.ON_HOLD, BookingStatus.EXPIRED)
    return not answered and (entry is None or entry.status == WaitingStatus.OFFERED)


def _is_awaited(message: OutboxMessage) -> bool:
    if message.kind in (MessageKind.PAYMENT, MessageKind.SAYS_PAID):
        return Booking.objects.unpaid(timezone.now()).filter(pk=message.subject_id).exists()
    awaiting = Booking.objects.awaiting(timezone.now())
    if message.kind == MessageKind.PROOF:
        return awaiting.filter(pk=message.subject_id).exists()
    of_its_host = Booking.objects.filter(pk=message.subject_id).values("slot__experience__host")
    return awaiting.filter(slot__experience__host__in=of_its_host).exists()
