"""The buttons of translating beside each page of a list, at the same cost for a page as for a thousand."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import ListingButton
from wagtail.models import Locale, Page
from wagtail_localize import wagtail_hooks as localize
from wagtail_localize.models import TranslationSource

HOOK = "register_page_listing_more_buttons"
KEPT = "_translations_of_pages"


@dataclass(frozen=True)
class Translations:
    """`complete`: keys of what there is in every language. `sources`: what is kept in step, by key."""

    complete: frozenset[UUID]
    sources: dict[UUID, int]


def replace_buttons() -> None:
    """Put ours in the place of wagtail-localize's, which asks the database twice for each page of a list."""
    # Wagtail has no way to take a hook back.
    hooks._hooks[HOOK].remove((localize.page_listing_more_buttons, 0))
    hooks.register(HOOK, buttons)


def buttons(page: Page, user, view_name: str | None = None, next_url: str | None = None) -> Iterator[ListingButton]:
    """For those who may: translate what is not there in every language, and bring translations in step."""
    if page.is_root() or not user.has_perm("wagtail_localize.submit_translation"):
        return
    known = _translations(user)
    if page.translation_key not in known.complete:
        url = reverse("wagtail_localize:submit_page_translation", args=[page.alias_of_id or page.pk])
        yield ListingButton(_("Translate this page"), url, priority=60, icon_name="wagtail-localize-language")
    if source := known.sources.get(page.translation_key):
        url = reverse("wagtail_localize:update_translations", args=[source])
        following = f"?{urlencode({'next': next_url})}" if next_url else ""
        yield ListingButton(_("Sync translated pages"), url + following, priority=60, icon_name="resubmit")


def _translations(user) -> Translations:
    """Read once for a request, which has a user of its own."""
    if not hasattr(user, KEPT):
        own = Page.objects.filter(alias_of=None).order_by().values("translation_key")
        everywhere = own.annotate(languages=Count("locale", distinct=True)).filter(languages=Locale.objects.count())
        sources = TranslationSource.objects.filter(translations__enabled=True).values_list("object_id", "pk")
        kept = Translations(frozenset(everywhere.values_list("translation_key", flat=True)), dict(sources))
        setattr(user, KEPT, kept)
    return getattr(user, KEPT)
