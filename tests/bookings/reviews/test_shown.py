"""On the page of an experience: the average with its count, the newest in full, at once; and never a bare star."""

import json

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bookings.domain.reviews.hide import hide
from bookings.domain.reviews.write import take_back
from bookings.enums import HideGround
from tests.factories import make_experience, make_experience_page, make_user
from tests.factories.reviews import SAID, make_review, make_visited, past_slot
from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def experience():
    return make_experience(cutoff_minutes=0, capacity=20)


@pytest.fixture
def page(page_tree, experience):
    return make_experience_page(page_tree, experience)


def review_of(experience, **told):
    now = timezone.now()
    return make_review(make_visited(past_slot(experience, now=now), now=now), now=now, **told)


def section(client, page):
    return soup(client.get(page.url)).select_one("#nhan-xet").find_parent("section")


def data_of(client, page) -> dict:
    scripts = soup(client.get(page.url)).select('script[type="application/ld+json"]')
    return json.loads(scripts[0].string) if scripts else {}


def test_where_nobody_has_said_anything_it_says_so_and_tells_engines_nothing(client, page):
    assert "Chưa có nhận xét" in plain(section(client, page))
    assert data_of(client, page) == {}
    assert not soup(client.get(page.url)).select('a[href="#nhan-xet"]')


def test_a_new_review_shows_at_once_on_a_page_that_was_kept(
    client, page, experience, django_capture_on_commit_callbacks
):
    cache.clear()
    client.get(page.url)
    with django_capture_on_commit_callbacks(execute=True):
        review = review_of(experience, mark=4)
    assert SAID in plain(section(client, page))
    with django_capture_on_commit_callbacks(execute=True):
        take_back(booking=review.booking, now=timezone.now())
    assert SAID not in plain(section(client, page))


def test_the_average_stands_with_its_count_and_its_scale(client, page, page_tree, experience):
    for mark in (5, 4, 4):
        review_of(experience, mark=mark)
    english = make_experience_page(page_tree, experience, language="en", translation_of=page, slug="clay")
    assert "Khách chấm 4,3/5, qua 3 nhận xét" in plain(section(client, page))
    assert "Guests give it 4.3 of 5, in 3 reviews" in plain(section(client, english))
    rating = data_of(client, page)["aggregateRating"]
    assert (rating["ratingValue"], rating["reviewCount"], rating["bestRating"]) == (4.3, 3, 5)


def test_three_stand_on_the_page_and_the_others_on_their_own(client, page, experience):
    said = [review_of(experience, text=f"Lời thứ {n}.") for n in range(5)]
    shown = section(client, page)
    assert len(shown.select(".review")) == 3
    assert all(one.text in plain(shown) for one in said[2:])
    everything = client.get(reverse("bookings:reviews", args=[experience.slug]))
    assert all(one.text in plain(soup(everything).main) for one in said)


def test_a_bad_mark_stands_like_a_good_one_and_what_is_hidden_says_why(client, page, experience):
    bad = review_of(experience, mark=1, text="Chờ một tiếng mới được vào.", name="Khôi")
    assert "1/5: thất vọng" in plain(section(client, page))
    hide(review=bad, ground=HideGround.PRIVACY, why="Có nêu tên một em nhỏ.", by=make_user(), now=timezone.now())
    text = plain(section(client, page))
    assert "bị ẩn vì nói ra hoặc cho thấy chuyện riêng của người khác. Có nêu tên một em nhỏ." in text
    assert "Chờ một tiếng" not in text
    assert "Khôi" not in text
    assert "Khách chấm 1,0/5, qua 1 nhận xét" in text


def test_words_are_in_their_own_language_and_are_no_markup(client, page, experience):
    review_of(experience, text="Lovely <b>clay</b>\nWe stay longer next time.", language="en")
    words = section(client, page).select_one(".review__text")
    assert words["lang"] == "en"
    assert not words.select("b")


def test_a_page_costs_the_same_with_many_reviews(client, page, experience):
    def cost() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get(page.url)
        return len(queries)

    review_of(experience)
    before = cost()
    for _n in range(4):
        review_of(experience)
    assert cost() == before


def test_an_experience_of_another_name_leads_to_its_reviews(client, experience):
    assert client.get(reverse("bookings:reviews", args=["khong-co"])).status_code == 404
    assert client.get(reverse("bookings:reviews", args=[experience.slug])).status_code == 200
    assert client.get(reverse("bookings:reviews", args=[experience.slug]) + "?page=99999999999").status_code == 200
