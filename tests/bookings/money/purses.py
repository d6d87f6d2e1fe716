"""Money that really moves, in books of its own by double entry, beside what the product writes of it.

The books know four purses: the guests', the house's cash box, its bank, and what is on its way back. They are written
by what a person or a bank does and never by what the ledger says, so that they show what it lost or wrote twice.
"""

import datetime as dt
import uuid as uuids
from collections import Counter

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bookings.domain.audit.run import audit
from bookings.domain.booking.cancel import cancel, restore
from bookings.domain.booking.expire import expire_holds
from bookings.domain.groups.deposit import confirm_paid
from bookings.domain.money import ledger
from bookings.domain.money.bank import deciding
from bookings.domain.money.bank.matching import match_new
from bookings.domain.money.group_deposit import deposit_asked_by
from bookings.domain.money.owing import account_of
from bookings.domain.money.settle import settle_paid
from bookings.domain.money.statement import money_between, sums
from bookings.domain.money.transfer import transfer_for
from bookings.enums import BY_HAND, EXPECTED, BookingStatus, CancelledBy, LedgerKind, LedgerState, NoticeState, PaidBy
from bookings.models import BankNotice, Booking, LedgerEntry
from common.data.refusal import Refused
from experiences.enums import PaymentTerms
from tests.factories import NOW, make_booking, make_experience, make_slot, make_user
from tests.factories.bank import make_notice
from tests.factories.groups import group_slot, make_accepted, make_request
from villages.models import Host

HOUR = dt.timedelta(hours=1)
GUESTS, CASH, BANK, ON_ITS_WAY = "guests", "cash", "bank", "on its way"
WHICH = st.integers(0, 4)
# Of what is due, or of what is to be given back.
PARTS = st.sampled_from([0.4, 1, 1.5])
NOTES = st.sampled_from(["VELANG {0}", "chuyen tien {0} nhe", "VELANG{0} 0912345678", "VELNG {0}", "cam on"])
MONEY = {"money-adds-up", "money-ahead", "money-taken-back", "money-is-the-hosts", "money-state-logged"}


