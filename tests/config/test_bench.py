"""The bench's own reckoning, and that it notices what it is there to notice."""

import math

import pytest

from bookings.models import Booking, Slot
from tests.bench import browser, run, stage
from tests.bench.figures import Tally, latency, line, percentile, ratio
from tests.bench.processes import between, cpu_ms
from tests.bench.seats import wrong_slots
from tests.factories import make_booking, make_slot


def test_a_percentile_is_a_value_that_was_measured():
    times = [float(number) for number in range(1, 101)]
    assert percentile(times, 0.99) == 99
    assert percentile(times, 0.50) == 50
    assert percentile([7.0], 0.99) == 7
    assert percentile([], 0.99) == 0


def test_a_ratio_is_of_cpu_per_request_web_and_database_together():
    floor = Tally(requests=100, web_ms=80, database_ms=20)
    subject = Tally(requests=10, web_ms=25, database_ms=5)
    assert ratio(subject, floor) == pytest.approx(3.0)
    assert ratio(subject, Tally()) == math.inf


def test_rounds_add_up():
    total = Tally()
    total.add(Tally(2, 10, 1, 0.5, {"hold": [1.0]}))
    total.add(Tally(2, 30, 3, 0.5, {"hold": [2.0], "confirm": [3.0]}))
    assert (total.requests, total.cpu_ms, total.seconds) == (4, 11, 1.0)
    assert total.times == {"hold": [1.0, 2.0], "confirm": [3.0]}


@pytest.mark.parametrize(("web_ms", "holds"), [(400, True), (401, False)])
def test_a_line_holds_up_to_its_aim(web_ms, holds):
    found = line(
        "hold",
        database="sqlite",
        clients=8,
        subject=Tally(100, web_ms, 0, 2.0, {"hold": [4.0]}),
        floor=Tally(100, 90, 10, 1.0),
        aim=4.0,
    )
    assert found["holds"] is holds
    assert found["ratio"] == pytest.approx(web_ms / 100)
    assert (found["rate"], found["floor_rate"], found["p99_ms"]) == (50, 100, 4)


@pytest.mark.parametrize(("slowest", "holds"), [(500.0, True), (501.0, False)])
def test_a_latency_holds_up_to_its_aim(slowest, holds):
    times = [*[10.0] * 98, slowest, slowest]
    assert latency("hold", database="sqlite", clients=8, times=times, aim=500)["holds"] is holds


def test_a_process_that_came_counts_and_one_that_went_does_not():
    assert between({1: 100.0, 2: 50.0}, {1: 130.0, 3: 7.0}) == 37


def test_a_process_that_is_gone_has_used_nothing():
    assert cpu_ms(2**22 + 1) == 0


@pytest.mark.django_db
def test_honest_slots_are_not_complained_of():
    make_booking(make_slot())
    assert wrong_slots() == []


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["CONFIRMED", "ON_HOLD"])
def test_a_planted_oversell_is_found(status):
    slot = make_slot(capacity=3)
    make_booking(slot, status, adults=2)
    Booking.objects.update(seats=4)
    assert wrong_slots() == [f"slot {slot.pk}: 4 seats sold, taken says 2, capacity 3"]


@pytest.mark.django_db
def test_a_count_that_is_off_is_found():
    slot = make_slot(capacity=3)
    make_booking(slot, adults=2)
    Slot.objects.update(taken=1)
    assert len(wrong_slots()) == 1


class Wrong:
    """A helper that found something."""

    def ask(self, what: str) -> dict:
        return {"slots": ["slot 1: 4 seats sold, taken says 2, capacity 3"]}


def test_an_oversell_ends_the_bench_with_an_error(monkeypatch, capsys):
    def booking(self):
        self.check(Wrong(), "hot slot")

    monkeypatch.setattr(run, "KINDS", ["sqlite"])
    monkeypatch.setattr(run, "Stage", FakeStage)
    monkeypatch.setattr(run.Bench, "booking", booking)
    assert run.main() == 1
    assert "4 seats sold" in capsys.readouterr().out


class FakeStage:
    """A stage with nothing on it."""

    kind = "sqlite"

    def __init__(self, kind, folder):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return None

    def database(self, name):
        return ""

    def helper(self, name):
        return self

    def client(self):
        return self

    def ask(self, what):
        return {}

    def close(self):
        return None


def test_an_answer_that_no_guest_should_get_ends_a_round():
    found = {"wrong": ["hold: 422 instead of 302"], "seconds": 1.0, "times": {}}
    with pytest.raises(RuntimeError, match="422"):
        stage.measured(NoCpu(), NoCpu(), lambda: found, 1)


class NoCpu:
    def used_ms(self) -> dict:
        return {}


FORM = """
<form method="get" action="/tim/"><input name="q" value="x"></form>
<form class="stack" method="post" action="/dat-cho/giu/gom/" data-once>
<input type="hidden" name="csrfmiddlewaretoken" value="abc">
<input class="num"
       name="u3"
       type="number"
       value="2">
<a href="?month=2026-12&amp;day=2026-12-05&amp;u3=2#dat">5</a></form>
"""


def test_a_browser_reads_the_form_that_it_is_to_send():
    assert browser.fields(FORM, "/giu/gom/") == {"csrfmiddlewaretoken": "abc", "u3": "2"}
    with pytest.raises(browser.Unexpected):
        browser.fields(FORM, "/giu/khac/")


def test_a_browser_finds_the_days_with_places():
    assert browser.day_links(FORM) == ["?month=2026-12&day=2026-12-05&u3=2"]
