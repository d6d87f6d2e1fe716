from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _

from common import kept
from common.indexing import reindex_pages


class ExperiencesConfig(AppConfig):
    name = "experiences"
    verbose_name = _("Experiences")

    def ready(self) -> None:
        post_save.connect(reindex_pages, sender="experiences.Experience", dispatch_uid="experiences.reindex")
        kept.watch(self.get_models())
