"""Schedules in the CMS."""

from wagtail import hooks

from .viewsets import schedules


@hooks.register("register_admin_viewset")
def register_viewset():
    return schedules
