"""The map: a page with a list that says the same, and the frame that holds the map itself."""

from functools import partial

from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from common.http import tiles
from villages.domain.map import MapVillage, villages_on_map
from villages.web import paper_map
from villages.web.signs import motif_symbols


@require_safe
def map_page(request: HttpRequest) -> HttpResponse:
    villages = _villages(request)
    return render(request, "villages/map.html", {"villages": villages, "approximate": _approximate(villages)})


@require_safe
@xframe_options_sameorigin
def map_frame(request: HttpRequest) -> HttpResponseBase:
    """The map alone; `?village=<slug>` opens it on that village."""
    source = tiles.configured()
    frame = partial(_frame, source=source)
    return csp_update({"img-src": source.origins})(frame)(request) if source else frame(request)


def _frame(request: HttpRequest, source: tiles.Tiles | None) -> HttpResponse:
    villages = _villages(request)
    selected = _selected(request, villages)
    context = {
        "frame": paper_map.frame(villages, selected=selected, tiles=source),
        "selected": selected,
        "motifs": motif_symbols(village.motif for village in villages),
        "approximate": _approximate(villages),
    }
    return render(request, "villages/map_frame.html", context)


def _villages(request: HttpRequest) -> list[MapVillage]:
    return villages_on_map(language=get_language() or "vi", url_of=lambda page: page.get_url(request))


def _approximate(villages: list[MapVillage]) -> bool:
    return any(each.approximate or any(place.approximate for place in each.places) for each in villages)


def _selected(request: HttpRequest, villages: list[MapVillage]) -> MapVillage | None:
    slug = request.GET.get("village")
    if not slug:
        return None
    for village in villages:
        if village.slug == slug:
            return village
    raise Http404(slug)
