"""The folium map.

folium parses what it has rendered as a Jinja template once more, so a name such as `{{ 7*7 }}` would run on
the server. Editors' text therefore never enters folium: it gets positions and words of closed lists, and the
texts travel as JSON that a script of ours puts into the popups with textContent.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import folium
from branca.element import Figure
from django.core.cache import cache
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from folium.template import Template
from folium.utilities import JsCode

from common.http.tiles import SUBDOMAINS, Tiles
from villages.domain.map import APPROXIMATE_METRES, MapPlace, MapVillage

KEEP_SECONDS = 24 * 3600
# A release that renders another map must not serve the one kept by the release before.
EDITION = [folium.__version__, hashlib.sha256(Path(__file__).read_bytes()).hexdigest()]
CLOSEST = 16
NO_MARKUP = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


class PaperMap(folium.Map):
    """A map that loads nothing: the frame's template links Leaflet, served by us."""

    default_js: list = []
    default_css: list = []


class Start(folium.MacroElement):
    """Our script's turn once all layers stand: words, controls, what is shown at which zoom."""

    _template = Template(
        "{% macro script(this, kwargs) %}veLangMap.start({{ this._parent.get_name() }}, {{ this.near }});{% endmacro %}"
    )

    def __init__(self, near: folium.GeoJson) -> None:
        super().__init__()
        self._name, self.near = "Start", near.get_name()


@dataclass(frozen=True)
class Frame:
    """What the frame's page is made of. It holds no nonce, so it may be kept."""

    html: SafeString
    script: SafeString
    texts: SafeString


def frame(villages: list[MapVillage], *, selected: MapVillage | None, tiles: Tiles | None) -> Frame:
    """The map of `villages`, opened on `selected` if given; kept until a word or a position of it changes.

    The key is a digest of all that is shown, so a change from anywhere (CMS, bulk update, another process)
    shows at once and no one has to remember to clear a cache.
    """
    opened = selected.slug if selected else ""
    shown = repr((EDITION, get_language(), opened, tiles, villages))
    key = "map:" + hashlib.sha256(shown.encode()).hexdigest()[:24]
    parts = cache.get(key)
    if parts is None:
        parts = _render(villages, selected, tiles)
        cache.set(key, parts, KEEP_SECONDS)
    return Frame(*map(mark_safe, parts))


def _render(villages: list[MapVillage], selected: MapVillage | None, tiles: Tiles | None) -> tuple[str, ...]:
    sheet = PaperMap(location=_middle(villages), tiles=None, zoom_control=False, attribution_control=False)
    # Tiles are sharp at whole zooms alone.
    sheet.options |= {"min_zoom": 8, "max_zoom": 17, "zoom_snap": 1 if tiles else 0.25}
    if tiles:
        folium.TileLayer(
            tiles.url, attr=tiles.attribution, subdomains=SUBDOMAINS, referrer_policy="origin", name="tiles"
        ).add_to(sheet)
    around = folium.Circle(radius=APPROXIMATE_METRES, class_name="area", interactive=False)
    _layer([_village(each) for each in villages if each.approximate], marker=around).add_to(sheet)
    near = _pins([_place(place, each) for each in villages for place in each.places])
    near.add_to(sheet)
    _pins([_village(each) for each in villages]).add_to(sheet)
    if villages:
        # Room for the controls on the left and the names below the pins.
        folium.FitBounds(
            _bounds(villages, selected),
            padding_top_left=(96, 48),
            padding_bottom_right=(64, 84),
            max_zoom=CLOSEST,
        ).add_to(sheet)
    Start(near).add_to(sheet)
    figure = cast(Figure, sheet.get_root())
    figure.render()
    return figure.html.render(), figure.script.render(), _texts(villages)


def _layer(features: list[dict], **options) -> folium.GeoJson:
    return folium.GeoJson({"type": "FeatureCollection", "features": features}, **options)


def _pins(features: list[dict]) -> folium.GeoJson:
    return _layer(features, on_each_feature=JsCode("veLangMap.bind"), point_to_layer=JsCode("veLangMap.pin"))


def _village(village: MapVillage) -> dict:
    return _feature(village, key=f"v{village.id}", sign=village.motif, pigment=village.pigment)


def _place(place: MapPlace, village: MapVillage) -> dict:
    return _feature(place, key=f"p{place.id}", sign=f"sign-{place.kind}", pigment=village.pigment)


def _feature(what: MapPlace | MapVillage, **properties: str) -> dict:
    point = {"type": "Point", "coordinates": [what.longitude, what.latitude]}
    return {"type": "Feature", "geometry": point, "properties": properties}


def _middle(villages: list[MapVillage]) -> list[float]:
    """Việt Nam's middle where there is no village yet."""
    if not villages:
        return [16.0, 107.5]
    (south, west), (north, east) = _bounds(villages, None)
    return [(south + north) / 2, (west + east) / 2]


def _bounds(villages: list[MapVillage], selected: MapVillage | None) -> list[list[float]]:
    points: list[Any] = [selected, *selected.places] if selected else [*villages]
    latitudes, longitudes = [each.latitude for each in points], [each.longitude for each in points]
    return [[min(latitudes), min(longitudes)], [max(latitudes), max(longitudes)]]


def _texts(villages: list[MapVillage]) -> str:
    """All that editors wrote, as JSON that is safe inside a script element."""
    texts: dict[str, dict[str, Any]] = {}
    for village in villages:
        visit = gettext("Visit %(village)s") % {"village": village.name}
        texts[f"v{village.id}"] = {
            "name": village.name,
            "kind": village.craft_text,
            "lines": _village_lines(village),
            "marks": _marks(village),
            "example": village.is_example,
            "url": village.url,
            "link": visit,
            "near": f"{reverse('map_frame')}?village={village.slug}" if village.places else "",
        }
        for place in village.places:
            texts[f"p{place.id}"] = {
                "name": place.name,
                "kind": f"{place.kind_text} · {village.name}",
                "lines": [place.note] if place.note else [],
                "marks": _marks(place),
                "example": place.is_example,
                "url": village.url,
                "link": visit,
            }
    return json.dumps(texts, ensure_ascii=False).translate(NO_MARKUP)


def _village_lines(village: MapVillage) -> list[str]:
    lines = [village.address]
    if village.km_from_hanoi:
        lines.append(gettext("About %(km)s km by road from Hà Nội") % {"km": village.km_from_hanoi})
    return lines


def _marks(what: MapPlace | MapVillage) -> list[str]:
    return [
        *([gettext("Example")] if what.is_example else []),
        *([gettext("Approximate position")] if what.approximate else []),
    ]
