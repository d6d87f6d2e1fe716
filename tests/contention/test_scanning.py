"""Phones that read one ticket at the same moment: one lets the party in, the others read when and by whom."""

import pytest

from bookings.domain.booking.scanning import Kind, scan, undo_scan
from bookings.domain.history import acting
from bookings.enums import Act, ActBy
from bookings.models import BookingAct
from tests.contention.crowd import all_at_once, errors
from tests.factories import make_booking, make_slot, make_user

pytestmark = [pytest.mark.contention, pytest.mark.django_db(transaction=True)]
PHONES = 5


def test_of_many_phones_one_lets_the_party_in_and_the_others_read_who_did(experience, now):
    slot = make_slot(experience, now=now)
    users = [make_user(full_name=f"Người thứ {number}") for number in range(PHONES)]
    for _ in range(4):
        booking = make_booking(slot, adults=1, now=now)

        def job(user, reference=booking.reference):
            with acting(ActBy.HOST, user):
                return scan(reference=reference, host=experience.host, signed=True, sure=False, now=slot.starts_at)

        answers = all_at_once([lambda user=user: job(user) for user in users])
        assert errors(answers) == []
        kinds = [answer.kind for answer in answers]
        assert sorted(kind.name for kind in kinds) == [Kind.ALREADY.name] * (PHONES - 1) + [Kind.CHECKED_IN.name]
        (act,) = BookingAct.objects.filter(booking=booking, act=Act.CHECKED_IN)
        assert act.user == users[kinds.index(Kind.CHECKED_IN)]
        assert {answer.act for answer in answers if answer.kind == Kind.ALREADY} == {act}


def test_a_slip_that_two_take_back_is_taken_back_once(experience, now):
    slot = make_slot(experience, now=now)
    booking = make_booking(slot, now=now)
    scan(reference=booking.reference, host=experience.host, signed=True, sure=False, now=slot.starts_at)

    def undo():
        return undo_scan(reference=booking.reference, host=experience.host, now=slot.starts_at)

    answers = all_at_once([undo, undo, undo])
    assert sorted(answer.kind.name for answer in answers) == ["READY", "READY", "UNDONE"]
    assert BookingAct.objects.filter(booking=booking, act=Act.CHECK_IN_UNDONE).count() == 1
