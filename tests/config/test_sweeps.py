"""One bad row never stops a sweep: every task that beat asks for goes on with the next, and readiness names it."""

import datetime as dt
import logging
from collections.abc import Callable

import pytest
from billiard.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import IntegrityError
from django.db.models import QuerySet
from django.utils import timezone
from health_check.exceptions import ServiceWarning
from wagtail.models import Page
from wagtail.search.models import IndexEntry

from bookings import tasks
from bookings.domain.booking import expire, minimum, place, tidy
from bookings.domain.calendar import slots
from bookings.domain.calendar.recurrence import day_end
from bookings.domain.money import issuing
from bookings.domain.money.bank import matching
from bookings.domain.money.invoice import ask, invoice_of
from bookings.domain.notices import choose
from bookings.domain.reminding import guests, houses, refunds
from bookings.domain.reviews import invite
from bookings.domain.sharing import rota
from bookings.domain.waiting import offers
from bookings.enums import BookingStatus, MessageKind, NoticeState, NoticeTopic, OnlineState, WaitingStatus
from bookings.mail import render
from bookings.models import BankNotice, Booking, OnlinePayment, Slot, WaitingEntry
from bookings.tasks import expire_holds, make_slots, make_slots_of_host
from common.cms.pages import FoldedPage
from common.models import Work
from common.tasks import pulse
from common.work.sweep import counted, each
from config.celery import app
from ocop.domain.imports import work
from ocop.domain.imports.work import send
from ocop.enums import ImportState
from ocop.models import RegisterImport
from outbox.models import OutboxMessage
from pages import scheduled
from pages.checks.services import PROBE
from pages.checks.work import PeriodicTasks
from tests.factories import (
    NOW,
    make_booking,
    make_experience,
    make_host,
    make_invoice,
    make_office,
    make_page_tree,
    make_rota,
    make_schedule,
    make_sheet,
    make_slot,
    make_story_page,
    make_use,
    make_user,
)
from tests.factories.bank import make_notice
from tests.factories.online import NOWHERE, make_attempt, make_merchant
from tests.factories.refunds import make_owed
from tests.factories.reviews import make_visited
from tests.factories.waiting import wait
from villages.models import Host

pytestmark = pytest.mark.django_db
# Prepares two rows, poisons the first, and says how to see that the second was done.
Scenario = Callable[[pytest.MonkeyPatch], Callable[[], bool]]


def poison(monkeypatch, module, name: str, spoiled: Callable[..., bool]) -> None:
    """Let `module.name` fail where `spoiled` says so of what it is given."""
    real = getattr(module, name)

    def fail(*args, **kwargs):
        if spoiled(*args):
            raise IntegrityError("dòng hỏng")
        return real(*args, **kwargs)

    monkeypatch.setattr(module, name, fail)


def lapsed_holds(monkeypatch):
    first, second = (make_booking(make_slot(), BookingStatus.ON_HOLD) for _ in range(2))
    Booking.objects.update(hold_expires_at=timezone.now() - dt.timedelta(minutes=1))
    poison(monkeypatch, expire.counting, "write_taken", lambda slot: slot.pk == first.slot_id)
    return lambda: Booking.objects.get(pk=second.pk).status == BookingStatus.EXPIRED


def waited_for(monkeypatch):
    full = [make_slot(capacity=2), make_slot(capacity=2)]
    for slot in full:
        make_booking(slot)
        wait(slot, now=timezone.now())
    Slot.objects.update(capacity=8)
    poison(monkeypatch, offers, "offer_next", lambda slot: slot.pk == full[0].pk)
    return lambda: WaitingEntry.objects.get(slot=full[1]).status == WaitingStatus.OFFERED


def due_decisions(monkeypatch):
    experience = make_experience(min_to_run=4, decide_hours=48)
    due = [make_slot(experience, days=1, hour=hour) for hour in (9, 14)]
    poison(monkeypatch, minimum, "_decide", lambda slot_id: slot_id == due[0].pk)
    return lambda: bool(Slot.objects.get(pk=due[1].pk).decision)


def schedules(monkeypatch):
    first, second = make_schedule(), make_schedule()
    poison(monkeypatch, slots, "_apply_rules", lambda experience: experience.pk == first.experience_id)
    return lambda: Slot.objects.filter(experience=second.experience).exists()


