"""Which translations have fallen behind: in lists, above the form, and on the CMS's home page."""

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import policy_registry

from common.words.dates import moment_text
from pages.twins import FIRST, with_behind

SHOWN = 10


def tell_behind(request: HttpRequest, page: Page) -> None:
    """Say above the form that the Vietnamese page is newer, and lead there."""
    if (
        request.method != "GET"
        or not with_behind(pages=Page.objects.filter(pk=page.pk)).filter(is_behind=True).exists()
    ):
        return
    first = page.get_translations().live().get(locale__language_code=FIRST)
    text = _("The Vietnamese page, published on %(when)s, is newer. Bring this page in step and publish it.")
    look = messages.button(reverse("wagtailadmin_pages:edit", args=[first.pk]), _("Look at the Vietnamese page"))
    messages.warning(request, text % {"when": moment_text(first.last_published_at)}, buttons=[look])


def behind(user: AbstractBaseUser) -> tuple[list[Page], int]:
    """The translations that `user` may bring in step, the longest behind first, and how many more there are."""
    theirs = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, ["change"])
    found = with_behind(pages=theirs).filter(is_behind=True).order_by("last_at", "pk")
    return list(found[:SHOWN]), max(0, found.count() - SHOWN)


class BehindPanel(Component):
    name = "behind"
    template_name = "cms/home/behind.html"
    order = 240

    def get_context_data(self, parent_context):
        pages, more = behind(parent_context["request"].user)
        return {"pages": pages, "more": more}
