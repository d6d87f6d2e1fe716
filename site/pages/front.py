"""What the home page shows, in a constant number of queries."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from common.words.dates import day_text
from experiences.models import ExperiencePage
from experiences.models.page import cards
from stories.models import StoryPage
from villages.domain.festivals import Occasion, upcoming_festivals
from villages.models import VillagePage

FEATURED = 6


def context(page, request: HttpRequest) -> dict:
    """Villages, experiences, festivals and stories in the page's language; what is free fills a hole of its own."""
    today = timezone.localdate()
    locale = page.locale
    private = Page.objects.private_q()
    below = page.get_children().live().exclude(private).select_related("content_type")
    children = {child.content_type.model: child for child in below}
    featured = ExperiencePage.objects.filter(locale=locale, experience__featured=True)
    villages = (
        VillagePage.objects.filter(locale=locale).live().exclude(private).select_related("village__craft", "photo")
    )
    stories = StoryPage.objects.filter(locale=locale).live().exclude(private).select_related("photo", "village")
    return {
        "villages": villages.order_by("path"),
        "experiences": cards(featured, private=private)[:FEATURED],
        "festivals": [_festival(item) for item in upcoming_festivals(today, limit=4)],
        "stories": stories.order_by("-published_on", "-pk")[:3],
        "experiences_url": _url(children.get("experienceindexpage"), request),
        "stories_url": _url(children.get("storyindexpage"), request),
    }


def _url(page, request: HttpRequest) -> str:
    return page.get_url(request) if page else ""


def _festival(occasion: Occasion) -> dict:
    festival = occasion.festival
    day = f"{festival.lunar_day}/{festival.lunar_month}"
    if festival.days > 1:
        day = f"{festival.lunar_day}–{festival.lunar_day + festival.days - 1}/{festival.lunar_month}"
    return {
        "festival": festival,
        "lunar_text": _("%(day)s lunar") % {"day": day},
        "solar_text": day_text(occasion.first),
    }
