"""The map of producers and points of sale: a page with a list that says the same, and the frame that holds the map."""

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from ocop.domain import map as where
from ocop.domain.map import MapMakers, MapShop
from villages.enums import Pigment
from villages.web import paper_map
from villages.web.signs import sign_symbols
from villages.web.views import framed

PER_PAGE = 40


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    day = timezone.localdate()
    context = {
        "makers": _makers(day),
        "elsewhere": where.elsewhere(day),
        "page": Paginator(_shops(day), PER_PAGE).get_page(request.GET.get("page")),
        "most": where.MOST_PINS,
        "crumbs": [{"title": capfirst(gettext("OCOP products")), "url": reverse("ocop_products")}],
    }
    return render(request, "ocop/map.html", context)


@require_safe
@xframe_options_sameorigin
def frame(request: HttpRequest) -> HttpResponseBase:
    """The map alone."""
    day = timezone.localdate()
    makers, shops = _makers(day), [one for one in _shops(day) if one.is_on_map][: where.MOST_PINS]
    return framed(
        request,
        lambda source: {
            "title": gettext("Map of producers and points of sale"),
            "frame": paper_map.kept(("ocop", makers, shops), lambda: _sheet(makers, shops), tiles=source),
            "motifs": sign_symbols({each.sign: each.sign_url for each in makers}),
            "approximate": any(each.approximate for each in makers),
        },
    )


def _makers(day: dt.date) -> list[MapMakers]:
    return where.makers(day, language=get_language() or "vi")


def _shops(day: dt.date) -> list[MapShop]:
    return where.shops(day, language=get_language() or "vi")


def _sheet(makers: list[MapMakers], shops: list[MapShop]) -> paper_map.Sheet:
    pins = [paper_map.feature(one, key=f"p{one.id}", sign="sign-shop", pigment=Pigment.ROSE) for one in shops]
    villages = [paper_map.feature(each, key=f"v{each.id}", sign=each.sign, pigment=each.pigment) for each in makers]
    where_each = [(each.latitude, each.longitude) for each in makers]
    # Those on the map have a position.
    where_each += [(one.latitude, one.longitude) for one in shops]  # type: ignore[misc]
    approximate = {f"v{each.id}" for each in makers if each.approximate}
    return paper_map.Sheet(
        pins=pins + villages,
        near=[],
        around=[each for each in villages if each["properties"]["key"] in approximate],
        bounds=paper_map.bounds_of(where_each),
        texts={f"v{each.id}": _makers_text(each) for each in makers} | {f"p{one.id}": _shop_text(one) for one in shops},
    )


def _makers_text(each: MapMakers) -> dict[str, Any]:
    lines = [name for name, _slug in each.hosts]
    if each.n > len(lines):
        left = each.n - len(lines)
        lines.append(ngettext("and %(n)s more house", "and %(n)s more houses", left) % {"n": left})
    return {
        "name": each.name,
        "kind": each.craft_text,
        "lines": lines,
        "marks": paper_map.marks_of(each),
        "example": each.is_made_up,
        "url": f"{reverse('ocop_products')}?lang={each.slug}",
        "link": gettext("Its OCOP products"),
    }


def _shop_text(one: MapShop) -> dict[str, Any]:
    return {
        "name": one.name,
        "kind": one.kind_text,
        "lines": [one.address, *(name for _pk, name in one.products)],
        "marks": paper_map.marks_of(one),
        "example": one.is_made_up,
        "url": "",
        "link": "",
    }
