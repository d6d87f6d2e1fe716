"""Experiences and schedules in the CMS."""

from wagtail import hooks

from bookings.cms.experiences import experiences
from bookings.cms.schedules import schedules
from experiences.cms.viewsets import experience_chooser


@hooks.register("register_admin_viewset")
def register_viewsets():
    return [experiences, schedules, experience_chooser]
