"""What the CMS's scripts write on a page is Vietnamese too: they take it from one catalogue, which we fill up."""

import json
import re
from importlib.util import find_spec
from pathlib import Path

import polib
import pytest
from django.urls import reverse

pytestmark = [pytest.mark.django_db, pytest.mark.database_free]

# A format of two names, and no word.
NO_WORDS = {"%(time_zone_option)s: %(localized_time_zone_label)s"}


def said_by_scripts(package: str) -> set[str]:
    """All that the scripts of a package ask for, as its makers list it in English."""
    folder = Path(find_spec(package).origin).parent
    entries = polib.pofile(str(folder / "locale" / "en" / "LC_MESSAGES" / "djangojs.po"))
    return {f"{entry.msgctxt}\x04{entry.msgid}" if entry.msgctxt else entry.msgid for entry in entries}


@pytest.mark.parametrize("package", ["wagtail.admin", "wagtail_localize"])
def test_every_text_of_the_scripts_has_its_vietnamese(signed_in, package):
    script = signed_in("editor").get(reverse("wagtailadmin_javascript_catalog")).content.decode()
    catalogue = json.loads(re.search(r"newcatalog = (\{.*?\});?$", script, re.DOTALL | re.MULTILINE)[1])
    assert said_by_scripts(package) - NO_WORDS - set(catalogue) == set()
    assert catalogue["Unpublish"] == "Gỡ xuất bản"
