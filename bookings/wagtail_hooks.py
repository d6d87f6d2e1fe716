"""Experiences, schedules, the history of bookings and reviews in the CMS."""

from wagtail import hooks

from bookings.cms.bookings import bookings
from bookings.cms.experiences import experiences
from bookings.cms.reviews import reviews
from bookings.cms.schedules import schedules
from experiences.cms.viewsets import experience_chooser


@hooks.register("register_admin_viewset")
def register_viewsets():
    return [experiences, schedules, bookings, reviews, experience_chooser]
