from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _

from common import kept
from common.indexing import reindex_pages


class VillagesConfig(AppConfig):
    name = "villages"
    verbose_name = _("Villages")

    def ready(self) -> None:
        post_save.connect(reindex_pages, sender="villages.Village", dispatch_uid="villages.reindex")
        kept.watch(self.get_models())
