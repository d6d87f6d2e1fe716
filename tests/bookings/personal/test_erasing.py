"""A guest takes away what is known of them, and has it erased: the books stay, the person goes."""

import datetime as dt
import uuid as uuids

import pytest

from bookings.domain.audit.run import audit
from bookings.domain.booking.attendance import check_in
from bookings.domain.booking.cancel import cancel, may_restore
from bookings.domain.booking.contact import mend_contact
from bookings.domain.booking.write_parties import write_parties
from bookings.domain.money import ledger
from bookings.domain.money.owing import account_of
from bookings.domain.personal import erasing
from bookings.domain.personal.erasing import NOBODY, NotOver, StillOwed, erase, erase_old, forget_reasons, forget_words
from bookings.enums import Act, ActBy, BookingStatus, CancelledBy, PaidBy, SlotMessageText
from bookings.history import history
from bookings.models import Booking, SlotMessage
from outbox.models import OutboxMessage
from outbox.sending import send_due
from tests.factories import make_booking, make_contact, make_slot, make_user
from tests.factories.waiting import wait
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
NAME, PHONE, EMAIL = "Đặng Thị Thu Hà", "+84912345678", "thu.ha@example.com"


@shared
def slot(now):
    return make_slot(starts_at=now + DAY, closes_at=now + DAY)


@shared
def booking(slot, now):
    contact = make_contact(name=NAME, phone=PHONE, email=EMAIL, note="Cháu nhỏ dị ứng lạc")
    booking = make_booking(slot, contact=contact, now=now)
    return mend_contact(booking=booking, phone="+84912000111", email=EMAIL, now=now)


def pay(booking, now) -> None:
    ledger.take_payment(
        key=uuids.uuid4(),
        booking=booking,
        method=PaidBy.CASH,
        amount_vnd=booking.total_vnd,
        due_vnd=booking.total_vnd,
        by=make_user(),
        now=now,
    )


def everything_written() -> str:
    rows = [Booking.objects.values(), OutboxMessage.objects.values("to", "error", "key")]
    acts = [act for booking in Booking.objects.all() for act in booking.acts.values()]
    return str([list(row) for row in rows] + acts)


def test_nothing_says_any_more_who_it_was_and_the_books_stay(slot, booking, now):
    send_due(now=now, deliver=lambda message: None)
    pay(booking, now)
    check_in(booking=booking, now=slot.starts_at)
    later = slot.ends_at
    for known in (NAME, "912345678", "912000111", EMAIL, "dị ứng lạc"):
        assert known in everything_written(), known
    erased = erase(booking=booking, now=later)
    for known in (NAME, "912345678", "912000111", EMAIL, "dị ứng lạc"):
        assert known not in everything_written(), known
    assert (erased.contact_name, erased.uuid == booking.uuid) == (NOBODY, False)
    assert account_of(erased).received == booking.total_vnd
    assert erased.acts.order_by("-pk").first().act == Act.ERASED
    assert [item for item in audit(now=later) if not item.open_decision] == []


def test_the_same_again_changes_nothing(slot, booking, now):
    first = erase(booking=booking, now=slot.ends_at)
    again = erase(booking=first, now=slot.ends_at + DAY)
    assert (again.erased_at, again.uuid) == (first.erased_at, first.uuid)


def test_a_visit_to_come_is_cancelled_first_and_then_nobody_brings_it_back(slot, booking, now):
    with pytest.raises(NotOver):
        erase(booking=booking, now=now)
    cancelled = cancel(booking=booking, by=CancelledBy.HOST, now=now)
    erased = erase(booking=cancelled, now=now)
    erased.refresh_from_db()
    assert not may_restore(erased, now=now)
    assert not OutboxMessage.objects.filter(booking=booking, audience="guest").waiting().exists()


def test_whoever_still_gets_money_back_is_remembered(slot, booking, now):
    pay(booking, now)
    cancelled = cancel(booking=booking, by=CancelledBy.HOST, now=now)
    with pytest.raises(StillOwed):
        erase(booking=cancelled, now=now)
    assert erase_old(now=now + 1000 * DAY) == 0
    ledger.give_back(
        key=uuids.uuid4(),
        booking=cancelled,
        method=PaidBy.CASH,
        amount_vnd=booking.total_vnd,
        by=make_user(),
        now=now,
    )
    assert erase(booking=cancelled, now=now).contact_email == ""


