from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = _("Pages")

    def ready(self) -> None:
        from wagtail.documents import get_document_model
        from wagtail.images import get_image_model
        from wagtail.models import Locale, PageViewRestriction, Site, get_page_models

        from page_cache import store
        from pages import weekend  # noqa: F401  (registers its hole)

        # Publishing, unpublishing, moving and renaming all save the page, in the transaction of the rest they write.
        store.watch([*get_page_models(), PageViewRestriction, Site, Locale, get_image_model(), get_document_model()])
