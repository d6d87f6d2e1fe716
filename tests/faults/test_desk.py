"""A host's tap reaches a server that is killed before it has answered, or two servers at once: it is done once."""

import datetime as dt
import json
import sys
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPException

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from accounts.remembered import RENEWED
from bookings.domain.money.owing import account_of
from bookings.enums import Act, BookingStatus
from bookings.models import Booking, BookingAct, DeskTap, LedgerEntry
from tests.factories import make_booking, make_experience, make_host, make_slot, make_user
from tests.factories.people import PASSWORD
from tests.faults.installation import Installation
from tests.faults.processes import PATIENCE, free_port, wait_until
from tests.faults.visitor import Answer, Visitor

pytestmark = pytest.mark.django_db(transaction=True)
BROKEN = (OSError, HTTPException)


@dataclass
class Gate:
    """A host who stands at the gate with a phone, and a party of two that comes in an hour."""

    site: Installation
    owner: User
    booking: Booking

    def url(self, name: str, **kwargs) -> str:
        with translation.override("vi"):
            return reverse(f"desk:{name}", kwargs={"host": self.booking.slot.experience.host.slug} | kwargs)

    def phone(self) -> Visitor:
        """Signed in, with the day's page open."""
        phone, page = Visitor(self.site.url), "/tai-khoan/login/"
        phone.get(page)
        assert phone.post(page, login=str(self.owner.email), password=PASSWORD).status == 302
        assert phone.get(self.url("today")).status == 200
        return phone


@pytest.fixture
def gate(site) -> Gate:
    # The same key for the session that the test changes.
    (site.folder / "secret_key").write_text(settings.SECRET_KEY)
    owner = make_user()
    return Gate(site, owner, party(make_experience(make_host(owner=owner), extras=())))


def party(experience) -> Booking:
    soon = timezone.now() + dt.timedelta(hours=1)
    return make_booking(make_slot(experience, starts_at=soon, closes_at=soon), adults=2, now=timezone.now())


def in_cash(booking: Booking) -> dict[str, str]:
    """The button on the party's row: all that is due, under the key that its page was made with."""
    return {"key": str(uuid.uuid4()), "due": str(booking.total_vnd), "method": "cash", "back": "day"}


def waiting_tap(booking: Booking, what: str, value: dict | None = None) -> dict:
    """As a phone keeps it that had no signal."""
    told = {"key": str(uuid.uuid4()), "what": what, "booking": booking.reference, "value": value}
    return told | {"tapped_at": timezone.now().isoformat()}


@contextmanager
def sent_and_killed(site: Installation, tap: Callable[[], Answer], happened: Callable[[], bool]) -> Iterator[None]:
    """Inside: `tap` was sent, `happened`, and the server that waits for a row which the test holds is dead."""
    with ThreadPoolExecutor() as pool:
        pressed = pool.submit(tap)
        wait_until(lambda: happened() and site.waits_for_lock(), "it is written, and its answer is not out")
        site.processes[-1].kill()
        with pytest.raises(BROKEN):
            pressed.result(PATIENCE)
        yield


def paid_once(booking: Booking) -> bool:
    entries = LedgerEntry.objects.filter(booking=booking)
    return [entry.amount_vnd for entry in entries] == [booking.total_vnd] and account_of(booking).due == 0


def test_killed_between_a_payment_and_its_answer_the_same_tap_again_takes_nothing_more(site, gate):
    """A sign-in that is renewed on the way out holds the answer up once the payment is written."""
    site.web()
    phone, booking = gate.phone(), gate.booking
    pay, tap = gate.url("pay", reference=booking.reference), in_cash(gate.booking)
    session = SessionStore(phone.cookies["sessionid"])
    session[RENEWED] = 0
    session.save()
    with transaction.atomic():
        Session.objects.select_for_update().get(pk=phone.cookies["sessionid"])
        with sent_and_killed(site, lambda: phone.post(pay, **tap), lambda: paid_once(booking)):
            pass
    wait_until(lambda: site.connections() == 0, "nothing is left of the request")
    site.web()

    again = [phone.post(pay, **tap) for _ in range(2)]

    assert {(answer.status, answer.leads_to.partition("#")[2]) for answer in again} == {
        (302, f"don-{booking.reference}")
    }
    assert "không có gì thay đổi" in phone.get(gate.url("today")).text
    assert paid_once(booking)
    site.audit()


def test_killed_between_two_taps_that_waited_on_a_phone_each_is_done_once(site, gate):
    site.web()
    phone, first = gate.phone(), gate.booking
    second = party(first.slot.experience)
    money = {"amount": first.total_vnd, "method": "cash"}
    taps = [waiting_tap(first, "pay", money), waiting_tap(second, "check_in"), waiting_tap(second, "pay", money)]
    with transaction.atomic():
        Booking.objects.filter(pk=second.pk).update(note=F("note"))
        with sent_and_killed(site, lambda: phone.send(gate.url("taps"), {"taps": taps}), lambda: paid_once(first)):
            assert DeskTap.objects.count() == 1
    wait_until(lambda: site.connections() == 0, "nothing is left of the request")
    site.web()

    for _ in range(2):
        answer = phone.send(gate.url("taps"), {"taps": taps})
        assert [found["result"] for found in json.loads(answer.text)["answers"]] == ["done"] * 3

    assert paid_once(first)
    assert paid_once(second)
    assert DeskTap.objects.count() == 3
    assert BookingAct.objects.filter(act=Act.CHECKED_IN).count() == 1
    site.audit()


def waiting_for_locks() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0]


def second_web(site: Installation) -> str:
    """Another server of the same installation; its URL."""
    port = free_port()
    options = ["--interface", "wsgi", "--blocking-threads", "4", "--port", str(port)]
    site.start("web-2", [sys.executable, "-m", "granian", *options, "config.wsgi:application"]).wait_for(port)
    return f"http://127.0.0.1:{port}"


def test_one_tap_at_two_servers_at_once_is_one_payment_and_one_check_in(site, gate):
    site.web()
    phone, booking = gate.phone(), gate.booking
    waited = party(booking.slot.experience)
    other = replace(phone, url=second_web(site), cookies=dict(phone.cookies))
    assert other.get(gate.url("today")).status == 200
    cash = in_cash(booking)
    waits = {"taps": [waiting_tap(waited, "pay", {"amount": waited.total_vnd, "method": "transfer"})]}
    taps: list[tuple[Booking, Callable[[Visitor], Answer]]] = [
        (booking, lambda of: of.post(gate.url("pay", reference=booking.reference), **cash)),
        (booking, lambda of: of.post(gate.url("check_in", reference=booking.reference), back="day")),
        (waited, lambda of: of.send(gate.url("taps"), waits)),
    ]
    for of_party, tap in taps:
        with ThreadPoolExecutor() as pool:
            with transaction.atomic():
                Booking.objects.filter(pk=of_party.pk).update(note=F("note"))
                pressed = [pool.submit(tap, sender) for sender in (phone, other)]
                wait_until(lambda: waiting_for_locks() == 2, "both servers are at it")
            answers = [found.result(PATIENCE) for found in pressed]
        assert answers[0].status == answers[1].status in (200, 302)
        assert answers[0].text == answers[1].text

    assert paid_once(booking)
    assert paid_once(waited)
    assert [act.user for act in BookingAct.objects.filter(booking=booking, act=Act.CHECKED_IN)] == [gate.owner]
    assert Booking.objects.get(pk=booking.pk).status == BookingStatus.REDEEMED
    site.audit()
