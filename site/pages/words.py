"""The site's words as its editors wrote them, and plain ones where they wrote none; kept with the pages' version."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import Site

from common.words.site import SiteWords
from page_cache.store import cached
from pages.models import SiteSetting


def words_of_default_site(language: str) -> SiteWords:
    """For mails and files, which have no request."""
    return cached(f"words:{language}", lambda: read(Site.objects.filter(is_default_site=True).first(), language))


def read(site: Site | None, language: str) -> SiteWords:
    """The words of `site`, asked of the database."""
    row = SiteSetting.objects.filter(site=site).first() or SiteSetting()
    with translation.override(language):
        return SiteWords(
            name=row.told("name", language) or settings.SITE_NAME,
            region=row.told("region", language),
            claim=row.told("claim", language)
            or gettext("Craft villages open their doors. You book directly with the people who make things."),
            description=row.told("description", language)
            or gettext("A day with the people of the craft villages: see what they make, and make it with them."),
            operator=row.operator,
            operator_number=row.operator_number,
            ecommerce_number=row.ecommerce_number,
        )
