"""A guest writes from their ticket, changes it, adds pictures, takes it back; nobody else gets there."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from bookings.domain.reviews.answer import answer
from bookings.domain.reviews.hide import hide
from bookings.domain.reviews.pictures import add_picture
from bookings.enums import HideGround
from bookings.models import Booking, Review, ReviewPicture
from tests.bookings.desk.desk_helpers import said
from tests.factories import make_booking, make_slot, make_user
from tests.factories.reviews import SAID, make_review, make_visited
from tests.ocop.evidence.files import picture
from tests.pages.guest import url
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
LANGUAGES = ["vi", "en"]
TYPED = {"mark": "5", "text": SAID, "name": "Thu Hà"}


@shared
def booking():
    return make_visited(now=timezone.now())


def sent(n: int = 0, data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("IMG_1.jpg", picture(size=(40 + n, 30)) if data is None else data, "image/jpeg")


def shown(answer) -> str:
    return plain(soup(answer).main)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_ticket_of_who_was_there_leads_to_the_form_in_their_language(client, booking, language):
    way = url("review", booking, language)
    assert soup(client.get(url("booking", booking, language))).select(f'main a[href="{way}"]')
    page = soup(client.get(way))
    words = {"vi": ("5/5: rất vui", "1/5: thất vọng"), "en": ("5 of 5: delighted", "1 of 5: disappointed")}[language]
    labels = [plain(choice) for choice in page.select(".choice")]
    assert (labels[0], labels[-1]) == words
    client.post(way, TYPED)
    assert Review.objects.get().language == language


def test_what_was_written_is_kept_shown_and_said_once(client, booking):
    first = client.post(url("review", booking), TYPED, follow=True)
    again = client.post(url("review", booking), TYPED, follow=True)
    assert "Cảm ơn bạn" in said(first)
    assert "không có gì thay đổi" in said(again)
    review = Review.objects.get()
    assert (review.booking, review.mark, review.text, review.name) == (booking, 5, SAID, "Thu Hà")
    assert SAID in shown(client.get(reverse("bookings:reviews", args=[review.experience.slug])))


def test_a_changed_word_is_saved_and_the_other_language_changes_nothing(client, booking):
    client.post(url("review", booking), TYPED)
    assert "Không có gì" not in said(client.post(url("review", booking), TYPED | {"mark": "3"}, follow=True))
    client.post(url("review", booking, "en"), TYPED | {"mark": "3"})
    review = Review.objects.get()
    assert (review.mark, review.language) == (3, "vi")


@pytest.mark.parametrize(
    "broken", [{"mark": ""}, {"mark": "6"}, {"mark": "x"}, {"text": "a" * 3001}, {"name": "hay.vn"}]
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(client, booking, broken):
    page = client.post(url("review", booking), TYPED | broken)
    assert page.status_code == 422
    assert soup(page).select(".field__error")
    assert not Review.objects.exists()


def test_two_tabs_that_both_changed_it_are_asked(client, booking):
    client.post(url("review", booking), TYPED)
    opened = soup(client.get(url("review", booking))).select_one("input[name=opened]")["value"]
    client.post(url("review", booking), TYPED | {"mark": "2"})
    page = client.post(url("review", booking), TYPED | {"mark": "4", "opened": opened})
    assert page.status_code == 422
    assert Review.objects.get().mark == 2


def test_pictures_come_with_it_and_a_bad_one_does_not_lose_the_words(client, booking):
    files = [sent(), sent(1), sent(data=b"%PDF-1.7 khong phai anh")]
    page = client.post(url("review", booking), TYPED | {"pictures": files})
    assert page.status_code == 422
    assert "IMG_1.jpg" in plain(soup(page).select_one(".field__error"))
    assert (Review.objects.count(), ReviewPicture.objects.count()) == (1, 2)
    assert len(soup(client.get(url("review", booking))).select("main img.review__picture")) == 2


def test_a_sixth_picture_is_refused(client, booking):
    files = [sent(n) for n in range(6)]
    page = client.post(url("review", booking), TYPED | {"pictures": files})
    assert page.status_code == 422
    assert not ReviewPicture.objects.exists()


def test_a_picture_is_removed_and_twice_says_so(client, booking):
    client.post(url("review", booking), TYPED | {"pictures": [sent()]})
    form = {"picture": ReviewPicture.objects.get().pk}
    assert "Đã bỏ ảnh" in said(client.post(url("review_picture_remove", booking), form, follow=True))
    assert "không có gì thay đổi" in said(client.post(url("review_picture_remove", booking), form, follow=True))
    for odd in ({}, {"picture": "x"}, {"picture": "9" * 30}):
        assert client.post(url("review_picture_remove", booking), odd).status_code == 302


def test_a_picture_is_given_out_while_its_review_is_shown(client, booking):
    client.post(url("review", booking), TYPED | {"pictures": [sent()]})
    kept = ReviewPicture.objects.get()
    for name in ("picture", "picture_small"):
        answered = client.get(url(name, kept.pk))
        assert (answered.status_code, answered["Content-Type"]) == (200, "image/jpeg")
        assert b"".join(answered.streaming_content).startswith(b"\xff\xd8")
    why = {"ground": HideGround.PRIVACY, "why": "Ảnh có mặt người khác."}
    hide(review=kept.review, by=make_user(), now=timezone.now(), **why)
    assert [client.get(url(name, kept.pk)).status_code for name in ("picture", "picture_small")] == [404, 404]


def test_what_is_answered_is_read_and_no_longer_changed(client, booking):
    review = make_review(booking, now=timezone.now())
    answer(review=review, text="Cảm ơn gia đình!", now=timezone.now())
    page = client.get(url("review", booking))
    assert "Cảm ơn gia đình!" in shown(page)
    assert not soup(page).select("main textarea")
    refused = client.post(url("review", booking), TYPED | {"mark": "1"})
    assert refused.status_code == 422
    assert Review.objects.get().mark == 5


def test_what_is_hidden_says_why_to_its_guest(client, booking):
    review = make_review(booking, now=timezone.now())
    hide(
        review=review, ground=HideGround.ADVERT, why="Cả bài mời mua hàng nơi khác.", by=make_user(), now=timezone.now()
    )
    text = shown(client.get(url("review", booking)))
    assert "quảng cáo thứ khác. Cả bài mời mua hàng nơi khác." in text
    assert SAID not in text


def test_it_is_taken_back_in_one_press_and_may_be_written_anew(client, booking):
    client.post(url("review", booking), TYPED)
    slug = booking.slot.experience.slug
    assert "Đã rút" in said(client.post(url("review_back", booking), follow=True))
    assert SAID not in shown(client.get(url("reviews", slug)))
    assert "không có gì thay đổi" in said(client.post(url("review_back", booking), follow=True))
    client.post(url("review", booking), TYPED | {"mark": "4"})
    assert Review.objects.standing().get().mark == 4


def test_who_was_not_there_has_no_form(client):
    booking = make_booking(make_slot())
    assert client.get(url("review", booking)).url == url("booking", booking)
    assert client.post(url("review", booking), TYPED).url == url("booking", booking)
    assert not soup(client.get(url("booking", booking))).select(f'a[href="{url("review", booking)}"]')
    assert not Review.objects.exists()


def test_an_old_visit_says_that_it_is_too_late(client):
    booking = make_visited(now=timezone.now() - dt.timedelta(days=120))
    page = client.get(url("review", booking))
    assert "hơn ba tháng" in shown(page)
    assert not soup(page).select("main form textarea")


def test_an_address_that_was_cut_opens_nothing(client, booking):
    for name in ("review", "review_back", "review_picture_remove"):
        cut = url(name, booking).replace("/ve/", "/ve/x")
        assert client.post(cut, TYPED).status_code == 404


def test_one_address_of_the_web_writes_so_often(client, booking, settings):
    settings.CONTACT_RATE = "1/hour"
    client.post(url("review", booking), TYPED)
    assert client.post(url("review", booking), TYPED | {"mark": "1"}).status_code == 422
    assert Review.objects.get().mark == 5


def test_the_page_is_kept_by_nobody_and_found_by_no_engine(client, booking):
    page = client.get(url("review", booking))
    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"] == "noindex"


def test_a_form_that_says_it_is_too_large_is_answered_unread(client, booking):
    page = client.post(url("review", booking), TYPED, CONTENT_LENGTH="999999999", follow=True)
    assert "quá lớn" in said(page)
    assert not Review.objects.exists()


def test_what_is_taken_away_has_the_review(client, booking):
    review = make_review(booking, now=timezone.now())
    add_picture(booking=booking, data=picture())
    told = client.get(url("personal_file", booking)).json()["review"]
    assert (told["mark"], told["text"], told["pictures"]) == (review.mark, SAID, 1)
    assert Booking.objects.filter(pk=booking.pk).exists()


def test_who_is_to_be_forgotten_reads_what_stays_of_what_they_said(client, booking):
    way = url("review", booking)
    assert not soup(client.get(url("personal", booking))).select(f'main a[href="{way}"]')
    make_review(booking, now=timezone.now())
    page = soup(client.get(url("personal", booking)))
    assert "không còn tên và ảnh" in plain(page.main)
    assert page.select(f'main a[href="{way}"]')
