"""A booking that is paid ahead waits for its money, stands once enough is there, and loses no đồng that comes late."""

import datetime as dt
import uuid as uuids

import pytest
from django.core.exceptions import ValidationError

from bookings.domain.audit.run import audit
from bookings.domain.booking.cancel import cancel
from bookings.domain.booking.confirm import confirm
from bookings.domain.booking.enter import Came, enter
from bookings.domain.booking.expire import expire_holds
from bookings.domain.booking.party_change import change_party, needs_of
from bookings.domain.booking.party_choices import choices_of, party_digest
from bookings.domain.booking.proof import NotAwaiting, decline, prove, vouch
from bookings.domain.booking.rationing import TooManyUnproved
from bookings.domain.booking.say_paid import NothingAwaited, say_paid
from bookings.domain.money import ledger
from bookings.domain.money.ledger import reverse, take_payment
from bookings.domain.money.owing import account_of
from bookings.domain.money.settle import settle, settle_paid
from bookings.domain.money.transfer import transfer_for
from bookings.domain.seats import lock
from bookings.enums import (
    Audience,
    BookingStatus,
    CancelledBy,
    GuestSource,
    LedgerKind,
    LedgerState,
    MessageKind,
    PaidBy,
)
from bookings.mail.overtaken import is_overtaken
from bookings.models import Booking, Slot
from experiences.enums import PaymentTerms, UnitType
from experiences.models import Experience
from outbox.models import OutboxMessage
from tests.bookings.money.test_transfer import ACCOUNT
from tests.factories import (
    NOW,
    ask,
    make_contact,
    make_experience,
    make_host,
    make_slot,
    make_user,
)
from tests.plugins.shared_stage import shared
from villages.models import Host

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)
START = NOW + 200 * HOUR
PENDING, CONFIRMED, EXPIRED = BookingStatus.PENDING, BookingStatus.CONFIRMED, BookingStatus.EXPIRED


@shared
def slot():
    """Two adults are 700.000 ₫, of which 30 % are to be there within a day; four places."""
    experience = make_experience(host=make_host(**ACCOUNT), payment_terms=PaymentTerms.DEPOSIT, deposit_percent=30)
    return make_slot(experience, capacity=4, starts_at=START, closes_at=START - HOUR)


@shared
def booking(slot):
    return book(slot)


@shared
def owner():
    return make_user(full_name="Bùi Thị Linh")


def book(slot, adults=2, now=NOW, asked_from=""):
    held = ask(slot, adults=adults, now=now)
    return confirm(booking=held, contact=make_contact(), consent=True, now=now, asked_from=asked_from)


def pay(booking, owner, amount, now=NOW):
    """As the desk does, with what its page said is left."""
    booking = Booking.objects.with_party().get(pk=booking.pk)
    due = account_of(booking, now=now).due
    take_payment(
        key=uuids.uuid4(), booking=booking, method=PaidBy.TRANSFER, amount_vnd=amount, due_vnd=due, by=owner, now=now
    )
    booking.refresh_from_db()
    return booking


def kinds(booking, audience=Audience.GUEST):
    return [*booking.messages.filter(audience=audience).order_by("pk").values_list("kind", flat=True)]


def test_it_waits_for_the_deposit_and_asks_for_it(booking):
    assert (booking.status, booking.awaits, booking.prepay_vnd) == (PENDING, "payment", 210_000)
    assert booking.hold_expires_at == NOW + 24 * HOUR
    assert kinds(booking) == [MessageKind.PAYMENT]
    assert kinds(booking, Audience.HOST) == []
    assert transfer_for(booking, now=NOW).amount_vnd == 210_000
    assert account_of(booking, now=NOW).due == 700_000


def test_the_deposit_lets_it_stand_and_the_rest_is_paid_at_the_village(booking, owner):
    booking = pay(booking, owner, 210_000)
    assert (booking.status, booking.awaits, booking.confirmed_at) == (CONFIRMED, "", NOW)
    assert kinds(booking) == [MessageKind.PAYMENT, MessageKind.CONFIRMED]
    assert kinds(booking, Audience.HOST) == [MessageKind.CONFIRMED]
    assert account_of(booking).due == 490_000
    assert [*audit(now=NOW)] == []


def test_a_part_of_it_does_not_and_the_transfer_asks_for_what_is_missing(booking, owner):
    booking = pay(booking, owner, 110_000)
    assert booking.status == PENDING
    assert transfer_for(booking, now=NOW).amount_vnd == 100_000
    assert pay(booking, owner, 100_000).status == CONFIRMED


def test_at_its_deadline_its_places_are_free_with_no_worker_running(slot, booking, owner):
    late = NOW + 24 * HOUR
    assert Slot.objects.with_live(late).get(pk=slot.pk).live == 0
    assert transfer_for(booking, now=late) is None
    booking = pay(booking, owner, 110_000)
    assert account_of(booking, now=late).due == -110_000
    assert book(slot, adults=4, now=late).status == PENDING


