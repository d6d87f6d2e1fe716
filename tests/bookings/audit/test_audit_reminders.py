"""Faults planted in reminders are found, and what is told several times by right is no fault."""

import datetime as dt

import pytest

from bookings.domain.muting import mute
from bookings.domain.reminding.guests import remind_due
from bookings.domain.reviews.hide import hide
from bookings.domain.reviews.invite import send_link
from bookings.enums import GuestWay, HideGround, MessageKind, MutedTopic
from outbox.models import OutboxMessage
from tests.bookings.audit.audit_world import faults
from tests.factories import NOW, make_booking, make_slot, make_user
from tests.factories.reviews import make_review, make_visited
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@shared
def reminder():
    booking = make_booking(make_slot(now=NOW, days=1), now=NOW - 3 * DAY)
    remind_due(now=NOW)
    return OutboxMessage.objects.get(booking=booking, kind=MessageKind.REMINDER)


def test_an_audit_finds_who_was_reminded_twice_by_two_ways(reminder):
    assert "reminded-once" not in faults()
    reminder.pk, reminder.key, reminder.audience = None, "again", GuestWay.PHONE
    reminder.save()
    assert "reminded-once" in faults()


def test_an_audit_finds_who_was_reminded_after_they_muted_it(reminder):
    mute(address=reminder.to.upper(), topic=MutedTopic.REMINDER, now=NOW)
    assert "reminded-once" not in faults()
    OutboxMessage.objects.filter(pk=reminder.pk).update(created_at=NOW + DAY)
    assert "reminded-once" in faults()


def test_a_link_that_was_asked_for_again_and_a_reason_that_was_mended_are_no_faults():
    booking = make_visited(now=NOW)
    for _n in range(2):
        send_link(reference=booking.reference, phone="", email=booking.contact_email, now=NOW)
    review = make_review(booking)
    for why in ("Nêu tên người khác.", "Câu thứ hai nêu tên người khác."):
        hide(review=review, ground=HideGround.PRIVACY, why=why, by=make_user(), now=NOW)
    assert OutboxMessage.objects.filter(kind=MessageKind.REVIEW_HIDDEN).count() == 2
    assert "message-once" not in faults()