def test_the_place_in_a_waiting_list_is_forgotten_too(slot, now):
    full = make_booking(slot, adults=8, now=now)
    entry = wait(slot, adults=2, now=now)
    cancel(booking=full, by=CancelledBy.HOST, now=now)
    entry.refresh_from_db()
    if entry.booking is None:
        entry.booking = make_booking(slot, BookingStatus.CANCELLED, adults=2, now=now)
        entry.save()
    erase(booking=entry.booking, now=slot.ends_at)
    entry.refresh_from_db()
    assert (entry.contact_name, entry.contact_email, str(entry.contact_phone)) == (NOBODY, "", "")


def test_after_two_years_everybody_is_forgotten_once(slot, booking, now, settings):
    settings.PERSONAL_DATA_DAYS = 730
    assert erase_old(now=slot.ends_at + 730 * DAY) == 0
    after = slot.ends_at + 731 * DAY
    assert erase_old(now=after) == 1
    assert erase_old(now=after) == 0
    assert Booking.objects.get().contact_name == NOBODY


def test_words_to_a_time_go_when_its_parties_are_forgotten(slot, booking, now, settings):
    settings.PERSONAL_DATA_DAYS = 730
    words = {"usual": SlotMessageText.OTHER, "words": "Mời cô Hà và các bác ra bến."}
    write_parties(key=uuids.uuid4(), slot_id=slot.pk, **words, by=make_user(), now=now)
    erase(booking=booking, now=slot.ends_at)
    assert forget_words(now=slot.ends_at + 730 * DAY) == 0
    assert SlotMessage.objects.get().words == "Mời cô Hà và các bác ra bến."
    after = slot.ends_at + 731 * DAY
    assert [forget_words(now=after) for _twice in range(2)] == [1, 0]
    assert SlotMessage.objects.get().words == NOBODY


def test_those_who_stay_take_nobodys_place_in_a_night(slot, now, settings, monkeypatch):
    """Who is owed money, and a row that cannot be erased, are older than whoever is to be forgotten."""
    monkeypatch.setattr(erasing, "MOST_A_NIGHT", 1)
    owed, broken, _forgotten = [
        make_booking(slot, contact=make_contact(name=name), now=now) for name in ("Nợ", "Hỏng", NAME)
    ]
    pay(owed, now)
    cancel(booking=owed, by=CancelledBy.HOST, now=now)
    do = erasing._erase_around

    def fail(booking):
        if booking.pk == broken.pk:
            raise RuntimeError
        do(booking)

    monkeypatch.setattr(erasing, "_erase_around", fail)
    assert erase_old(now=now + 1000 * DAY) == 1
    assert list(Booking.objects.order_by("pk").values_list("contact_name", flat=True)) == ["Nợ", "Hỏng", NOBODY]


def test_why_a_party_was_cancelled_may_name_somebody_and_goes(booking, now):
    cancelled = cancel(booking=booking, by=CancelledBy.HOST, reason="Bà Hà báo ốm", now=now)
    assert everything_written().count("Bà Hà báo ốm") == 2
    erase(booking=cancelled, now=now)
    assert "Bà Hà" not in everything_written()
    assert [item for item in audit(now=now) if not item.open_decision] == []


def test_who_was_erased_before_that_has_why_they_were_cancelled_forgotten_later_and_nobody_else(slot, now, monkeypatch):
    monkeypatch.setattr(erasing, "MOST_A_NIGHT", 2)
    old = [make_booking(slot, now=now) for _ in range(3)]
    stays = cancel(booking=make_booking(slot, now=now), by=CancelledBy.HOST, now=now, reason="Lò nứt")
    for party in old:
        cancel(booking=party, by=CancelledBy.HOST, now=now, reason="Cô Hà ốm")
    # As the erasing of then left them; of the last one only the history has it, for it was brought back in between.
    Booking.objects.filter(pk__in=[party.pk for party in old]).update(erased_at=now, contact_name=NOBODY)
    Booking.objects.filter(pk=old[2].pk).update(cancel_reason="")
    assert [forget_reasons(now=now) for _night in range(3)] == [2, 1, 0]
    for party in old:
        party.refresh_from_db()
        assert (party.cancel_reason, party.acts.get(act=Act.CANCELLED).after) == ("", {"by": CancelledBy.HOST})
    stays.refresh_from_db()
    assert stays.cancel_reason == stays.acts.get(act=Act.CANCELLED).after["reason"] == "Lò nứt"


def test_a_change_of_a_party_of_which_only_persons_were_told_is_a_sentence_still(booking, now):
    told = {"units": [], "total_vnd": 700_000}
    booking.acts.create(
        act=Act.PARTY, by=ActBy.GUEST, at=now, before=told | {"note": "Dị ứng lạc"}, after=told | {"note": ""}
    )
    words = [what for _when, what in history(booking, personal=False)]
    assert all(what.strip() and not what.startswith(" (") for what in words)