def test_late_money_takes_the_places_again_where_they_are_free(slot, booking, owner):
    late = NOW + 25 * HOUR
    expire_holds(now=late)
    booking.refresh_from_db()
    assert booking.status == EXPIRED
    settle_late(booking, owner, late)
    assert booking.status == CONFIRMED
    assert Slot.objects.get(pk=slot.pk).taken == 2
    assert wrong(late) == []


def test_late_money_of_places_that_are_gone_is_to_be_given_back_and_both_hear_of_it(slot, booking, owner):
    late = NOW + 25 * HOUR
    book(slot, adults=4, now=late)
    settle_late(booking, owner, late)
    assert booking.status == EXPIRED
    assert account_of(booking, now=late).due == -210_000
    assert kinds(booking)[-1] == MessageKind.PAID_LATE
    assert kinds(booking, Audience.HOST) == [MessageKind.PAID_LATE]
    assert Slot.objects.get(pk=slot.pk).taken == 4
    assert [finding.invariant for finding in wrong(late)] == ["money-to-give-back"]


def wrong(now):
    """What the audit finds, but that no worker sent the mails meanwhile."""
    return [finding for finding in audit(now=now) if finding.invariant != "message-overdue"]


def settle_late(booking, owner, late):
    """Money that the bank names whatever is due."""
    locked, fresh = lock.lock_booking(booking)
    ledger._write(
        uuids.uuid4(), fresh, LedgerKind.PAYMENT, LedgerState.RECEIVED, 210_000, owner, late, method=PaidBy.TRANSFER
    )
    settle(fresh, locked, now=late)
    booking.refresh_from_db()


def test_money_that_is_there_while_it_waits_again_lets_it_stand(booking, owner):
    """It was cancelled with its whole time when the money came, and that was taken back."""
    cancelled = Booking.objects.filter(pk=booking.pk)
    cancelled.update(status=BookingStatus.CANCELLED, cancelled_at=NOW, cancelled_by="host")
    booking.refresh_from_db()
    settle_late(booking, owner, NOW)
    assert booking.status == BookingStatus.CANCELLED
    cancelled.update(status=PENDING, cancelled_at=None, cancelled_by="")
    assert "money-ahead" in {finding.invariant for finding in audit(now=NOW)}
    assert settle_paid(now=NOW) == 1
    booking.refresh_from_db()
    assert booking.status == CONFIRMED
    assert settle_paid(now=NOW) == 0


def test_the_host_may_do_without_even_after_the_deadline(booking):
    assert vouch(booking=booking, now=NOW).status == CONFIRMED


def test_after_the_deadline_too(booking):
    late = NOW + 25 * HOUR
    expire_holds(now=late)
    vouched = vouch(booking=Booking.objects.get(pk=booking.pk), now=late)
    assert vouched.status == CONFIRMED
    assert account_of(vouched, now=late).due == 700_000


def test_no_link_in_a_mail_stands_for_money(booking):
    with pytest.raises(NotAwaiting):
        prove(booking=booking, now=NOW)


def test_declining_or_giving_up_frees_the_places_and_all_that_was_paid_goes_back(booking, owner):
    booking = pay(booking, owner, 110_000)
    gone = decline(booking=booking, now=NOW)
    assert account_of(gone, now=NOW).due == -110_000


def test_a_guest_who_gives_the_places_back_is_kept_nothing(booking, owner):
    booking = pay(booking, owner, 110_000)
    gone = cancel(booking=booking, by=CancelledBy.GUEST, now=START - 190 * HOUR)
    assert account_of(gone, now=NOW).due == -110_000


def test_taking_the_deposit_back_leaves_the_visit_to_the_host(booking, owner):
    booking = pay(booking, owner, 210_000)
    reverse(entry=booking.ledger.get(), by=owner, now=NOW)
    booking.refresh_from_db()
    assert (booking.status, account_of(booking).due) == (CONFIRMED, 700_000)


def test_who_says_that_it_is_sent_is_waited_for_a_night_longer_once(booking):
    at = NOW + 23 * HOUR
    said = say_paid(booking=booking, now=at)
    assert said.hold_expires_at == at + 12 * HOUR
    assert kinds(said, Audience.HOST) == [MessageKind.SAYS_PAID]
    assert say_paid(booking=said, now=at + 11 * HOUR).hold_expires_at == at + 12 * HOUR
    assert kinds(said, Audience.HOST) == [MessageKind.SAYS_PAID]
    assert [*audit(now=at)] == []


def test_saying_so_never_shortens_the_time(booking):
    assert say_paid(booking=booking, now=NOW + MINUTE).hold_expires_at == NOW + 24 * HOUR


def test_it_is_said_after_the_deadline_too_and_holds_nothing_then(booking):
    late = NOW + 30 * HOUR
    expire_holds(now=late)
    said = say_paid(booking=Booking.objects.get(pk=booking.pk), now=late)
    assert (said.status, said.hold_expires_at) == (EXPIRED, NOW + 24 * HOUR)
    assert kinds(said, Audience.HOST) == [MessageKind.SAYS_PAID]


