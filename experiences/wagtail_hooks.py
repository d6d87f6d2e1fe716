"""Experiences in the CMS."""

from wagtail import hooks

from .viewsets import experiences


@hooks.register("register_admin_viewset")
def register_viewset():
    return experiences
