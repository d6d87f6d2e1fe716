"""Which of the pages that a site starts with are still to be filled in, on the CMS's home page."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import policy_registry

from pages.drafts import DRAFTS
from pages.in_force import AGREED, Lack, lack_of
from pages.models import HomePage, StandardPage
from pages.twins import FIRST


@dataclass(frozen=True)
class ToFill:
    """A page, what it lacks in words, its blanks as they are written, and the form that mends it.

    `stops` says that no booking is taken before.
    """

    title: str
    key: str
    language: str
    text: str
    url: str
    blanks: tuple[str, ...] = ()
    stops: bool = False


def to_fill(user: AbstractBaseUser) -> list[ToFill]:
    """The pages that `user` may change, first those that stop bookings."""
    theirs = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, ["change"])
    pages = StandardPage.objects.filter(key__in=DRAFTS, pk__in=theirs.values("pk")).select_related("locale")
    found = [row for page in pages.order_by("path") if (row := _row(page))]
    return sorted([*_missing(user), *found], key=lambda row: not row.stops)


def _row(page: StandardPage) -> ToFill | None:
    """A page that was never published is judged by its draft; one that was, by what readers see."""
    lack = lack_of(page if page.live else page.get_latest_revision_as_object())
    if page.live and lack is None:
        return None
    words = {
        Lack.EMPTY: _("There is nothing in it yet."),
        Lack.NOTE: _("The note to the editor is still in it."),
        Lack.BLANKS: _("To be filled in:"),
    }
    text = words[lack.lack] if lack else _("It only waits to be published.")
    if lack and page.live and lack_of(page.get_latest_revision_as_object()) is None:
        text = _("It was mended; publish the changes.")
    return ToFill(
        title=page.draft_title,
        key=page.key,
        language=_language(page.locale.language_code),
        text=text,
        url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
        blanks=lack.blanks if lack else (),
        stops=_stops(page.key, page.locale.language_code),
    )


def _missing(user: AbstractBaseUser) -> Iterator[ToFill]:
    """Roles without a page, where bookings wait for it. Any other page may have been removed on purpose."""
    there = set(StandardPage.objects.filter(locale__language_code=FIRST).values_list("key", flat=True))
    home = HomePage.objects.filter(locale__language_code=FIRST).first()
    missing = [key for key in AGREED if key not in there]
    if not missing or home is None or not home.permissions_for_user(user).can_add_subpage():
        return
    for key in missing:
        yield ToFill(
            title=DRAFTS[key][FIRST][0],
            key=key,
            language=_language(FIRST),
            text=_("There is no such page. Add one, and write “%(role)s” as its role.") % {"role": key},
            url=reverse("wagtailadmin_pages:add", args=["pages", "standardpage", home.pk]),
            stops=True,
        )


def _stops(key: str, language: str) -> bool:
    return key in AGREED and language == FIRST


def _language(code: str) -> str:
    return str(dict(settings.LANGUAGES)[code])


class ToFillPanel(Component):
    """Below what to do."""

    name = "to_fill"
    template_name = "cms/home/to_fill.html"
    order = 60

    def get_context_data(self, parent_context):
        pages = to_fill(parent_context["request"].user)
        return {"pages": pages, "stops": any(page.stops for page in pages)}
