"""The mail server says no for an hour: nothing is lost, and each mail comes once."""

import datetime as dt

import pytest
from django.utils import timezone

from outbox.enums import MessageState
from outbox.kinds import deliver
from outbox.models import OutboxMessage
from outbox.sending import send_due
from tests.factories import make_booking, make_slot

pytestmark = pytest.mark.django_db(transaction=True)

MINUTE = dt.timedelta(minutes=1)


def test_an_hour_of_refusals(site, experience):
    slot = make_slot(experience, capacity=20)
    for _ in range(3):
        make_booking(slot)
    now = timezone.now()
    site.mail.refuses = True
    for minute in range(60):
        sent, _delayed = send_due(now=now + minute * MINUTE, deliver=deliver)
        assert sent == 0
    # It asked again and again, less and less often.
    assert 6 * 5 <= site.mail.refused <= 6 * 10
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {MessageState.PENDING}
    site.audit()
    site.mail.refuses = False
    for minute in range(60, 125, 5):
        send_due(now=now + minute * MINUTE, deliver=deliver)
    assert site.mail.taken.total() == 6
    site.wait_for_mails()
