"""What the map and the list beside it say: one answer for both, in a constant number of queries."""

from collections.abc import Callable
from dataclasses import dataclass

from villages.enums import PlaceKind
from villages.models import Place, Village, VillagePage

# A village's position is the middle of its former commune: right to about this many metres.
APPROXIMATE_METRES = 1500


@dataclass(frozen=True)
class MapPlace:
    """A place in the reader's language; position in degrees (WGS 84)."""

    id: int
    kind: str
    kind_text: str
    name: str
    note: str
    latitude: float
    longitude: float
    approximate: bool
    is_made_up: bool


@dataclass(frozen=True)
class MapVillage:
    """A village in the reader's language; `url` is its page's address, empty where there is no such page.

    `sign` names what stands on its pin, `sign_url` is that drawing's address.
    """

    id: int
    slug: str
    craft_text: str
    sign: str
    sign_url: str
    pigment: str
    name: str
    address: str
    km_from_hanoi: int | None
    latitude: float
    longitude: float
    approximate: bool
    is_made_up: bool
    url: str
    places: tuple[MapPlace, ...]


def villages_on_map(*, language: str, url_of: Callable[[VillagePage], str | None]) -> list[MapVillage]:
    """Every village with its places. `url_of` gives a page's address for the request that asks."""
    pages = VillagePage.objects.live().public().filter(locale__language_code=language).order_by("-path")
    page_of = {page.village_id: page for page in pages}
    places: dict[int, list[MapPlace]] = {}
    for place in Place.objects.all():
        places.setdefault(place.village_id, []).append(_place(place, language))
    return [
        _village(village, language, tuple(places.get(village.pk, ())), page_of.get(village.pk), url_of)
        for village in Village.objects.select_related("craft")
    ]


def _place(place: Place, language: str) -> MapPlace:
    return MapPlace(
        id=place.pk,
        kind=place.kind,
        kind_text=str(PlaceKind(place.kind).label),
        name=place.name_in(language),
        note=place.note_in(language),
        latitude=place.latitude,
        longitude=place.longitude,
        approximate=place.approximate,
        is_made_up=place.is_made_up,
    )


def _village(
    village: Village,
    language: str,
    places: tuple[MapPlace, ...],
    page: VillagePage | None,
    url_of: Callable[[VillagePage], str | None],
) -> MapVillage:
    return MapVillage(
        id=village.pk,
        slug=village.slug,
        craft_text=village.craft.name_in(language),
        sign=village.craft.sign,
        sign_url=village.craft.sign_url,
        pigment=village.craft.pigment,
        name=village.name_in(language),
        address=village.address,
        km_from_hanoi=village.km_from_hanoi,
        latitude=village.latitude,
        longitude=village.longitude,
        approximate=village.approximate,
        is_made_up=village.is_made_up,
        url=(url_of(page) or "") if page else "",
        places=places,
    )
