"""What the lists that a phone keeps tell: at the gate without signal, on other pages, and in which order they come."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import until
from tests.journeys.without_signal import (
    DESK,
    NAME,
    OTHER_PHONE,
    WRITTEN,
    badge,
    kept_desk,
)

# The reference of the party that was made last, and of one that comes tomorrow at 16:00.
TOMORROW = """
import datetime as dt, uuid
from django.utils import timezone
from bookings.domain.booking.enter import Came, enter
from bookings.domain.seats.contact import Contact
from bookings.enums import GuestSource
from bookings.models import Booking, Slot
today = Booking.objects.filter(contact_name__contains="Phượng").latest("pk")
experience, now = today.slot.experience, timezone.now()
start = timezone.localtime(now).replace(hour=16, minute=0, second=0, microsecond=0) + dt.timedelta(days=1)
slot, _ = Slot.objects.get_or_create(experience=experience, starts_at=start, defaults=dict(
    ends_at=start + dt.timedelta(hours=2), closes_at=start, capacity=8))
party = enter(key=uuid.uuid4(), slot_id=slot.pk, unit_quantities={experience.units.get(type="ADULT").pk: 1},
    extra_quantities={}, contact=Contact("Đặng Văn Lâm", "", "", ""), came=Came(GuestSource.PHONE), language="vi",
    now=now)
print(today.reference, party.reference)
"""


@pytest.fixture
def desk(demo, sign_in) -> Page:
    return kept_desk(demo, sign_in)


def test_other_pages_ask_the_kept_lists_for_a_code(demo, desk):
    token = demo.run(
        "from bookings.links import check_in_url\nfrom bookings.models import Booking\n"
        "print(check_in_url(Booking.objects.filter(contact_name__contains='Phượng').latest('pk')))"
    )
    reference = re.search(r"/q/([A-Z0-9]+)\.", token)[1]
    desk.context.set_offline(True)
    for code in (reference, reference.lower(), token):
        found = desk.evaluate("(code) => window.offlineDesk.find(code)", code)
        assert (found["reference"], found["name"], found["people"], found["checkedInAt"]) == (reference, NAME, 2, None)
    assert desk.evaluate("window.offlineDesk.find('KHONGCO')") is None
    desk.evaluate("(reference) => window.offlineDesk.add({ what: 'check_in', reference })", reference)
    assert desk.evaluate("(code) => window.offlineDesk.find(code)", reference)["checkedInAt"]
    desk.context.set_offline(False)
    expect(badge(desk)).to_be_hidden()
    assert demo.run(WRITTEN) == "1 0 REDEEMED"


def test_a_list_that_comes_late_does_not_overwrite_a_newer_one(demo, desk):
    reference = demo.run("""
from bookings.models import Booking
print(Booking.objects.filter(contact_name__contains="Phượng").latest("pk").reference)
""")
    here = "async (code) => Boolean((await window.offlineDesk.find(code)).checkedInAt)"
    lists = f"**{desk.evaluate('async () => (await deskStore.me()).lists')}"
    old = desk.evaluate("async () => (await fetch((await deskStore.me()).lists, { cache: 'no-store' })).text()")
    demo.run(OTHER_PHONE)
    desk.evaluate("() => deskLists.fetchNew()")
    assert desk.evaluate(here, reference)

    desk.route(lists, lambda route: route.fulfill(status=200, body=old, headers={"ETag": '"before"'}))
    desk.evaluate("() => deskLists.fetchNew()")
    assert desk.evaluate(here, reference)


def typed_without_signal(page: Page, letters: str):
    page.fill("#id_code", letters)
    page.locator("[data-scan-letters] button").click()
    return page.locator("dialog[open] .desk-sign--ask")


def test_without_signal_a_used_code_says_when_and_tomorrows_party_is_not_checked_in(demo, desk):
    demo.run(OTHER_PHONE)
    used, tomorrow = demo.run(TOMORROW).split()
    desk.goto(DESK + "quet/")
    until(desk, "window.offlineDesk && window.deskScan")
    until(desk, "async (code) => (await window.offlineDesk.find(code))?.isToday === false", tomorrow)
    # A list that was asked for while both were written may know the one alone: the next has both.
    until(desk, "async (code) => (await window.offlineDesk.find(code))?.checkedInAt", used)
    desk.context.set_offline(True)
    sign = typed_without_signal(desk, used)
    expect(sign).to_contain_text(re.compile(r"Đã dùng lúc \d\d:\d\d, theo danh sách"))
    expect(sign.locator("[data-scan-keep]")).to_be_hidden()
    sign.locator("[data-scan-next]").click()
    sign = typed_without_signal(desk, tomorrow)
    expect(sign).to_contain_text("Không phải hôm nay")
    expect(sign.locator("[data-scan-keep]")).to_be_hidden()
    sign.locator("[data-scan-next]").click()

    desk.goto(DESK)
    row = desk.locator(".desk-booking-row", has_text="Đặng Văn Lâm").last
    expect(row).to_contain_text("Nhận khách được từ")
    expect(row.locator("[data-tap=check_in]")).to_be_hidden()


def test_letters_typed_at_the_gate_without_signal_are_looked_up_in_the_kept_list(demo, desk):
    letters = demo.run(
        "from bookings.models import Booking\n"
        "print(Booking.objects.filter(contact_name__contains='Phượng').latest('pk').reference)"
    )
    desk.goto(DESK + "quet/")
    until(desk, "window.offlineDesk && window.deskScan")
    desk.context.set_offline(True)
    desk.fill("#id_code", letters.lower())
    desk.locator("[data-scan-letters] button").click()
    lost = desk.locator("dialog[open] .desk-sign--ask")
    expect(lost).to_contain_text("Chưa kiểm được, mất sóng")
    expect(lost).to_contain_text(NAME)
    lost.locator("[data-scan-keep]").click()
    expect(lost).to_contain_text("Có sóng là máy tự gửi")
    lost.locator("[data-scan-next]").click()
    expect(badge(desk)).to_contain_text("chờ gửi 1")
    assert demo.run(WRITTEN) == "0 0 CONFIRMED"
    desk.context.set_offline(False)
    expect(badge(desk)).to_be_hidden()
    assert demo.run(WRITTEN) == "1 0 REDEEMED"
