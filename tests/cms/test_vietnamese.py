"""Nothing in the editors' room is English: every page that links lead to, in Vietnamese."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import polib
import pytest
from bs4 import BeautifulSoup, Comment
from django.conf import settings
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site
from wagtail_localize.models import Translation, TranslationSource

from accounts.models import User
from bookings.models import Booking
from ocop.domain.criteria.reading import read
from tests.cms.everywhere import patterns
from tests.cms.test_owning import make_document, make_image
from tests.cms.walk import make_facts
from tests.factories import make_story_page
from tests.pages.reading import soup
from villages.models import Artisan, Craft, Festival, Host, HostApplication, HostProposal, Province

# No database can change who may ask for what, or which words a page has: SQLite's run is enough.
pytestmark = [pytest.mark.django_db, pytest.mark.database_free]

# Names of files, drawings, formats, kinds of pages and of the language itself, and Wagtail's first entry in
# the log; `Locale` heads a list that no page shows.
ALLOWED = re.compile(
    r"""
    [\w.-]+\.(pdf|png) | (exp|village|story|motif)-[\w-]+ | [a-z]+\.[a-z]+page | testserver | English.*
    | .*\b(CSV|JPG|English)\b.* | Locale | Welcome.to.your.new.Wagtail.site!
    """,
    re.VERBOSE,
)
READ_OUT = ("aria-label", "title", "placeholder", "alt")
WORD = re.compile(r"[^\W\d_]{3,}")
# Ends the session; what links of forms and of single months, days and orders lead to is seen without them.
LEFT_OUT = re.compile(r"logout|/documents/\d|view_draft|\.\w+$")


def vietnamese_words() -> set[str]:
    """All that our catalogues say, names such as Wagtail and OCOP included."""
    found: set[str] = set()
    for folder in settings.LOCALE_PATHS:
        for name in ("django.po", "djangojs.po"):
            path = folder / "vi" / "LC_MESSAGES" / name
            for entry in polib.pofile(str(path)) if path.exists() else ():
                said = " ".join([entry.msgstr, *entry.msgstr_plural.values()])
                found |= {word.lower() for word in WORD.findall(re.sub(r"%\(\w+\)\w|\{\w*\}|<[^>]*>", " ", said))}
    # Of a sentence on what fields hold; on a page it is a value that nobody put into words.
    return found - {"none", "true", "false"}


def data() -> set[str]:
    """Words that the rows of this test hold, and none of the room's."""
    rows = [*Page.objects.values_list("title"), *Host.objects.values_list("name", "email", "legal_name", "address")]
    rows += [*Craft.objects.values_list("name", "name_en"), *Festival.objects.values_list("name")]
    rows += [*Artisan.objects.values_list("name"), *HostApplication.objects.values_list("name", "email")]
    rows += [*Province.objects.values_list("name"), *User.objects.values_list("email", "full_name")]
    rows += [*Booking.objects.values_list("reference")]
    # Names of the law, which no catalogue holds.
    rows += [(sheet.name.vi,) for sheet in read("2026-26").sets.values()]
    rows += [proposal.after.values() for proposal in HostProposal.objects.all()]
    return {word.lower() for row in rows for text in row for word in WORD.findall(text)}


def texts(page: BeautifulSoup) -> Iterator[str]:
    for element in page.select("script, style, template, svg, code, pre, input[type=hidden], [hidden]"):
        element.decompose()
    for text in page.find_all(string=True):
        if not isinstance(text, Comment):
            yield " ".join(text.split())
    for element in page.select(", ".join(f"[{name}]" for name in READ_OUT)):
        yield from (element[name] for name in READ_OUT if element.get(name))


def walk(client, *starts: str) -> Iterator[tuple[str, BeautifulSoup]]:
    """Each kind of page two or three times, with what its links lead to."""
    waiting, seen = list(starts), {}
    while waiting:
        path = waiting.pop(0)
        try:
            name = resolve(urlsplit(path).path).view_name
        except Resolver404:
            continue
        if seen.setdefault(name, 0) >= 3:
            continue
        seen[name] += 1
        response = client.get(path)
        if response.status_code != 200:
            continue
        kind = response["Content-Type"]
        # A window's page comes inside JSON.
        told = response.json() if "json" in kind else {}
        if "html" not in kind and not (isinstance(told, dict) and "html" in told):
            continue
        page = BeautifulSoup(told["html"], "html.parser") if told else soup(response)
        links = {urlsplit(urljoin(path, link["href"])).path for link in page.select("a[href]")}
        waiting += sorted(link for link in links if link.startswith("/cms/") and not LEFT_OUT.search(link))
        yield path, page


def test_the_whole_room_speaks_vietnamese(signed_in, cms):
    client = signed_in("superuser")
    make_facts()
    story = make_story_page(cms)
    story.save_revision().publish()
    Page.objects.filter(live=True).update(last_published_at=timezone.now())
    make_image(client.user)
    make_document(client.user)
    Redirect.objects.create(old_path="/cu", redirect_link="/", site=Site.objects.get())
    source, _created = TranslationSource.update_or_create_from_instance(cms.home)
    Translation.objects.create(source=source, target_locale=cms.en).save_target()
    known, english, mine = vietnamese_words(), {}, data()
    walked = 0
    starts = [reverse(name) for name, needs in patterns() if not needs]
    starts += [f"{start}?q=gốm" for start in starts if re.search("results|search", start)]
    for path, page in walk(client, reverse("wagtailadmin_home"), *starts):
        walked += 1
        for text in texts(page):
            unknown = {word for word in WORD.findall(text) if word.isascii() and word.lower() not in known | mine}
            if unknown and not ALLOWED.fullmatch(text):
                english.setdefault(text, path)
    assert walked > 150
    assert english == {}
