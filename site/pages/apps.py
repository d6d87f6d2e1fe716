from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = _("Pages")

    def ready(self) -> None:
        from wagtail.documents import get_document_model
        from wagtail.images import get_image_model
        from wagtail.models import Locale, PageViewRestriction, Site, get_page_models

        from bookings.domain.seats import opening
        from common.words import site
        from page_cache import store
        from pages import (
            agreed_texts,
            in_force,
            weekend,  # noqa: F401  (registers its hole)
        )
        from pages.models import SiteSetting
        from pages.words import words_of_default_site

        site.tell(words_of_default_site)
        opening.register("pages", in_force.phrases)
        opening.number(agreed_texts.versions)

        # Publishing, unpublishing, moving and renaming all save the page, in the transaction of the rest they write.
        files = [get_image_model(), get_document_model()]
        store.watch([*get_page_models(), PageViewRestriction, Site, SiteSetting, Locale, *files])
