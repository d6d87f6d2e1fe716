"""Search over all pages of the reader's language, as people type: no marks, NFD, d for đ."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from wagtail.models import Locale, Page

from common.words.text import single_line, words
from pages.marks import with_marks
from villages.models import VillagePage

PER_PAGE = 10
LONGEST = 100
SUGGESTED = 3


def find(query: str, language: str):
    """Live pages of `language` for the words of `query`: whole words first, else words that begin so."""
    folded = words(query)
    locale = Locale.objects.filter(language_code=language).first()
    if not folded or locale is None:
        return []
    pages = Page.objects.live().public().filter(locale=locale, depth__gt=1)
    found = pages.search(folded, operator="and")
    return found if found.count() else pages.autocomplete(folded, operator="and")


def results(request: HttpRequest) -> HttpResponse:
    query = single_line(request.GET.get("q", ""))[:LONGEST]
    found = find(query, get_language() or "vi")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    hits = _specific([hit.pk for hit in page.object_list])
    context = {
        "query": query,
        "page": page,
        "hits": hits,
        "page_base": f"?{urlencode({'q': query})}&",
        "villages": "" if hits else _some_villages(),
    }
    return render(request, "pages/search.html", context)


def _some_villages() -> str:
    """Names that lead somewhere, for readers who found nothing."""
    pages = VillagePage.objects.live().public().filter(locale__language_code=get_language() or "vi")
    villages = [page.village for page in pages.select_related("village").order_by("path")[:SUGGESTED]]
    return ", ".join(village.label for village in villages)


def _specific(pks: list[int]) -> list[Page]:
    """The pages with their own fields, in the order given; a query for each kind of page, not for each page."""
    found = {page.pk: page for page in with_marks(pages=Page.objects.filter(pk__in=pks)).specific()}
    return [found[pk] for pk in pks if pk in found]
