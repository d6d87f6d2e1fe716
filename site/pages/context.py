"""What the frame of every page shows: menu, languages, footer."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext

from page_cache.holes import hole
from page_cache.sites import site_name
from page_cache.store import cached
from pages.models import HomePage, StandardPage


@dataclass(frozen=True)
class Menus:
    """The same for all readers of one site in one language. Pages with a role are by key, title and address."""

    home_url: str | None
    menu: list[tuple[str, str]]
    roles: list[tuple[str, str, str]]


def site(request: HttpRequest) -> dict:
    """Lazy, so that answers which render no frame ask the database nothing."""
    menus: Any = SimpleLazyObject(lambda: _menus(request, get_language() or "vi"))
    return {
        "site_name": settings.SITE_NAME,
        "demo": settings.DEMO,
        "home_url": "/en/" if get_language() == "en" else "/",
        "nav": SimpleLazyObject(lambda: _nav(request, menus)),
        # Addresses of the pages that have a role (terms, privacy …), by role.
        "page_links": SimpleLazyObject(lambda: {key: url for key, _title, url in menus.roles}),
        "footer_links": SimpleLazyObject(lambda: [{"title": title, "url": url} for _key, title, url in menus.roles]),
        "language_links": SimpleLazyObject(lambda: _languages(request)),
    }


def _menus(request: HttpRequest, language: str) -> Menus:
    return cached(f"frame:{site_name(request)}:{language}", lambda: _read_menus(request, language))


def _read_menus(request: HttpRequest, language: str) -> Menus:
    home = HomePage.objects.live().public().filter(locale__language_code=language).first()
    below = home.get_children().live().public().in_menu().order_by("path") if home else []
    pages = StandardPage.objects.live().public().filter(locale__language_code=language).exclude(key="")
    return Menus(
        home_url=home and home.get_url(request),
        menu=[(page.title, page.get_url(request)) for page in below],
        roles=[(page.key, page.title, page.get_url(request)) for page in pages.order_by("path")],
    )


def _nav(request: HttpRequest, menus: Menus) -> list[dict]:
    if menus.home_url is None:
        return []
    items = [{"title": title, "url": url, "current": request.path.startswith(url)} for title, url in menus.menu]
    map_url = reverse("map")
    items.insert(2, {"title": gettext("Map"), "url": map_url, "current": request.path == map_url})
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
