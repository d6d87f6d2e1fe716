"""Experiences and schedules in the CMS."""

from wagtail import hooks

from bookings.cms.viewsets import experiences, schedules


@hooks.register("register_admin_viewset")
def register_viewsets():
    return [experiences, schedules]
