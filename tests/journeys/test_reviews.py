"""On a phone a guest who was there says how it was, with a picture; everybody reads it, and the house answers once."""

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import START
from tests.journeys.test_accessibility import violations
from tests.ocop.evidence.files import located

# Somebody of yesterday who has not written, or thought better of it; prints the address of their page.
NOT_YET = """
from django.urls import reverse
from django.utils import timezone
from bookings.domain.reviews.write import take_back
from bookings.links import booking_token
from bookings.models import Booking
guest = Booking.objects.get(slot__experience__host__slug="ben-lo", contact_name="Lương Thị Duyên")
take_back(booking=guest, now=timezone.now())
print(reverse("bookings:booking", args=[booking_token(guest)]))
"""
WORDS = "Tôi làm vỡ một chiếc, cô Lành cười rồi đưa tôi nắm đất khác"
ANSWER = "Đất thì nhà còn nhiều, mời bạn về nặn tiếp"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_guest_says_how_it_was_and_the_house_answers(visit, sign_in, demo, script):
    said, answered = f"{WORDS} ({script}).", f"{ANSWER} ({script})."
    page = visit(demo.run(NOT_YET).strip(), script=script)
    page.get_by_role("link", name="Viết nhận xét").click()
    page.get_by_text("5/5: rất vui").click()
    page.locator("#id_text").fill(said)
    page.locator("#id_name").fill("Duyên")
    picture = {"name": "binh.jpg", "mimeType": "image/jpeg", "buffer": located()}
    page.set_input_files("#id_pictures", picture)
    page.get_by_role("button", name="Đăng nhận xét").click()
    expect(page.locator("main img.review__picture")).to_have_count(1)
    own = page.url

    desk = sign_in("gom@example.org", "/desk/ben-lo/nhan-xet/", phone=True)
    theirs = desk.locator(".reviews > div", has_text=said)
    theirs.get_by_role("link", name="Trả lời").click()
    desk.locator("#id_text").fill(answered)
    desk.get_by_role("button", name="Đăng lời đáp").click()
    expect(desk.locator(".review", has_text=answered)).to_have_count(1)

    page.goto(own)
    expect(page.locator("main")).to_contain_text(answered)
    page.goto(demo.url + START["vi"])
    review = page.locator("#nhan-xet").locator("xpath=ancestor::section").locator(".review", has_text=said)
    expect(review).to_contain_text("5/5: rất vui")
    expect(review).to_contain_text(answered)
    expect(review.locator("img")).to_have_count(1)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_its_pages_have_no_violation(visit, demo, language):
    start = "/en" if language == "en" else ""
    ticket = start + demo.run(NOT_YET).strip()
    found = []
    for path in (f"{ticket}nhan-xet/", f"{start}/dat-cho/ve-lang-ve/", f"{start}/dat-cho/nhan-xet/nan-va-ve-binh/"):
        page = visit(path)
        found += [f"{path} {text}" for text in violations(page)]
    assert found == []
