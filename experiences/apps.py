from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _

from common.cms.indexing import reindex_pages
from page_cache import store


class ExperiencesConfig(AppConfig):
    name = "experiences"
    verbose_name = _("Experiences")

    def ready(self) -> None:
        from experiences.models.page import PANEL
        from page_cache.middleware import keep_part

        post_save.connect(reindex_pages, sender="experiences.Experience", dispatch_uid="experiences.reindex")
        store.watch(self.get_models())
        keep_part(PANEL)
