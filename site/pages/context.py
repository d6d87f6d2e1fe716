"""What the frame of every page shows: menu, languages, footer."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext
from wagtail.models import Site

from common.words.site import SiteWords
from page_cache.holes import hole
from page_cache.sites import site_name
from page_cache.store import cached
from pages import words
from pages.in_force import unfinished
from pages.models import HomePage, StandardPage
from pages.twins import FIRST


@dataclass(frozen=True)
class RoleLink:
    """Where a page with a role is read, and in which language."""

    url: str
    language: str


@dataclass(frozen=True)
class Menus:
    """The same for all readers of one site in one language. Pages with a role are by key, title and address.

    `links` leads to each role, also to a Vietnamese page where the reader's own is not finished.
    """

    home_url: str | None
    menu: list[tuple[str, str]]
    roles: list[tuple[str, str, str]]
    words: SiteWords
    links: dict[str, RoleLink]


def site(request: HttpRequest) -> dict:
    """Lazy, so that answers which render no frame ask the database nothing."""
    menus: Any = SimpleLazyObject(lambda: _menus(request, get_language() or "vi"))
    return {
        "site_name": SimpleLazyObject(lambda: menus.words.name),
        "site_words": SimpleLazyObject(lambda: menus.words),
        "demo": settings.DEMO,
        "home_url": "/en/" if get_language() == "en" else "/",
        "nav": SimpleLazyObject(lambda: _nav(request, menus)),
        # Addresses of the pages that have a role (terms, privacy …), by role.
        "page_links": SimpleLazyObject(lambda: menus.links),
        "footer_links": SimpleLazyObject(lambda: [{"title": title, "url": url} for _key, title, url in menus.roles]),
        "language_links": SimpleLazyObject(lambda: _languages(request)),
    }


def _menus(request: HttpRequest, language: str) -> Menus:
    return cached(f"frame:{site_name(request)}:{language}", lambda: _read_menus(request, language))


def _read_menus(request: HttpRequest, language: str) -> Menus:
    home = HomePage.objects.live().public().filter(locale__language_code=language).first()
    below = home.get_children().live().public().in_menu().order_by("path") if home else []
    roles = [(page.key, page.title, page.get_url(request)) for page in _with_role(language)]
    links = {key: RoleLink(url, language) for key, _title, url in roles}
    return Menus(
        home_url=home and home.get_url(request),
        menu=[(page.title, page.get_url(request)) for page in below],
        words=words.read(Site.find_for_request(request), language),
        roles=roles,
        links=links | _that_bind(request, language),
    )


def _with_role(language: str) -> QuerySet[StandardPage]:
    pages = StandardPage.objects.live().public().filter(locale__language_code=language)
    return pages.exclude(key="").order_by("path")


def _that_bind(request: HttpRequest, language: str) -> dict[str, RoleLink]:
    """The finished Vietnamese page in place of one that guests agree to and cannot read in `language` yet."""
    lacks = {page.key for page in unfinished(language)} - {page.key for page in unfinished()}
    if not lacks:
        return {}
    found = _with_role(FIRST).filter(key__in=lacks)
    return {page.key: RoleLink(page.get_url(request), FIRST) for page in found}


def _nav(request: HttpRequest, menus: Menus) -> list[dict]:
    if menus.home_url is None:
        return []
    items = [{"title": title, "url": url, "current": request.path.startswith(url)} for title, url in menus.menu]
    map_url = reverse("map")
    items.insert(2, {"title": gettext("Map"), "url": map_url, "current": request.path == map_url})
    register = reverse("ocop_products")
    items.insert(3, {"title": gettext("Products"), "url": register, "current": request.path.startswith(register)})
    return items


def _languages(request: HttpRequest) -> list[dict]:
    """The same page in every language, or the language's home page where there is no `same` page."""
    current = get_language()
    links = []
    for code, name in settings.LANGUAGES:
        url, same = _url_in(request, code)
        links.append({"code": code, "name": name, "url": url, "same": same, "current": code == current})
    return links


def _url_in(request: HttpRequest, language: str) -> tuple[str, bool]:
    page = getattr(request, "served_page", None)
    if page is None:
        # `shown_at`: where a page that answers a POST can be read again.
        return translate_url(getattr(request, "shown_at", None) or request.get_full_path(), language), True
    twin = _twins(request, page).get(language)
    url = twin or _menus(request, language).home_url or page.get_url(request)
    return (url + hole("query") if twin else url), twin is not None


def _twins(request: HttpRequest, page) -> dict[str, str]:
    """Addresses of the page in the languages in which everyone may read it."""

    def read() -> dict[str, str]:
        pages = page.get_translations(inclusive=True).live().public().select_related("locale")
        return {twin.locale.language_code: twin.get_url(request) for twin in pages}

    return cached(f"twins:{site_name(request)}:{page.pk}", read)
