"""Two people, or two tabs, at one form of the desk: every form that changes a row, found by walking the addresses."""

import datetime as dt
import itertools
from dataclasses import dataclass

import pytest
from bs4 import Tag
from django.utils import timezone

from bookings.desk.urls import urlpatterns
from bookings.enums import ScheduleKind
from bookings.models import Resource, Schedule, Slot
from experiences.enums import PaymentTerms
from ocop.domain.lots import MOST_STEPS, Step
from tests.bookings.desk.desk_helpers import Desk
from tests.factories import make_artisan, make_lot, make_product, make_resource, make_schedule, make_use
from tests.factories.pieces import make_load
from tests.factories.villages import make_dossier
from tests.factories.waiting import wait
from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db
# How many there are follows from who is ticked, so these two are one field.
ONE_FIELD = {"capacity", "artisans"}
LUNAR = {"lunar_first_month": 2, "lunar_first_day": 6, "lunar_last_month": 2, "lunar_last_day": 8}


@dataclass
class Page:
    """A form as it was opened: what it sends if nobody touches it, and two other values of each field."""

    url: str
    form: Tag
    sent: dict[str, list[str]]
    others: dict[str, list[list[str]]]


# Their forms change nothing that stands: each writes a row of its own, once by its key.
NEW_ROWS = {"pay", "refund", "waive", "keep_rest", "slot_guests", "experience_unit", "experience_extra"}
NEW_ROWS |= {"product_lot", "dossier_papers", "criterion_evidence", "criterion_accept"}
# Handed in once, however often: tests/contention/test_dossiers.py.
NEW_ROWS |= {"dossier_hand_in"}
# Answered once; whoever comes second keeps what they typed: test_reviews.py.
NEW_ROWS |= {"review"}
NEW_ROWS |= {"booking_pieces", "slot_pieces", "pieces_send", "batch_new"}
# Decided once, and a file's rows are taken in once: test_incoming.py.
NEW_ROWS |= {"incoming_one", "bankfile"}
# A quote says which version it was written beside: tests/bookings/groups/test_quote.py.
NEW_ROWS |= {"group", "group_quote", "group_pdf", "group_contract", "group_invoice", "group_decline", "group_deposit"}
# A link or a code that is shown; their forms make another one, take it back, or lead elsewhere.
SHOWN = {"transfer", "invitation", "invitation_renew", "product", "product_labels", "lot_labels", "evidence"}
SHOWN |= {"batch", "refunds_due"}
# Two who write down who came of a party see the same party: the later word is the truer one.
COUNTED = {"came"}
# It changes a draft of the office's, in files and paragraphs too: test_story.py.
ELSEWHERE = {"experience_story"}
# Each answer has a version of its own: test_dossiers.py.
ELSEWHERE |= {"dossier", "criterion"}
# Each scan is a row of its own, and the newest counts: tests/ocop/papers/test_signed.py.
ELSEWHERE |= {"dossier_form01", "dossier_form02", "dossier_to_sign", "dossier_signed"}
# Pages ask it whether they still stand; it takes nothing.
POLLED = {"slot_fresh"}


def rows(desk: Desk) -> dict[str, list[int]]:
    """Rows of the host by the name of the address that changes them; a new address fails here until it is known."""
    artisans = [make_artisan(desk.host) for _ in range(4)]
    resource = make_resource(desk.host, 8)
    make_use(desk.experience, resource, quantity=1)
    # An extra that takes of one can take of another.
    make_resource(desk.host, 2)
    usual = {"valid_from": timezone.localdate(), "times": ["10:00"]}
    schedules = [
        make_schedule(desk.experience, **usual),
        make_schedule(desk.experience, kind=ScheduleKind.DATES, dates=["2031-11-28"], **usual),
        make_schedule(desk.experience, kind=ScheduleKind.LUNAR, **LUNAR, **usual),
    ]
    slot = desk.slot(dt.timedelta(days=5), note="Mang ủng")
    full = desk.slot(dt.timedelta(days=26), capacity=2)
    desk.book(full)
    steps = [Step(f"Bước {n}", dt.date(2026, 1, 1) + dt.timedelta(days=5 * n), "") for n in range(MOST_STEPS)]
    lot = make_lot(make_product(desk.host), steps=steps, serial_first=1)
    return {
        "lot": [lot.pk],
        "batch_change": [make_load(desk.host, now=timezone.now()).pk],
        "dossier_details": [make_dossier(desk.host).pk],
        "dossier_cycle": [make_dossier(desk.host).pk],
        "slot": [slot.pk],
        "schedule": [row.pk for row in schedules],
        "resource": [resource.pk],
        "waiting_contact": [wait(full, now=timezone.now()).pk],
        "experience": [desk.experience.pk],
        "artisan": [artisans[0].pk],
        "unit": [desk.experience.units.get(type="CHILD").pk],
        "extra": [desk.experience.extras.earliest("pk").pk],
    }


