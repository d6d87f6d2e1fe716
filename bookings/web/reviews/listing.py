"""All that guests say of an experience: every mark, every word, the newest first."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bookings.domain.reviews.sums import newest_of, rating_of
from bookings.texts import rating_text
from bookings.web.calendar.choose import find_experience
from bookings.web.former_slug import follows_slug
from bookings.web.way_back import story_of

PER_PAGE = 20


@require_safe
@follows_slug
def reviews(request: HttpRequest, slug: str) -> HttpResponse:
    """Of one that is no longer sold too: what was said stays said."""
    experience = find_experience(slug)
    context = {
        "experience": experience,
        "story": story_of(request, experience),
        "rating_text": rating_text(rating_of(experience)),
        "page": Paginator(newest_of(experience), PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "bookings/reviews/reviews.html", context)
