"""No page waits for ever on PostgreSQL; workers and migrations do."""

import pytest
from django.conf import settings
from django.db import connection, transaction

from bookings.models import Slot
from config import start
from tests.factories import make_slot
from tests.faults.guest import Guest

pytestmark = pytest.mark.django_db(transaction=True)


def shown() -> list[str]:
    found = []
    for name in ("lock_timeout", "statement_timeout"):
        with connection.cursor() as cursor:
            cursor.execute(f"SHOW {name}")
            found.append(cursor.fetchone()[0])
    return found


def test_the_web_alone_has_limits(site, monkeypatch):
    assert shown() == ["0", "0"]
    told = connection.settings_dict
    monkeypatch.setitem(told, "OPTIONS", dict(told["OPTIONS"]))
    monkeypatch.setitem(settings.DATABASES, "default", told)
    start.limit_waits()
    connection.close()
    assert shown() == [f"{start.LOCK_TIMEOUT}s", f"{start.STATEMENT_TIMEOUT}s"]
    connection.close()


def test_a_guest_who_waits_for_a_lock_that_is_never_given_is_answered(site, experience):
    slot = make_slot(experience)
    site.web()
    guest = Guest(site.url, slot, 1)
    with transaction.atomic():
        Slot.objects.filter(pk=slot.pk).update(note="ai đó quên mở khóa")
        with pytest.raises(ConnectionError, match="500"):
            guest.hold()
    guest.hold()
