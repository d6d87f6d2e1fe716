"""The host sets the calendar by rules: the village festival by the lunar calendar, and Tết off."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.both_databases
DESK = "/desk/ben-gieng/"
# The 6th of the second lunar month, and Tết, as the demo's own machine reckons them.
FESTIVAL = """
import datetime as dt
from django.utils import timezone
from common.words.lunar import YearlySpan
today = timezone.localdate()
spans = YearlySpan(2, 6, 2, 6).between(today, today + dt.timedelta(days=768))
print(",".join(f"{first.day}/{first.month}/{first.year}" for first, last in spans[:2]))
"""
CLOSED = """
from bookings.models import Closure
print(Closure.objects.filter(host__slug="ben-gieng", lunar_first_month=12, lunar_last_month=1).count())
"""
SCHEDULES = """
from bookings.models import Schedule
print(Schedule.objects.filter(experience__host__slug="ben-gieng", kind="lunar", times=["19:45"]).count())
"""


def choose_festival(page: Page) -> None:
    experience = page.locator("select[name=experience]")
    if experience.count():
        experience.select_option(index=1)
    page.select_option("select[name=lunar_first_day]", "6")
    page.select_option("select[name=lunar_first_month]", "2")
    page.fill("input[name=times]", "19h45")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_lunar_schedule_for_the_festival_shows_its_days_and_is_removed_and_taken_back(demo, visit, script):
    days = demo.run(FESTIVAL).split(",")
    before = int(demo.run(SCHEDULES))
    page = visit(f"{DESK}sap-dat/", script=script)
    sign_in_here(page)
    page.locator("main a[href$='/lich-mo/']").click()
    page.locator("main a[href*='kind=lunar']").first.click()
    choose_festival(page)
    page.locator("button[name=show]").click()
    for day in days:
        expect(page.locator("#days")).to_contain_text(day)
    expect(page.locator("input[name=times]")).to_have_value("19h45")
    page.locator(".desk-form__do button").first.click()
    line = page.locator(".desk-rule", has_text="19:45")
    expect(line).to_have_count(1)
    expect(line).to_contain_text(days[0])
    assert int(demo.run(SCHEDULES)) == before + 1

    line.locator("a").click()
    page.locator("form[action$='/xoa/'] button").click()
    expect(page.locator(".desk-rule", has_text="19:45")).to_have_count(0)
    page.locator("form[action$='/lay-lai/'] button").click()
    expect(page.locator(".desk-rule", has_text="19:45")).to_have_count(1)
    assert int(demo.run(SCHEDULES)) == before + 1
    page.locator(".desk-rule", has_text="19:45").locator("a").click()
    page.locator("form[action$='/xoa/'] button").click()
    expect(page.locator("form[action$='/lay-lai/'] button")).to_be_visible()


def test_closes_for_tet_and_sees_the_days(demo, visit):
    before = int(demo.run(CLOSED))
    page = visit(f"{DESK}sap-dat/ngay-nghi/")
    sign_in_here(page)
    # The demo's house is closed for Tết already: it opens, and closes again.
    page.locator(".desk-rule", has_text="âm lịch").locator("form button").first.click()
    page.locator("a[href*='kind=tet']").click()
    expect(page.locator("select[name=lunar_first_day]")).to_have_value("25")
    page.locator("button[name=show]").click()
    expect(page.locator("#days li")).to_have_count(2)
    shown = page.locator("#days li").first.inner_text().strip()
    page.locator("input[name=reason]").fill("Nghỉ Tết cả nhà")
    page.locator(".desk-form__do button").first.click()
    if page.locator("#affected").count():
        page.locator("#affected button").click()
        page.goto(f"{DESK}sap-dat/ngay-nghi/")
    line = page.locator(".desk-rule", has_text="âm lịch").filter(has_text=shown)
    expect(line.first).to_be_visible()
    assert int(demo.run(CLOSED)) >= max(before, 1)


def sign_in_here(page: Page) -> None:
    """As the singers' host, from the sign-in page that stands in the way."""
    page.fill("input[name=login]", "quanho@example.org")
    page.fill("input[name=password]", "velang-demo")
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/login/" not in url)
