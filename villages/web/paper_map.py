"""The folium map.

folium parses what it has rendered as a Jinja template once more, so a name such as `{{ 7*7 }}` would run on
the server. Editors' text therefore never enters folium: it gets positions and words of closed lists, and the
texts travel as JSON that a script of ours puts into the popups with textContent.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
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
from common.words.example import example_text
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


@dataclass(frozen=True)
class Sheet:
    """What a map shows: features of `_feature`, a circle around each of `around`, `near` only from close by. `texts` by
    their keys are all that people wrote; `bounds` are south-west and north-east of where it opens, None for nowhere."""

    pins: list[dict]
    near: list[dict]
    around: list[dict]
    bounds: list[list[float]] | None
    texts: dict[str, dict[str, Any]]


def frame(villages: list[MapVillage], *, selected: MapVillage | None, tiles: Tiles | None) -> Frame:
    """The map of `villages`, opened on `selected` if given."""
    opened = selected.slug if selected else ""
    return kept((opened, villages), lambda: _sheet(villages, selected), tiles=tiles)


def kept(shown: object, make: Callable[[], Sheet], *, tiles: Tiles | None) -> Frame:
    """The map that `make` gives, kept until `shown`, all that is on it, changes by a word or a position.

    The key is a digest of that, so a change from anywhere (CMS, bulk update, another process) shows at once and no one
    has to remember to clear a cache.
    """
    text = repr((EDITION, get_language(), tiles, shown))
    key = "map:" + hashlib.sha256(text.encode()).hexdigest()[:24]
    parts = cache.get(key)
    if parts is None:
        parts = _render(make(), tiles)
        cache.set(key, parts, KEEP_SECONDS)
    return Frame(*map(mark_safe, parts))


def _sheet(villages: list[MapVillage], selected: MapVillage | None) -> Sheet:
    points: list[Any] = [selected, *selected.places] if selected else [*villages]
    return Sheet(
        pins=[_village(each) for each in villages],
        near=[_place(place, each) for each in villages for place in each.places],
        around=[_village(each) for each in villages if each.approximate],
        bounds=bounds_of([(each.latitude, each.longitude) for each in points]),
        texts=_texts(villages),
    )


def _render(shown: Sheet, tiles: Tiles | None) -> tuple[str, ...]:
    sheet = PaperMap(location=_middle(shown.bounds), tiles=None, zoom_control=False, attribution_control=False)
    # Tiles are sharp at whole zooms alone.
    sheet.options |= {"min_zoom": 8, "max_zoom": 17, "zoom_snap": 1 if tiles else 0.25}
    if tiles:
        folium.TileLayer(
            tiles.url, attr=tiles.attribution, subdomains=SUBDOMAINS, referrer_policy="origin", name="tiles"
        ).add_to(sheet)
    around = folium.Circle(radius=APPROXIMATE_METRES, class_name="area", interactive=False)
    _layer(shown.around, marker=around).add_to(sheet)
    near = _pins(shown.near)
    near.add_to(sheet)
    _pins(shown.pins).add_to(sheet)
    if shown.bounds:
        # Room for the controls on the left and the names below the pins.
        folium.FitBounds(
            shown.bounds,
            padding_top_left=(96, 48),
            padding_bottom_right=(64, 84),
            max_zoom=CLOSEST,
        ).add_to(sheet)
    Start(near).add_to(sheet)
    figure = cast(Figure, sheet.get_root())
    figure.render()
    texts = json.dumps(shown.texts, ensure_ascii=False).translate(NO_MARKUP)
    return figure.html.render(), figure.script.render(), texts


def _layer(features: list[dict], **options) -> folium.GeoJson:
    return folium.GeoJson({"type": "FeatureCollection", "features": features}, **options)


def _pins(features: list[dict]) -> folium.GeoJson:
    return _layer(features, on_each_feature=JsCode("veLangMap.bind"), point_to_layer=JsCode("veLangMap.pin"))


def _village(village: MapVillage) -> dict:
    return feature(village, key=f"v{village.id}", sign=village.sign, pigment=village.pigment)


def _place(place: MapPlace, village: MapVillage) -> dict:
    return feature(place, key=f"p{place.id}", sign=f"sign-{place.kind}", pigment=village.pigment)


def feature(what: Any, *, key: str, sign: str, pigment: str) -> dict:
    """A pin for what has a latitude and a longitude. `key` begins with v for a large one with its name, with p for a
    small one; `sign` and `pigment` are words of ours, never an editor's."""
    point = {"type": "Point", "coordinates": [what.longitude, what.latitude]}
    return {"type": "Feature", "geometry": point, "properties": {"key": key, "sign": sign, "pigment": pigment}}


def bounds_of(points: Sequence[tuple[float, float]]) -> list[list[float]] | None:
    """South-west and north-east of latitudes and longitudes."""
    if not points:
        return None
    latitudes, longitudes = zip(*points, strict=True)
    return [[min(latitudes), min(longitudes)], [max(latitudes), max(longitudes)]]


def _middle(bounds: list[list[float]] | None) -> list[float]:
    """Việt Nam's middle where there is nothing yet."""
    if not bounds:
        return [16.0, 107.5]
    (south, west), (north, east) = bounds
    return [(south + north) / 2, (west + east) / 2]


def _texts(villages: list[MapVillage]) -> dict[str, dict[str, Any]]:
    """All that editors wrote."""
    texts: dict[str, dict[str, Any]] = {}
    for village in villages:
        visit = gettext("Visit %(village)s") % {"village": village.name}
        texts[f"v{village.id}"] = {
            "name": village.name,
            "kind": village.craft_text,
            "lines": _village_lines(village),
            "marks": marks_of(village),
            "example": village.is_made_up,
            "url": village.url,
            "link": visit,
            "near": f"{reverse('map_frame')}?village={village.slug}" if village.places else "",
        }
        for place in village.places:
            texts[f"p{place.id}"] = {
                "name": place.name,
                "kind": f"{place.kind_text} · {village.name}",
                "lines": [place.note] if place.note else [],
                "marks": marks_of(place),
                "example": place.is_made_up,
                "url": village.url,
                "link": visit,
            }
    return texts


def _village_lines(village: MapVillage) -> list[str]:
    lines = [village.address]
    if village.km_from_hanoi:
        lines.append(gettext("About %(km)s km by road from Hà Nội") % {"km": village.km_from_hanoi})
    return lines


def marks_of(what: Any) -> list[str]:
    """What to know of a pin before one goes there: `is_made_up`, `approximate`."""
    return [
        *([example_text()] if what.is_made_up else []),
        *([gettext("Approximate position")] if what.approximate else []),
    ]
