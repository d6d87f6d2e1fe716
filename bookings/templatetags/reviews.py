"""What guests say of an experience, on its page: shown by what bookings know, where experiences know nothing of it."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone

from bookings import texts
from bookings.domain.reviews.sums import Rating, newest_of, rating_of
from bookings.enums import Mark
from bookings.models import Booking, Review
from common.words.dates import day_text, month_text
from common.words.example import marked
from experiences.models import Experience

register = template.Library()
# On the page itself; the others have a page of their own.
FIRST = 3
SCHEMA = "https://schema.org"


@register.filter
def mark_text(mark: int) -> str:
    return Mark(mark).text


@register.filter
def visited(review: Review) -> str:
    """The month of the visit, for the middle of a sentence: the day might say who it was."""
    month = month_text(timezone.localtime(review.booking.slot.starts_at).date())
    return month.replace("Tháng", "tháng")


@register.filter
def visit_day(booking: Booking) -> str:
    """The day of a visit, for its own guest."""
    return day_text(timezone.localtime(booking.slot.starts_at).date())


@register.simple_tag
def reviews_of(experience: Experience) -> dict[str, Any]:
    """`rating`, `text`, the `newest`, the `url` of all; three queries however many there are."""
    rating = rating_of(experience)
    newest = list(newest_of(experience)[:FIRST]) if rating.count else []
    return {
        "rating": rating,
        "text": texts.rating_text(rating),
        "newest": newest,
        "more": rating.count > len(newest),
        "url": reverse("bookings:reviews", args=[experience.slug]),
    }


@register.simple_tag
def rating_json_ld(page: Any, rating: Rating) -> dict[str, Any]:
    """For search engines (schema.org, Product and AggregateRating); empty where nobody has said anything."""
    if not rating.count:
        return {}
    return {
        "@context": SCHEMA,
        "@type": "Product",
        "name": marked(page.title, page.is_made_up),
        "description": page.intro,
        "url": page.full_url or "",
        "aggregateRating": {
            "@type": "AggregateRating",
            "ratingValue": rating.tenths / 10,
            "bestRating": 5,
            "worstRating": 1,
            "reviewCount": rating.count,
        },
    }
