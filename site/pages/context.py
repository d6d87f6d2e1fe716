"""What the frame of every page shows: menu, languages, footer."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext

from .models import HomePage, StandardPage


def site(request: HttpRequest) -> dict:
    """Lazy, so that answers which render no frame ask the database nothing."""
    return {
        "site_name": settings.SITE_NAME,
        "demo": settings.DEMO,
        "home_url": "/en/" if get_language() == "en" else "/",
        "nav": SimpleLazyObject(lambda: _nav(request)),
        "page_links": SimpleLazyObject(lambda: page_links(request)),
        "footer_links": SimpleLazyObject(lambda: _footer(request)),
        "language_links": SimpleLazyObject(lambda: _languages(request)),
    }


def _home(language: str):
    return HomePage.objects.live().public().filter(locale__language_code=language).first()


def _nav(request: HttpRequest) -> list[dict]:
    home = _home(get_language() or "vi")
    if home is None:
        return []
    items = [
        {
            "title": page.title,
            "url": page.get_url(request),
            "current": request.path.startswith(page.get_url(request)),
        }
        for page in home.get_children().live().public().in_menu().order_by("path")
    ]
    map_url = reverse("map")
    items.insert(2, {"title": gettext("Map"), "url": map_url, "current": request.path == map_url})
    return items


def _footer(request: HttpRequest) -> list[dict]:
    pages = StandardPage.objects.live().public().filter(locale__language_code=get_language() or "vi").exclude(key="")
    return [{"title": page.title, "url": page.get_url(request)} for page in pages.order_by("path")]


def page_links(request: HttpRequest) -> dict[str, str]:
    """Addresses of the pages that have a role (terms, privacy …), by role, in the language of the request."""
    pages = StandardPage.objects.live().public().filter(locale__language_code=get_language() or "vi").exclude(key="")
    return {page.key: page.get_url(request) for page in pages}


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
    translation = page.get_translations(inclusive=True).live().public().filter(locale__language_code=language).first()
    url = (translation or _home(language) or page).get_url(request)
    query = request.META.get("QUERY_STRING")
    return (f"{url}?{query}" if query and translation else url), translation is not None