def hosts(monkeypatch):
    first, second = make_schedule().experience, make_schedule().experience
    asked = []
    monkeypatch.setattr(make_slots_of_host, "apply_async", lambda args, kwargs: asked.append(args[0]) or "asked")
    poison(monkeypatch, make_slots_of_host, "apply_async", lambda args, _kwargs: args[0] == first.host_id)
    return lambda: asked == [second.host_id]


def rotas(monkeypatch):
    made = []
    for _ in range(2):
        experience = make_experience(make_host())
        made.append(make_rota(experience.host))
        make_use(experience, made[-1])
        make_booking(make_slot(experience))
    poison(monkeypatch, rota, "Rota", lambda resource: resource.pk == made[0].pk)
    return lambda: made[1].assignments.exists()


def invoices(monkeypatch):
    monkeypatch.setattr(settings, "INVOICE_URL", "https://example.com/")
    first, second = make_booking(make_slot()), make_booking(make_slot())
    for booking in (first, second):
        ask(booking=booking, details=make_invoice(), now=timezone.now())
        issuing.order(booking=booking, by=None, now=timezone.now())
    monkeypatch.setattr(tasks, "over_http", lambda _body, once: "1C26T 15")
    poison(monkeypatch, tasks, "over_http", lambda body: body["booking"] == first.reference)
    return lambda: bool(invoice_of(second)) and invoice_of(second).number == "1C26T 15"


def thanks(monkeypatch):
    monkeypatch.setattr(invite, "FROM_HOUR", 0)
    first, second = (make_visited(now=timezone.now() - dt.timedelta(days=1)) for _ in range(2))
    poison(monkeypatch, invite, "_invite", lambda pk: pk == first.pk)
    return lambda: OutboxMessage.objects.filter(subject_id=second.pk, kind=MessageKind.REVIEW).exists()


def reminders(monkeypatch):
    monkeypatch.setattr(guests, "FROM_HOUR", 0)
    monkeypatch.setattr(guests, "UNTIL_HOUR", 24)
    first, second = (make_booking(make_slot(days=1), now=timezone.now() - dt.timedelta(days=2)) for _ in range(2))
    poison(monkeypatch, guests, "_remind", lambda pk: pk == first.pk)
    return lambda: OutboxMessage.objects.filter(subject_id=second.pk, kind=MessageKind.REMINDER).exists()


def mornings(monkeypatch):
    monkeypatch.setattr(houses, "FROM_HOUR", 0)
    monkeypatch.setattr(houses, "UNTIL_HOUR", 24)
    # Of a visit in the hours that this day has left, or, in its last ones, of the one that has just begun.
    monkeypatch.setattr(houses, "day_end", lambda day: day_end(day) + dt.timedelta(days=1))
    times = [make_slot(make_experience(make_host(owner=make_user())), days=1) for _ in range(2)]
    for slot in times:
        member = slot.experience.host.members.get()
        choose(member=member, by_mail=[NoticeTopic.DAY], by_phone=[], language="vi")
        make_booking(slot)
    first, second = (slot.experience.host_id for slot in times)
    poison(monkeypatch, houses, "_tell", lambda pk: pk == first)
    return lambda: OutboxMessage.objects.filter(subject_id=second, kind=MessageKind.DAY).exists()


def money_long_due(monkeypatch):
    monkeypatch.setattr(guests, "FROM_HOUR", 0)
    monkeypatch.setattr(guests, "UNTIL_HOUR", 24)
    now = timezone.now()
    owed = [make_owed(make_slot(days=9), now=now - dt.timedelta(days=4)) for _ in range(2)]
    first, second = (booking.slot.experience.host_id for booking in owed)
    poison(monkeypatch, refunds, "_tell", lambda pk: pk == first)
    return lambda: OutboxMessage.objects.filter(subject_id=second, kind=MessageKind.REFUNDS_DUE).exists()


def old_holds(monkeypatch):
    first, second = (make_booking(make_slot(), BookingStatus.EXPIRED) for _ in range(2))
    Booking.objects.update(created_at=timezone.now() - dt.timedelta(days=30))
    poison(monkeypatch, tidy, "_delete", lambda _old, part: first.pk in part)
    return lambda: not Booking.objects.filter(pk=second.pk).exists() and Booking.objects.filter(pk=first.pk).exists()


