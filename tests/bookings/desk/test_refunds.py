"""Money to give back at the desk: who waits for how much and since when, where it goes, and what became of it."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bookings.domain.money.owing import account_of
from bookings.enums import LedgerState
from bookings.models import Booking, LedgerEntry
from tests.bookings.desk.desk_helpers import Desk, said
from tests.bookings.desk.test_weight import GZIP, MOST
from tests.factories import make_slot
from tests.factories.refunds import DETAILS, bounce, give_details, make_owed, send_back
from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
PAGE = "refunds_due"


def owed(desk: Desk, *, days_ago: int = 0, **fields) -> Booking:
    moment = timezone.now() - days_ago * DAY
    slot = desk.slot(20 * DAY, capacity=40)
    return make_owed(slot, now=moment, paid_at=moment - DAY, **({"adults": 2} | fields))


def card(response, booking):
    return soup(response).select_one(f"#don-{booking.reference}")


def form_of(element, ending: str) -> tuple[str, dict]:
    form = element.select_one(f"form[action$='{ending}']")
    return form["action"], {field["name"]: field["value"] for field in form.select("input[type=hidden]")}


def test_who_waited_longest_stands_first_with_sum_and_days(desk):
    young, old = owed(desk), owed(desk, days_ago=5)
    page = desk.get(PAGE)
    shown = [article["id"] for article in soup(page).select("article[id^=don-]")]
    assert shown == [f"don-{old.reference}", f"don-{young.reference}"]
    read = " ".join(card(page, old).get_text(" ").split())
    assert "700.000 ₫" in read.replace("\xa0", " ")
    assert "5 ngày" in read


def test_without_an_account_it_says_so_and_offers_to_call(desk):
    booking = owed(desk)
    shown = card(desk.get(PAGE), booking)
    assert "Khách chưa cho số tài khoản" in shown.get_text()
    assert shown.select_one("a[href^='tel:']")["href"] == booking.contact_phone.as_rfc3966
    assert shown.select_one(".transfer__code") is None


def test_cash_in_hand_is_noted_from_there_too_and_leads_back(desk):
    booking = owed(desk)
    way = card(desk.get(PAGE), booking).select_one("a[href*='/tra-lai/']")["href"]
    page = soup(desk.client.get(way))
    form = next(form for form in page.select("form") if form.select_one("[name=due]"))
    tap = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
    answer = desk.client.post(way.partition("?")[0], tap | {"amount": "700.000", "method": "cash"}, follow=True)
    assert answer.request["PATH_INFO"] == desk.url(PAGE)
    assert account_of(booking).due == 0


def test_with_one_it_shows_the_code_of_the_exact_sum_and_one_tap_notes_it(desk):
    booking = owed(desk)
    give_details(booking, now=timezone.now())
    shown = card(desk.get(PAGE), booking)
    assert shown.select_one(".transfer__code svg")
    assert f"HOAN {booking.reference}" in shown.get_text()
    assert "0011 0012 3456 7" in shown.get_text()
    action, tap = form_of(shown, f"/{booking.reference}/tra-lai/")
    first, second = (desk.client.post(action, tap | {"method": "transfer"}, follow=True) for _ in range(2))
    assert first.request["PATH_INFO"] == desk.url(PAGE)
    assert "700.000" in said(first)
    assert "không có gì thay đổi" in said(second)
    row = LedgerEntry.objects.get(kind="refund")
    assert (row.amount_vnd, row.method, row.state) == (700_000, "transfer", "sent")
    assert card(second, booking) is None
    assert "Đang chuyển" in plain(soup(second))


@pytest.mark.parametrize(("ending", "state"), [("da-den/", "arrived"), ("ve-lai/", "bounced")])
def test_what_is_on_its_way_ends_there_and_a_second_tap_changes_nothing(desk, ending, state):
    booking = owed(desk)
    give_details(booking, now=timezone.now())
    entry = send_back(booking, now=timezone.now(), by=desk.owner)
    action, tap = form_of(soup(desk.get(PAGE)), ending)
    answers = [desk.client.post(action, tap, follow=True) for _ in range(2)]
    assert [answer.request["PATH_INFO"] for answer in answers] == [desk.url(PAGE)] * 2
    assert "không có gì thay đổi" in said(answers[1])
    entry.refresh_from_db()
    assert entry.state == LedgerState(state)
    assert account_of(booking).due == (-700_000 if state == "bounced" else 0)


def test_an_account_from_which_it_came_back_is_not_offered_again_until_its_guest_has_looked(desk):
    booking = owed(desk)
    give_details(booking, now=timezone.now() - DAY)
    bounce(send_back(booking, now=timezone.now()), now=timezone.now())
    shown = card(desk.get(PAGE), booking)
    assert "bị trả về" in shown.get_text()
    assert DETAILS.account not in str(shown)
    give_details(booking, now=timezone.now())
    assert card(desk.get(PAGE), booking).select_one(".transfer__code svg")


def test_today_and_the_statement_lead_there_while_somebody_waits(desk):
    assert "chờ nhận lại tiền" not in plain(soup(desk.get("today")))
    owed(desk)
    today = soup(desk.get("today"))
    assert "1 đoàn đang chờ nhận lại tiền" in plain(today)
    assert today.select_one(f"a.desk-decide[href='{desk.url(PAGE)}']")
    assert re.search(
        r"Tiền cần trả lại\s*\(1\)", soup(desk.get("money")).select_one(f"a[href='{desk.url(PAGE)}']").text
    )


def test_another_house_sees_nothing_of_it(desk):
    make_owed(make_slot(), now=timezone.now())
    assert "Không còn khoản nào phải trả lại" in plain(soup(desk.get(PAGE)))


def test_many_cost_no_more_queries_than_one_and_stand_on_pages(desk):
    def fill(number):
        for _ in range(number):
            give_details(owed(desk, adults=1), now=timezone.now())
            send_back(owed(desk, adults=1), now=timezone.now())

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(PAGE).status_code == 200
        return len(queries)

    fill(1)
    asked()
    few = asked()
    fill(11)
    assert asked() == few
    assert len(soup(desk.get(PAGE)).select("article[id^=don-]")) == 6
    assert len(desk.client.get(desk.url(PAGE), headers=GZIP).content) <= MOST
    # One code is drawn, the first or the one that was asked for.
    cards = soup(desk.get(PAGE)).select("article[id^=don-]")
    assert [number for number, one in enumerate(cards) if one.select_one(".transfer__code")] == [0]
    way = cards[5].select_one("a[href*='show=']")["href"]
    cards = soup(desk.get(PAGE, way)).select("article[id^=don-]")
    assert [number for number, one in enumerate(cards) if one.select_one(".transfer__code")] == [5]
    assert len(soup(desk.get(PAGE, "?page=2")).select("article[id^=don-]")) == 6
