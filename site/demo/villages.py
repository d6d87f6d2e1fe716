"""The demo's land: provinces, crafts, villages with their places, festivals."""

from demo.reading import read
from villages.models import Commune, Craft, CraftStep, Festival, FormerCommune, Place, Province, Village


def load_villages() -> None:
    """Adds what is missing of content/villages.toml."""
    data = read("villages")
    for row in data["province"]:
        Province.objects.get_or_create(code=row["code"], defaults=row)
    for row in data["craft"]:
        _craft(row)
    for row in data["village"]:
        village, _ = Village.objects.get_or_create(slug=row["slug"], defaults=_village(row))
        for place in row["place"]:
            _place(village, row, place)
    for row in data["festival"]:
        where = Village.objects.filter(slug=row["village"]).first()
        Festival.objects.get_or_create(name=row["name"], defaults=row | {"village": where})


def _craft(row: dict) -> None:
    craft, _ = Craft.objects.get_or_create(
        slug=row["slug"], defaults={key: value for key, value in row.items() if key != "step"}
    )
    for n, step in enumerate(row.get("step", [])):
        CraftStep.objects.get_or_create(craft=craft, name=step["name"], defaults=step | {"sort_order": n})


def _village(row: dict) -> dict:
    plain = ("name", "name_en", "address", "art")
    commune, former = _communes(row)
    return {key: row[key] for key in plain} | {
        "craft_id": row["craft"],
        "commune": commune,
        "former_commune": former,
        "former_address": row.get("former_address", ""),
        "latitude": row["lat"],
        "longitude": row["lon"],
        "km_from_hanoi": row.get("km_from_hanoi"),
        "is_example": row.get("is_example", False),
    }


def _communes(row: dict) -> tuple[Commune, FormerCommune | None]:
    """The commune of today, and the one before July 2025 where the village has had another."""
    province = Province.objects.get(code=row["province"])
    facts = {"province": province, "name": row["commune_name"], "kind": row["commune_kind"]}
    commune, _ = Commune.objects.get_or_create(code=row["commune_code"], defaults=facts)
    if "former_code" not in row:
        return commune, None
    facts = {key: row[f"former_{key}"] for key in ("name", "kind", "district", "province")}
    former, _ = FormerCommune.objects.get_or_create(code=row["former_code"], defaults=facts | {"commune": commune})
    return commune, former


def _place(village: Village, row: dict, place: dict) -> None:
    """A place lies `dlat` and `dlon` degrees from its village."""
    facts = {
        "name_en": place["name_en"],
        "kind": place["kind"],
        "note": place["note_vi"],
        "note_en": place["note_en"],
        "latitude": round(row["lat"] + place["dlat"], 6),
        "longitude": round(row["lon"] + place["dlon"], 6),
        "is_example": place["is_example"],
    }
    Place.objects.get_or_create(village=village, name=place["name"], defaults=facts)
