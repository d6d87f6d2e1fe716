from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _

from common.cms.indexing import reindex_pages
from page_cache import store


class VillagesConfig(AppConfig):
    name = "villages"
    verbose_name = _("Villages")

    def ready(self) -> None:
        from outbox import kinds
        from villages.enums import ApplicationNews, HostNews, PaperNews, TeamNews
        from villages.mail import applications, papers, proposals, team

        kinds.register(HostNews.values, proposals.compose)
        kinds.register(ApplicationNews.values, applications.compose)
        kinds.register(TeamNews.values, team.compose)
        kinds.register(PaperNews.values, papers.compose)
        post_save.connect(reindex_pages, sender="villages.Village", dispatch_uid="villages.reindex")
        post_save.connect(_reindex_villages, sender="villages.Craft", dispatch_uid="villages.reindex_crafts")
        store.watch(self.get_models())


def _reindex_villages(sender, instance, **kwargs) -> None:
    """Villages are found by the words of their craft."""
    for village in instance.villages.all():
        reindex_pages(sender, village)
