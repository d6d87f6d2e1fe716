"""What speaks for which booking: suggestions for a person, in a constant number of queries for a page of notices."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from bookings.domain.money.bank import noting
from bookings.domain.money.owing import account, with_account
from bookings.enums import BookingStatus, LedgerKind, LedgerState, NoticeState, PaidBy
from bookings.models import BankNotice, BankNoticeEntry, Booking, LedgerEntry
from bookings.models.ledger import MOVES_MONEY

# Whose visit is so far from the transfer that it hardly pays for it.
BEFORE, AFTER = dt.timedelta(days=60), dt.timedelta(days=400)
# Who booked so shortly before money came is likely to have sent it.
JUST_BOOKED = dt.timedelta(days=2)
# Of one host, as many parties that still owe as are looked at for a name or a number in a note.
MOST_OWING = 300
MOST_SHOWN = 3
# How far apart two tellings of one movement are at most, and a hand's row and the bank's word.
SAME_TIME, SAME_DAY = dt.timedelta(minutes=10), dt.timedelta(days=1)
BY_HAND = dt.timedelta(days=3)


class Sign(Enum):
    """One thing that speaks for a booking, with its weight."""

    NAMED = 100
    REFERENCE = 80
    NEARLY = 50
    AMOUNT = 40
    NAME = 30
    PHONE = 31
    JUST_BOOKED = 10


# Below this nothing is offered: a time alone says nothing.
LEAST = 30


@dataclass(frozen=True)
class ForBooking:
    """`booking` came with its account; `due_vnd` is what it owes, in đồng."""

    booking: Booking
    signs: tuple[Sign, ...]
    due_vnd: int

    @property
    def weight(self) -> int:
        return sum(sign.value for sign in self.signs)


@dataclass
class Speaks:
    """Of one notice. `bookings` with the weightiest first; `by_hand` is money of this sum that somebody has noted
    already, `refunds` refunds of this sum that may be meant, `twins` notices that may tell the same.
    """

    bookings: list[ForBooking] = field(default_factory=list)
    by_hand: list[LedgerEntry] = field(default_factory=list)
    refunds: list[LedgerEntry] = field(default_factory=list)
    twins: list[BankNotice] = field(default_factory=list)

    @property
    def named(self) -> list[ForBooking]:
        """Those whose reference stands in the note."""
        return [one for one in self.bookings if {Sign.NAMED, Sign.REFERENCE} & set(one.signs)]


def speaks_for(notices: Sequence[BankNotice]) -> dict[int, Speaks]:
    """By the notice's id; all are of one host. In five queries, however many notices."""
    found = {notice.pk: Speaks() for notice in notices}
    if not notices:
        return found
    bookings = _bookings(notices)
    rows = _rows(notices)
    twins = _twins(notices)
    for notice in notices:
        speaks = found[notice.pk]
        if notice.came_in:
            speaks.bookings = _for_bookings(notice, bookings)
        near = [row for row in rows if row.amount_vnd == notice.amount_vnd]
        speaks.by_hand = [row for row in near if notice.came_in and _is_by_hand(row, notice)]
        speaks.refunds = [row for row in near if row.kind == LedgerKind.REFUND and _may_be_meant(row, notice)]
        speaks.twins = [twin for twin in twins[notice.amount_vnd] if is_twin(twin, notice)]
    return found


def is_twin(other: BankNotice, notice: BankNotice) -> bool:
    """Whether another provider told of the same movement too, as far as way and time can say.

    Of two of which nothing is in the ledger the later one is the twin. Both have the same sum.
    """
    if other.provider == notice.provider or other.flow != notice.flow:
        return False
    if other.pk > notice.pk and other.state in (NoticeState.NEW, NoticeState.SET_ASIDE):
        # Or each would be set aside for the other, and nobody would see the money.
        return False
    if other.bank_reference and other.bank_reference == notice.bank_reference:
        return abs(other.happened_at - notice.happened_at) <= SAME_DAY
    # A statement often has the day alone.
    day_alone = any(_is_midnight(one.happened_at) for one in (other, notice))
    return abs(other.happened_at - notice.happened_at) <= (SAME_DAY if day_alone else SAME_TIME)


def is_surely(twin: BankNotice, notice: BankNotice) -> bool:
    """Whether the bank's own number says that the two are one."""
    return bool(notice.bank_reference) and twin.bank_reference == notice.bank_reference