class Purses(RuleBasedStateMachine):
    host: Host

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.now, self.by = NOW, make_user()
        self.purses: Counter[str] = Counter()
        self.numbers = 0

    def teardown(self) -> None:
        try:
            assert [found for found in audit(now=self.now, only=MONEY) if not found.open_decision] == []
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    @initialize()
    def book(self):
        """Two at the village, one with a deposit, and a school with two visits."""
        plain = make_experience(self.host, free_cancel_hours=48, cancel_steps="24:50 6:20", capacity=40)
        ahead = make_experience(
            self.host,
            free_cancel_hours=48,
            cancel_steps="24:50",
            payment_terms=PaymentTerms.DEPOSIT,
            deposit_percent=30,
        )
        slots = [make_slot(plain, now=NOW, days=days) for days in (2, 3)]
        self.bookings = [make_booking(slot, adults=2, now=NOW) for slot in slots]
        self.bookings.append(make_booking(make_slot(ahead, now=NOW, days=4), adults=3, now=NOW))
        request = make_request(self.host, plain, now=NOW)
        visits = [group_slot(plain, now=NOW, days=days, hour=14) for days in (3, 4)]
        terms = {"deposit_vnd": 7_000_000, "valid_until": NOW + 20 * HOUR, "freeze_at": NOW + 30 * HOUR}
        self.group = make_accepted(request, *visits, now=NOW, **terms)
        self.bookings += Booking.objects.filter(quoted__quote__request=self.group).order_by("pk")

    def attempt(self, function, **arguments):
        """The answer, or None where a rule said no; whatever is done twice is done once."""
        try:
            with transaction.atomic():
                first = function(**arguments, now=self.now)
                assert function(**arguments, now=self.now) == first
                return first
        except Refused:
            return None

    def moves(self, amount: int, source: str, target: str) -> None:
        self.purses[source] -= amount
        self.purses[target] += amount

    def booking(self, which: int) -> Booking:
        return Booking.objects.select_related("slot__experience__host").get(pk=self.bookings[which].pk)

    def due(self, booking: Booking) -> int:
        return account_of(booking, now=self.now).due

    @rule(which=WHICH, part=PARTS, note=NOTES, asked=st.booleans(), twice=st.booleans())
    def transfers(self, which, part, note, asked, twice):
        """A guest's bank pays the house's, whatever the house thinks of it; the bank tells of it, perhaps twice."""
        booking = self.booking(which)
        deposit, transfer = deposit_asked_by(booking, now=self.now), transfer_for(booking, now=self.now)
        sums_asked = [deposit.left_vnd if deposit else 0, transfer.amount_vnd if transfer else 0]
        amount = max(sums_asked) if asked else int(max(self.due(booking), 1_000) * part)
        if not amount:
            return
        self.numbers += 1
        self.moves(amount, GUESTS, BANK)
        told = {"number": f"N{self.numbers}", "happened_at": self.now}
        for _time in range(2 if twice else 1):
            make_notice(self.host, amount, note.format(booking.reference), now=self.now, **told)
        self.look()

    @rule(note=NOTES, twice=st.booleans())
    def the_school_pays_its_deposit(self, note, twice):
        for which in (3, 4):
            if deposit_asked_by(self.booking(which), now=self.now):
                self.transfers(which, 1, note, True, twice)
                break

    @rule(which=WHICH, part=PARTS)
    def pays_in_cash(self, which, part):
        booking = self.booking(which)
        due = self.due(booking)
        money = {"method": PaidBy.CASH, "amount_vnd": max(int(due * part), 1), "due_vnd": due}
        if self.attempt(ledger.take_payment, key=uuids.uuid4(), booking=booking, by=self.by, **money):
            self.moves(money["amount_vnd"], GUESTS, CASH)

    @rule(which=WHICH, part=PARTS, method=st.sampled_from(BY_HAND))
    def gives_back(self, which, part, method):
        booking = self.booking(which)
        amount = max(int(-self.due(booking) * part), 1)
        money = {"method": method, "amount_vnd": amount}
        if self.attempt(ledger.give_back, key=uuids.uuid4(), booking=booking, by=self.by, **money):
            self.moves(amount, *((CASH, GUESTS) if method == PaidBy.CASH else (BANK, ON_ITS_WAY)))

    @rule(which=st.integers(0, 9), state=st.sampled_from([LedgerState.ARRIVED, LedgerState.BOUNCED]))
    def refund_ends(self, which, state):
        under_way = LedgerEntry.objects.filter(state=LedgerState.SENT, reverses=None, reversed_by=None).order_by("pk")
        rows = list(under_way)
        if rows:
            row = rows[which % len(rows)]
            assert self.attempt(ledger.refund_ends, entry=row, state=state, by=self.by)
            self.moves(row.amount_vnd, ON_ITS_WAY, GUESTS if state == LedgerState.ARRIVED else BANK)

    @rule(which=st.integers(0, 9))
    def took_nothing_after_all(self, which):
        """A tap in cash that was a mistake: the money never moved, or is handed over the counter again."""
        rows = list(LedgerEntry.objects.filter(method=PaidBy.CASH, reverses=None, reversed_by=None).order_by("pk"))
        if rows:
            row = rows[which % len(rows)]
            if self.attempt(ledger.reverse, entry=row, by=self.by):
                way = (CASH, GUESTS) if row.kind == LedgerKind.PAYMENT else (GUESTS, CASH)
                self.moves(row.amount_vnd, *way)

    @rule(which=WHICH, side=st.sampled_from([CancelledBy.GUEST, CancelledBy.HOST]), back=st.booleans())
    def cancels(self, which, side, back):
        self.attempt(cancel, booking=self.booking(which), by=side)
        if back:
            self.attempt(restore, booking=self.booking(which), by=side)

    @precondition(lambda self: BankNotice.objects.exists())
    @rule(notice=st.integers(0, 9), which=WHICH, what=st.sampled_from(["take", "aside", "undo"]))
    def decides(self, notice, which, what):
        rows = list(BankNotice.objects.order_by("pk"))
        row = rows[notice % len(rows)]
        if what == "take":
            self.attempt(deciding.accept, notice=row, parts={self.booking(which).pk: row.amount_vnd}, by=self.by)
        elif what == "aside":
            self.attempt(deciding.set_aside, notice=row, reason="Tiền bán gốm", by=self.by)
        else:
            self.attempt(deciding.undo, notice=row, by=self.by)

    @rule(hours=st.sampled_from([1, 12, 30]))
    def time_passes(self, hours):
        self.now += hours * HOUR
        self.look()
        settle_paid(now=self.now)
        expire_holds(now=self.now)

    def look(self):
        """What a worker does when the bank has told of something; a second time there is nothing to do."""
        match_new(now=self.now)
        confirm_paid(now=self.now)
        assert (match_new(now=self.now), confirm_paid(now=self.now)) == (0, 0)

    @invariant()
    def nothing_is_lost_or_doubled(self):
        assert sum(self.purses.values()) == 0
        rows = LedgerEntry.objects.exclude(state=LedgerState.BOUNCED).filter(host=self.host)
        written: Counter[str] = Counter()
        for row in rows.select_related("reverses"):
            amount = row.amount_vnd * (-1 if row.reverses_id else 1)
            if row.kind == LedgerKind.PAYMENT:
                written[row.method] += amount
            elif row.kind == LedgerKind.REFUND:
                written[row.method] -= amount
                written[ON_ITS_WAY] += amount if row.state == LedgerState.SENT else 0
        # What nobody has explained yet, or what is none of the bookings', is in the bank and not in the ledger.
        for notice in BankNotice.objects.exclude(state=NoticeState.MATCHED):
            written[PaidBy.TRANSFER] += notice.amount_vnd
        assert written[PaidBy.CASH] == self.purses[CASH]
        assert written[PaidBy.TRANSFER] == self.purses[BANK]
        assert written[ON_ITS_WAY] == self.purses[ON_ITS_WAY]

    @invariant()
    def each_booking_owes_what_its_terms_say(self):
        for booking in map(self.booking, range(len(self.bookings))):
            found = account_of(booking, now=self.now)
            rows = list(booking.ledger.exclude(state=LedgerState.BOUNCED))
            signed = [(row.kind, row.amount_vnd * (-1 if row.reverses_id else 1)) for row in rows]
            came = sum(amount for kind, amount in signed if kind == LedgerKind.PAYMENT)
            back = sum(amount for kind, amount in signed if kind == LedgerKind.REFUND)
            waits = booking.status == BookingStatus.PENDING and booking.hold_expires_at > self.now
            stands = waits or booking.status in EXPECTED
            costs = booking.total_vnd if stands else min(booking.cancel_fee_vnd, max(came - back, 0))
            assert (found.received, found.refunded, found.due) == (came, back, costs - came + back), booking.status

    @invariant()
    def the_statement_says_the_same(self):
        statement = sums(money_between(self.host, NOW.date(), self.now.date() + dt.timedelta(days=1)))
        unexplained = sum(row.amount_vnd for row in BankNotice.objects.exclude(state=NoticeState.MATCHED))
        assert statement.net == self.purses[CASH] + self.purses[BANK] - unexplained