def test_nobody_says_it_of_a_booking_that_waits_for_no_money(booking, owner):
    booking = pay(booking, owner, 210_000)
    with pytest.raises(NothingAwaited):
        say_paid(booking=booking, now=NOW)


def test_the_deadline_is_not_long_after_bookings_close(slot):
    near = START - 2 * HOUR
    assert book(slot, now=near).hold_expires_at == START - HOUR
    Slot.objects.update(closes_at=START)
    assert book(slot, now=START - 20 * MINUTE).hold_expires_at == START + 10 * MINUTE


def test_terms_stay_as_they_were_when_it_was_held(slot):
    held = ask(slot, adults=2, now=NOW)
    Experience.objects.update(deposit_percent=80, pay_within_hours=1)
    booked = confirm(booking=held, contact=make_contact(), consent=True, now=NOW)
    assert (booked.prepay_vnd, booked.hold_expires_at) == (210_000, NOW + 24 * HOUR)


def test_where_the_host_has_no_verified_account_it_is_paid_at_the_village(slot):
    Host.objects.update(bank_account="")
    booked = book(slot)
    assert (booked.status, booked.prepay_vnd, booked.payment_terms) == (CONFIRMED, 0, PaymentTerms.AT_VILLAGE)


def test_whom_the_host_enters_pays_nothing_ahead(slot):
    unit = slot.experience.units.get(type=UnitType.ADULT)
    entered = enter(
        key=uuids.uuid4(),
        slot_id=slot.pk,
        unit_quantities={unit.pk: 2},
        extra_quantities={},
        contact=make_contact(),
        came=Came(GuestSource.PHONE),
        language="vi",
        now=NOW,
    )
    assert (entered.status, entered.prepay_vnd) == (CONFIRMED, 0)


@pytest.mark.parametrize(
    ("terms", "ahead"),
    [
        ({"payment_terms": "deposit", "deposit_percent": 33, "deposit_vnd": 0}, 231_000),
        ({"payment_terms": "deposit", "deposit_percent": 1, "deposit_vnd": 0}, 7_000),
        ({"payment_terms": "deposit", "deposit_percent": 0, "deposit_vnd": 200_000}, 200_000),
        ({"payment_terms": "deposit", "deposit_percent": 0, "deposit_vnd": 900_000}, 700_000),
        ({"payment_terms": "in_advance", "deposit_percent": 0, "deposit_vnd": 0}, 700_000),
        ({"payment_terms": "at_village", "deposit_percent": 30, "deposit_vnd": 0}, 0),
    ],
)
def test_a_deposit_is_a_share_in_whole_thousands_or_a_sum_never_above_the_price(slot, terms, ahead):
    for name, value in terms.items():
        setattr(slot.experience, name, value)
    assert slot.experience.prepay_vnd(700_000) == ahead
    assert slot.experience.prepay_vnd(0) == 0


@pytest.mark.parametrize(("percent", "sum_vnd"), [(0, 0), (30, 100_000), (100, 0)])
def test_a_deposit_says_how_large_it_is_in_one_way(slot, percent, sum_vnd):
    experience = Experience.objects.get(pk=slot.experience_id)
    experience.deposit_percent, experience.deposit_vnd = percent, sum_vnd
    with pytest.raises(ValidationError) as caught:
        experience.full_clean()
    assert set(caught.value.message_dict) == {"deposit_percent"}


@pytest.mark.parametrize(("terms", "ahead"), [("deposit", 210_000), ("in_advance", 350_000)])
def test_another_party_pays_the_agreed_deposit_or_its_whole_price(slot, terms, ahead):
    Experience.objects.update(payment_terms=terms)
    booking = book(Slot.objects.get(pk=slot.pk))
    choices = choices_of(booking, booking.slot)
    one = {choice.key: 1 if choice.quantity else 0 for choice in choices}
    seen = party_digest(booking)
    changed = change_party(
        booking=booking, quantities=one, name="Lê Thị Hòa", note="", seen=seen, needs=needs_of(booking), now=NOW
    )
    assert (changed.total_vnd, changed.prepay_vnd) == (350_000, ahead)
    assert kinds(changed) == [MessageKind.PAYMENT, MessageKind.PAYMENT]
    assert [*audit(now=NOW)] == []


def test_what_is_unpaid_counts_as_waiting_for_whoever_books_unknown(slot, settings):
    settings.UNPROVED_SEATS_PER_ADDRESS = 3
    book(slot, asked_from="one")
    with pytest.raises(TooManyUnproved):
        book(slot, asked_from="one")


def test_the_audit_finds_what_no_terms_ask(booking):
    Booking.objects.filter(pk=booking.pk).update(prepay_vnd=700_001)
    assert {finding.invariant for finding in audit(now=NOW)} == {"money-ahead"}


def test_nobody_is_asked_for_money_after_it_came(booking, owner):
    asked = OutboxMessage.objects.get(booking=booking, kind=MessageKind.PAYMENT)
    booking = pay(booking, owner, 210_000)
    assert is_overtaken(asked, booking)