def mails(monkeypatch):
    first, second = make_booking(make_slot()), make_booking(make_slot())
    OutboxMessage.objects.filter(audience="host").delete()
    poison(monkeypatch, render, "_booking", lambda message: message.subject_id == first.pk)
    return lambda: not OutboxMessage.objects.filter(subject_id=second.pk, sent_at=None).exists()


def pages(monkeypatch):
    tree = make_page_tree()
    IndexEntry.objects.all().delete()
    spoiled = property(lambda page: 1 / 0 if page.pk == tree.home.pk else "làng gốm")
    monkeypatch.setattr(FoldedPage, "folded", spoiled)
    return lambda: IndexEntry.objects.filter(object_id=tree.stories.pk).exists()


def places(monkeypatch):
    first, second = make_booking(make_slot()), make_booking(make_slot())
    OutboxMessage.objects.all().delete()
    Host.objects.update(address="Bến đò Phù Lãng")
    poison(monkeypatch, place, "_tell", lambda ids: ids[0] == first.pk)
    return lambda: OutboxMessage.objects.filter(subject_id=second.pk, kind=MessageKind.PLACE_CHANGED).exists()


def scheduled_pages(monkeypatch):
    tree = make_page_tree()
    first, second = (make_story_page(tree, slug=f"chuyen-{n}") for n in range(2))
    Page.objects.filter(pk__in=[first.pk, second.pk]).update(expire_at=timezone.now() - dt.timedelta(minutes=1))
    poison(monkeypatch, scheduled, "_expire", lambda pk, _now: pk == first.pk)
    return lambda: not Page.objects.get(pk=second.pk).live


def spreadsheets(monkeypatch):
    office = make_office()
    first, second = (
        send(office=office, content=make_sheet([name]), name=f"{name}.xlsx", language="vi", by=make_user(), now=NOW)
        for name in ("Bình", "Chum")
    )
    poison(monkeypatch, work, "_keep", lambda row, *_rest: row.pk == first.pk)
    return lambda: RegisterImport.objects.get(pk=second.pk).state == ImportState.READY


def bank_notices(monkeypatch):
    host = make_host()
    first, second = (make_notice(host, amount, now=NOW) for amount in (1_000, 2_000))
    poison(monkeypatch, matching, "_judge", lambda notice, *_rest, **_now: notice.pk == first.pk)
    return lambda: BankNotice.objects.get(pk=second.pk).state == NoticeState.TO_LOOK_AT


def gateways(monkeypatch):
    for name, url in NOWHERE.items():
        monkeypatch.setattr(settings, name, url)
    long_ago, made = timezone.now() - dt.timedelta(days=1), []
    for _ in range(2):
        slot = make_slot(make_experience(host=make_host()))
        make_merchant(slot.experience.host)
        made.append(make_attempt(make_booking(slot), now=long_ago))
    first, second = made
    answer = b'{"vnp_ResponseCode": "91"}'
    monkeypatch.setattr(tasks, "post_over_http", lambda _url, _body: answer)
    poison(monkeypatch, tasks, "post_over_http", lambda _url, body: body["vnp_TxnRef"] == first.reference)
    return lambda: OnlinePayment.objects.get(pk=second.pk).state == OnlineState.LAPSED


SCENARIOS: dict[str, Scenario] = {
    "ocop.tasks.do_imports": spreadsheets,
    "bookings.tasks.drain_outbox": mails,
    "bookings.tasks.expire_holds": lapsed_holds,
    "bookings.tasks.offer_waiting": waited_for,
    "bookings.tasks.decide_minimum": due_decisions,
    "bookings.tasks.plan_rota": rotas,
    "bookings.tasks.issue_invoices": invoices,
    "bookings.tasks.match_bank_notices": bank_notices,
    "bookings.tasks.ask_gateways": gateways,
    "bookings.tasks.invite_reviews": thanks,
    "bookings.tasks.remind_guests": reminders,
    "bookings.tasks.tell_day": mornings,
    "bookings.tasks.nag_refunds": money_long_due,
    "bookings.tasks.tell_changed_places": places,
    "pages.tasks.publish_scheduled": scheduled_pages,
    "bookings.tasks.tidy": old_holds,
    "bookings.tasks.share_out_slots": hosts,
    "pages.tasks.refresh_search": pages,
}