def booked(desk: Desk) -> str:
    """Reference of a party that can be moved to several other times."""
    for days in (27, 28, 29):
        desk.slot(dt.timedelta(days=days))
    return desk.book(desk.slot(dt.timedelta(days=30))).reference


def addresses(desk: Desk) -> list[str]:
    """Every address of a row that shows a form of its own."""
    known, reference = rows(desk), booked(desk)
    found = []
    for pattern in urlpatterns:
        if pattern.name in NEW_ROWS | COUNTED | SHOWN | ELSEWHERE | POLLED:
            continue
        name, named_by = pattern.name, pattern.pattern.converters
        if named_by.keys() >= {"reference", "pk"}:
            # A row of the ledger is never edited.
            continue
        if "reference" in named_by and name != "booking":
            urls = [desk.url(name, reference=reference)]
        elif "pk" in named_by:
            urls = [desk.url(name, pk=pk) for pk in known.get(name, [1])]
        else:
            continue
        for url in urls:
            if desk.client.get(url).status_code != 405:
                assert name in known or "reference" in named_by, f"{name}: which row?"
                found.append(url)
    return found


def opened(desk: Desk, url: str) -> Page:
    form = next(form for form in soup(desk.client.get(url)).select("form[method=post]") if not form.get("action"))
    sent: dict[str, list[str]] = {}
    others: dict[str, list[list[str]]] = {}
    for item in form.select("input[name], select[name]"):
        name, kind = item["name"], item.get("type", item.name)
        if kind == "file":
            # What stands of it is a photo, and no value that two can write.
            continue
        if kind == "hidden":
            sent[name] = [item.get("value", "")]
        elif kind == "checkbox":
            boxes = form.select(f"input[name={name}]")
            every = [box.get("value", "on") for box in boxes]
            ticked = [box.get("value", "on") for box in boxes if box.has_attr("checked")]
            some = (every[:3], every[1:], every) if len(every) > 1 else ([], every)
            sent[name], others[name] = ticked, [chosen for chosen in some if chosen != ticked][:2]
        elif kind == "select":
            options = [option["value"] for option in item.select("option")]
            chosen = next((option["value"] for option in item.select("option[selected]")), options[0])
            # A deposit says how large it is in the field beside it, so it is not chosen alone.
            left = [value for value in options if value not in ("", chosen, PaymentTerms.DEPOSIT)]
            # A span that ends where it begins is shown as one day, so its ends are kept apart; so are a party that is
            # moved and the time that is changed by hand.
            of_the_end = "last" in name or name == "slot"
            sent[name], others[name] = [chosen], [[value] for value in (left[-2:] if of_the_end else left[:2])]
        else:
            sent[name] = [item.get("value", "")]
            others[name] = [[value] for value in other_values(name, kind, sent[name][0])]
    return Page(url, form, sent, others)


def other_values(name: str, kind: str, value: str) -> list[str]:
    if kind == "number":
        return [str(int(value or 1) + 1), str(int(value or 1) + 2)]
    if kind == "date":
        day = dt.date.fromisoformat(value) if value else timezone.localdate() + dt.timedelta(days=90)
        return [str(day + dt.timedelta(days=n)) for n in (1, 2)]
    if kind == "tel":
        return ["+84 912 000 111", "+84 912 000 222"]
    if kind == "email":
        return ["ha@example.com", "thu@example.com"]
    if "price" in name:
        # The same price stands on two pages, so it may be one of these already.
        return [price for price in ("420.000", "430.000", "440.000") if price != value][:2]
    if name == "number":
        return [number for number in ("15", "16", "17") if number != value][:2]
    if name == "serial_prefix":
        return [letters for letters in ("BL-", "PL-", "GL-") if letters != value][:2]
    if name in ("time", "times"):
        return ["09:15", "11:45"]
    if name == "dates":
        return ["05/12/2031", "06/12/2031"]
    return ["Áo mưa", "Nón lá"]


