"""The office reads reviews, and hides what breaks the law: with a reason for everybody, and never for the mark."""

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings.models import Review
from tests.factories.reviews import SAID, make_review, make_visited
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
WHY = "Câu thứ hai nêu số điện thoại của người khác."


@shared
def review():
    now = timezone.now()
    booking = make_visited(now=now, name="Đặng Văn Kín", email="kin@example.com")
    return make_review(booking, mark=1, name="Hà", now=now)


def url(review) -> str:
    return reverse("review:inspect", args=[review.pk])


def main(response) -> str:
    return plain(soup(response).select_one("main"))


def test_a_manager_reads_it_in_full_and_not_whose_it_is(signed_in, review):
    client = signed_in("manager")
    listed = soup(client.get(reverse("review:index"))).select_one("main")
    assert SAID in plain(listed)
    assert "1/5: thất vọng" in [plain(link) for link in listed.select(f'a[href="{url(review)}"]')]
    found = client.get(reverse("review:index") + f"?q={review.booking.reference}")
    assert SAID in main(found)
    assert SAID not in main(client.get(reverse("review:index") + "?q=KM4TQ7"))
    text = main(client.get(url(review)))
    assert SAID in text
    assert "Đặng Văn Kín" not in text
    assert "kin@example.com" not in text


def test_it_is_hidden_with_a_reason_and_shown_again_and_both_are_written_down(signed_in, review):
    client = signed_in("manager")
    hidden = client.post(url(review), {"ground": "privacy", "why": WHY}, follow=True)
    assert "Đã ẩn nhận xét: nói ra hoặc cho thấy chuyện riêng của người khác. " + WHY in main(hidden)
    review.refresh_from_db()
    assert (review.hidden_ground, review.hidden_why, review.mark) == ("privacy", WHY, 1)
    shown = client.post(url(review), {"show": "1"}, follow=True)
    assert "Đã hiện lại nhận xét" in main(shown)
    review.refresh_from_db()
    assert review.hidden_at is None


@pytest.mark.parametrize("form", [{}, {"ground": "privacy"}, {"why": WHY}, {"ground": "bad_mark", "why": WHY}])
def test_without_a_ground_of_law_and_a_reason_nothing_is_hidden(signed_in, review, form):
    page = signed_in("manager").post(url(review), form)
    assert page.status_code == 200
    assert soup(page).select(".errorlist")
    assert not Review.objects.filter(hidden_at__isnull=False).exists()


@pytest.mark.parametrize("role", ["editor", "writer", "verifier"])
def test_no_other_role_hides(signed_in, review, role):
    signed_in(role).post(url(review), {"ground": "privacy", "why": WHY})
    assert not Review.objects.filter(hidden_at__isnull=False).exists()