@pytest.fixture(scope="module", autouse=True)
def tasks_are_known():
    """Before any test, for it sets up the logs afresh."""
    app.loader.import_default_modules()


def noted() -> QuerySet[Work]:
    """Without the row that readiness writes, which another test may have asked for: it does so beside the tests."""
    return Work.objects.exclude(name=PROBE)


def ready_says() -> str:
    """What its check says; the page asks it in a thread, which does not see what a test has not committed."""
    try:
        PeriodicTasks().run()
    except ServiceWarning as warning:
        return str(warning)
    return "OK"


def test_every_task_that_beat_asks_for_is_walked_here():
    asked = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    # It has no rows.
    assert asked - {pulse.name} == set(SCENARIOS)


@pytest.mark.parametrize("task", SCENARIOS)
def test_the_next_row_is_done_the_log_has_the_traceback_and_readiness_the_name(task, monkeypatch, caplog):
    next_is_done = SCENARIOS[task](monkeypatch)
    assert not next_is_done()
    with caplog.at_level(logging.INFO):
        app.tasks[task]()
    assert next_is_done()
    told = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert len(told) == 1
    assert told[0].exc_info
    assert any(f"{task}: " in record.getMessage() and "1 failed" in record.getMessage() for record in caplog.records)
    assert Work.objects.get(name=task).failed == 1
    assert f"{task} failed for 1" in ready_says()


def test_the_next_run_that_leaves_nothing_behind_clears_it(monkeypatch):
    with monkeypatch.context() as spoiled:
        lapsed_holds(spoiled)
        expire_holds()
    assert "failed" in ready_says()
    expire_holds()
    assert ready_says() == "OK"


def test_a_task_that_ends_with_an_error_is_named_too_and_keeps_when_it_last_came_to_its_end(monkeypatch):
    expire_holds()
    before = noted().get().ran_at
    monkeypatch.setattr("bookings.tasks.expire_holds_now", lambda now: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        expire_holds()
    assert (noted().get().ran_at, noted().get().failed) == (before, 1)
    assert "bookings.tasks.expire_holds failed for 1" in ready_says()


def test_a_task_that_has_not_come_to_its_end_for_long_is_named():
    expire_holds()
    Work.objects.update(ran_at=timezone.now() - dt.timedelta(hours=5, minutes=1))
    assert "bookings.tasks.expire_holds was last done 5 hours ago" in ready_says()


def test_what_was_never_asked_for_is_no_fault_yet():
    assert ready_says() == "OK"


def test_slots_of_all_hosts_and_of_one_go_on_with_the_next_experience(monkeypatch):
    next_is_done = schedules(monkeypatch)
    make_slots()
    assert next_is_done()
    assert "bookings.tasks.make_slots failed for 1" in ready_says()


def test_a_host_s_part_is_named_while_it_fails_and_forgotten_after(monkeypatch):
    bad = make_schedule().experience
    with monkeypatch.context() as spoiled:
        poison(spoiled, slots, "_apply_rules", lambda experience: experience.pk == bad.pk)
        make_slots_of_host(bad.host_id)
    assert f"bookings.tasks.share_out_slots {bad.host_id} failed for 1" in ready_says()
    make_slots_of_host(bad.host_id)
    assert ready_says() == "OK"
    assert not noted().exists()


def test_a_worker_that_is_told_to_end_ends():
    def told(row):
        raise SoftTimeLimitExceeded

    with pytest.raises(SoftTimeLimitExceeded):
        each("row", [1, 2], told)


def test_what_a_row_wrote_before_it_failed_is_undone():
    slot = make_slot(capacity=8)

    def spoil(pk):
        Slot.objects.filter(pk=pk).update(capacity=1)
        raise IntegrityError

    with counted() as count:
        assert each("slot", [slot.pk], spoil) == 0
    assert (count.done, count.failed) == (0, 1)
    assert Slot.objects.get().capacity == 8


@pytest.mark.parametrize("experiences", [1, 4])
def test_looking_for_decisions_costs_the_same_for_any_number_of_experiences(django_assert_num_queries, experiences):
    for _ in range(experiences):
        make_slot(make_experience(min_to_run=4, decide_hours=24), days=9)
    with django_assert_num_queries(2):
        assert minimum.decide_due(now=timezone.now()) == 0