def send(desk: Desk, page: Page, **typed: list[str]):
    """Whoever is shown parties that it touches sends it all the same."""
    answer = desk.client.post(page.url, page.sent | typed)
    shown = soup(answer).select_one("input[name=seen]") if answer.status_code == 200 else None
    return desk.client.post(page.url, page.sent | typed | {"seen": shown["value"]}) if shown else answer


def test_every_form_that_changes_a_row_carries_what_it_was_opened_with(desk):
    walked = addresses(desk)
    assert len(walked) == 17
    for url in walked:
        assert "opened" in opened(desk, url).sent, url


@pytest.mark.long
@pytest.mark.database_free
def test_only_what_was_changed_is_written(desk):
    """One changes a field; the other, who opened the page before, changes the next one."""
    count = 0
    for url in addresses(desk):
        fields = list(opened(desk, url).others)
        for mine, yours in itertools.pairwise([*fields, fields[0]]):
            if {mine, yours} == ONE_FIELD:
                continue
            before = opened(desk, url)
            mine_now, yours_now = before.others[mine][0], before.others[yours][0]
            assert send(desk, before, **{mine: mine_now}).status_code == 302, (url, mine)
            assert send(desk, before, **{yours: yours_now}).status_code == 302, (url, yours)
            after = opened(desk, url).sent
            assert (after[mine], after[yours]) == (mine_now, yours_now), url
            count += 1
    assert count > 25


@pytest.mark.long
@pytest.mark.database_free
def test_what_both_changed_is_shown_with_both_and_written_once_they_choose(desk):
    count = 0
    for url in addresses(desk):
        for name in opened(desk, url).others:
            before = opened(desk, url)
            if len(before.others[name]) < 2:
                continue
            theirs, mine = before.others[name]
            assert send(desk, before, **{name: theirs}).status_code == 302, (url, name)
            answer = send(desk, before, **{name: mine})
            assert answer.status_code == 200, (url, name)
            told = plain(soup(answer).select_one(".form-errors") or soup(answer))
            assert "có người đổi thành" in told, (url, name, told)
            assert opened(desk, url).sent[name] == theirs, (url, name)
            again = opened_again(answer, before)
            assert again.sent[name] == mine, (url, name)
            assert send(desk, again).status_code == 302, (url, name)
            assert opened(desk, url).sent[name] == mine, (url, name)
            count += 1
    assert count > 20


def opened_again(answer, before: Page) -> Page:
    """The form of an answer, as it would be sent if nobody touched it."""

    class Shown:
        class client:
            @staticmethod
            def get(_url):
                return answer

    return opened(Shown, before.url)


@pytest.mark.parametrize("which", range(4))
def test_what_was_typed_into_a_form_of_something_removed_is_still_there_and_can_be_made_anew(desk, which):
    url = [url for url in addresses(desk) if "/sap-dat/" in url][which]
    before = opened(desk, url)
    name = next(name for name in before.others if name in ("times", "name"))
    Schedule.objects.all().delete()
    Resource.objects.all().delete()

    answer = send(desk, before, **{name: before.others[name][0]})

    page = soup(answer)
    assert answer.status_code == 200
    assert "đã bị bỏ" in plain(page)
    form = next(form for form in page.select("form[action]") if form.select(f"[name={name}]"))
    assert form.select_one(f"[name={name}]")["value"] == before.others[name][0][0]
    assert desk.client.post(form["action"], fields(form)).status_code == 302
    assert Schedule.objects.count() + Resource.objects.count() == 1


def fields(form: Tag) -> dict[str, list[str]]:
    sent: dict[str, list[str]] = {}
    for item in form.select("input[name]"):
        if item.get("type") != "checkbox" or item.has_attr("checked"):
            sent.setdefault(item["name"], []).append(item.get("value", ""))
    for item in form.select("select[name]"):
        options = item.select("option[selected]") or item.select("option")
        sent[item["name"]] = [options[0]["value"]]
    return sent


@pytest.mark.parametrize("rubbish", ["", "{", "[]", "1", "null", '{"capacity": 5}', "[" * 9000])
def test_a_form_that_carries_rubbish_is_taken_as_it_is(desk, rubbish):
    slot = desk.slot(dt.timedelta(days=5))
    page = opened(desk, desk.url("slot", pk=slot.pk))
    assert send(desk, page, opened=[rubbish], note=["Áo mưa"]).status_code == 302
    assert Slot.objects.get(pk=slot.pk).note == "Áo mưa"
