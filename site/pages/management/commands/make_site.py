"""`manage.py make_site`: home and lists in both languages, and drafts of the pages an office has to fill in."""

import json
from uuid import NAMESPACE_URL, uuid5

from django.core.management.base import BaseCommand
from django.db import transaction

from accounts.roles import sync_roles
from pages.drafts import DRAFTS, NOTE
from pages.models import StandardPage
from pages.tree import Pair, add_both, make_tree
from pages.twins import link_twins


class Command(BaseCommand):
    help = "Make the home pages, lists and drafts of a new site; of an older one, let its pages be translated."

    @transaction.atomic
    def handle(self, *args, **options) -> None:
        tree = make_tree()
        if tree is None:
            linked = link_twins()
            said = f"Pages that can be translated from now on: {linked}." if linked else "Nothing was changed."
            self.stdout.write(f"There is a site already. {said}")
            return
        for key in DRAFTS:
            _draft(key, tree["home"])
        # Writers write below the lists of stories, which were not there before.
        sync_roles()
        self.stdout.write("Made the home pages and lists in Vietnamese and English.")
        self.stdout.write(f"Made drafts to fill in and publish in the CMS: {', '.join(DRAFTS)}.")


def _draft(key: str, homes: Pair) -> None:
    def make(language: str) -> StandardPage:
        title, slug, note = DRAFTS[key][language]
        # The same block in both languages, so that one translates the other.
        block = str(uuid5(NAMESPACE_URL, f"ve-lang:{key}"))
        body = json.dumps([{"type": "paragraph", "value": NOTE[language].format(note), "id": block}])
        return StandardPage(title=title, slug=slug, key=key, body=body)

    add_both(homes, make, publish=False)