def standing_rows() -> QuerySet[LedgerEntry]:
    """Money that moved and that nobody took back, and of which no notice tells yet; with its booking."""
    told = BankNoticeEntry.objects.filter(entry=OuterRef("pk"), undone_at__isnull=True)
    rows = LedgerEntry.objects.filter(
        kind__in=MOVES_MONEY, method=PaidBy.TRANSFER, reverses__isnull=True, reversed_by__isnull=True
    )
    return rows.filter(~Exists(told)).select_related("booking__slot__experience")


def _bookings(notices: Sequence[BankNotice]) -> list[Booking]:
    """Those whose reference may stand in a note, and those that owe something about the time: two queries."""
    host, times = notices[0].host_id, [notice.happened_at for notice in notices]
    # A hold is nobody's yet.
    ours = with_account(Booking.objects.filter(slot__experience__host=host, consented_at__isnull=False))
    ours = ours.select_related("slot__experience__host")
    references = noting.possible(notice.note for notice in notices if notice.came_in)
    by_reference = list(ours.filter(reference__in=references)) if references else []
    about = ours.filter(slot__starts_at__gt=min(times) - BEFORE, slot__starts_at__lt=max(times) + AFTER)
    owing = about.filter(Q(due_vnd__gt=0)).order_by("slot__starts_at", "pk")[:MOST_OWING]
    return list({booking.pk: booking for booking in (*by_reference, *owing)}.values())


def _for_bookings(notice: BankNotice, bookings: Sequence[Booking]) -> list[ForBooking]:
    named, bare = noting.named(notice.note), noting.possible([notice.note])
    found = [ForBooking(one, _signs(notice, one, named, bare), account(one).due) for one in bookings]
    found = [one for one in found if one.weight >= LEAST]
    found.sort(key=lambda one: (-one.weight, abs(one.booking.slot.starts_at - notice.happened_at), one.booking.pk))
    sure = [one for one in found if {Sign.NAMED, Sign.REFERENCE} & set(one.signs)]
    # Beside a reference that stands there, a sum that many owe says nothing.
    return sure or found[:MOST_SHOWN]


def _signs(notice: BankNotice, booking: Booking, named: set[str], bare: set[str]) -> tuple[Sign, ...]:
    signs = []
    if booking.reference in named:
        signs.append(Sign.NAMED)
    elif booking.reference in bare:
        signs.append(Sign.REFERENCE)
    elif noting.is_nearly(booking.reference, notice.note):
        signs.append(Sign.NEARLY)
    if account(booking).due == notice.amount_vnd:
        signs.append(Sign.AMOUNT)
    if noting.names_guest(booking.contact_name, notice.note):
        signs.append(Sign.NAME)
    if noting.has_phone(str(booking.contact_phone or ""), notice.note):
        signs.append(Sign.PHONE)
    booked = booking.consented_at
    if signs and booked and dt.timedelta(0) <= notice.happened_at - booked <= JUST_BOOKED:
        signs.append(Sign.JUST_BOOKED)
    return tuple(signs)


def _rows(notices: Sequence[BankNotice]) -> list[LedgerEntry]:
    amounts = {notice.amount_vnd for notice in notices}
    rows = standing_rows().filter(host=notices[0].host_id, amount_vnd__in=amounts)
    return list(rows.order_by("-happened_at", "-pk")[:100])


def _is_by_hand(row: LedgerEntry, notice: BankNotice) -> bool:
    return row.kind == LedgerKind.PAYMENT and abs(row.happened_at - notice.happened_at) <= BY_HAND


def _may_be_meant(row: LedgerEntry, notice: BankNotice) -> bool:
    """A refund that went out after it was written down or shortly before, or one that came back later."""
    if notice.came_in:
        return row.happened_at <= notice.happened_at + BY_HAND
    return row.state != LedgerState.BOUNCED and abs(row.happened_at - notice.happened_at) <= BEFORE


def _twins(notices: Sequence[BankNotice]) -> dict[int, list[BankNotice]]:
    times = [notice.happened_at for notice in notices]
    others = BankNotice.objects.filter(
        host=notices[0].host_id,
        amount_vnd__in={notice.amount_vnd for notice in notices if notice.amount_vnd},
        happened_at__gte=min(times) - SAME_DAY,
        happened_at__lte=max(times) + SAME_DAY,
    )
    by_amount: dict[int, list[BankNotice]] = defaultdict(list)
    for other in others.defer("raw").order_by("pk"):
        by_amount[other.amount_vnd].append(other)
    return by_amount


def _is_midnight(moment: dt.datetime) -> bool:
    return timezone.localtime(moment).time() == dt.time()


def gone(booking: Booking) -> bool:
    return booking.status in (BookingStatus.CANCELLED, BookingStatus.EXPIRED, BookingStatus.REJECTED)
