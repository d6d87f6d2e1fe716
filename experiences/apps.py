from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _

from common.cms.indexing import reindex_pages
from page_cache import store


class ExperiencesConfig(AppConfig):
    name = "experiences"
    verbose_name = _("Experiences")

    def ready(self) -> None:
        from experiences.cms import decisions
        from experiences.enums import StoryNews
        from experiences.mail import story
        from experiences.models.page import PANEL
        from experiences.proofs import register_all
        from outbox import kinds
        from page_cache.middleware import keep_part

        kinds.register(StoryNews.values, story.compose)
        register_all()
        decisions.listen()

        post_save.connect(reindex_pages, sender="experiences.Experience", dispatch_uid="experiences.reindex")
        store.watch(self.get_models())
        keep_part(PANEL)
