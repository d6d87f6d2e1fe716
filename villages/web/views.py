"""The map: a page with a list that says the same, and the frame that holds the map itself."""

from collections.abc import Callable

from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from common.http import tiles
from villages.domain.map import MapVillage, villages_on_map
from villages.web import paper_map
from villages.web.signs import sign_symbols


@require_safe
def map_page(request: HttpRequest) -> HttpResponse:
    """`?village=<slug>` opens it on that village."""
    villages = _villages(request)
    context = {
        "villages": villages,
        "approximate": _approximate(villages),
        "selected": _selected(request, villages),
    }
    return render(request, "villages/map.html", context)


@require_safe
@xframe_options_sameorigin
def map_frame(request: HttpRequest) -> HttpResponseBase:
    """The map alone; `?village=<slug>` opens it on that village."""
    villages = _villages(request)
    selected = _selected(request, villages)
    return framed(
        request,
        lambda source: {
            "title": _("Map of the villages"),
            "frame": paper_map.frame(villages, selected=selected, tiles=source),
            "selected": selected,
            "motifs": sign_symbols({village.sign: village.sign_url for village in villages}),
            "approximate": _approximate(villages),
        },
    )


def framed(request: HttpRequest, context: Callable[[tiles.Tiles | None], dict]) -> HttpResponseBase:
    """A map's own page, templates/villages/map_frame.html with `context`, which may load the tiles that a site has."""
    source = tiles.configured()

    def page(request: HttpRequest) -> HttpResponse:
        return render(request, "villages/map_frame.html", context(source))

    return csp_update({"img-src": source.origins})(page)(request) if source else page(request)


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
