"""Load the demo's pages in both languages, as an editor would have published them. Does nothing where a home stands."""

import json
from functools import cache, partial

from django.db import transaction
from wagtail.models import Site

from demo.reading import read
from experiences.models import Experience, ExperiencePage
from pages.models import SiteSetting, StandardPage
from pages.tree import LANGUAGES, Pair, add_both, make_tree
from stories.models import StoryPage
from villages.models import Artisan, ArtisanPage, Village, VillagePage

# What the demo's lists say of its villages.
INTROS = {
    "villages": {
        "vi": "Ba làng Kinh Bắc: gốm, tranh và câu hát; thêm một làng ví dụ. Mỗi làng một nghề, một con đường về.",
        "en": "Three villages of Kinh Bắc: clay, prints and song, and a fourth made up as an example.",
    },
    "stories": {
        "vi": "Chuyện đất, chuyện giấy, chuyện câu hát, kể bên ấm nước chè.",
        "en": "About clay, paper and song, told over a pot of green tea.",
    },
}


def body(blocks: list[dict], language: str) -> str:
    """A StreamField's raw JSON from the content files' blocks; sources are named there by their ids alone."""
    sources = sources_in(language)
    return json.dumps([{"type": block["type"], "value": _value(block, sources)} for block in blocks])


@cache
def sources_in(language: str) -> dict[str, dict]:
    """What content/sources.toml says, for the block of that name, by id."""
    found = {}
    for row in read("sources")["source"]:
        where = row.get("where_en", row["where"]) if language == "en" else row["where"]
        found[row["id"]] = {"id": row["id"], "says": row[language], "where": where, "sure": row["sure"]}
    return found


def _value(block: dict, sources: dict[str, dict]):
    match block["type"]:
        case "heading":
            return block["text"]
        case "paragraph":
            return block["html"]
        case "steps" | "facts":
            return block["items"]
        case "sources":
            ids = block.get("ids") or [row["id"] for row in read("sources")["source"] if row["of"] in block["of"]]
            return {"title": block.get("title", ""), "sources": [sources[key] for key in ids]}
        case "quote":
            return {"text": block["text"], "source": block.get("source", "")}
    raise ValueError(block["type"])


@transaction.atomic
def load_pages() -> None:
    """The whole tree, vi and en, as translations of each other."""
    tree = make_tree()
    if tree is None:
        return
    _retell(tree["home"], {language: _home_fields(text) for language, text in read("pages")["home"].items()})
    SiteSetting.objects.create(site=Site.objects.get(is_default_site=True), **read("pages")["site"])
    for name, texts in INTROS.items():
        fields = {language: {"intro": text, "search_description": text} for language, text in texts.items()}
        _retell(tree[name], fields)
    villages = {row["slug"]: add_both(tree["villages"], partial(_village, row)) for row in read("villages")["village"]}
    for row in read("artisans")["artisan"]:
        artisan = Artisan.objects.get(slug=row["slug"])
        add_both(villages[Village.objects.get(hosts=artisan.host).slug], partial(_artisan, row, artisan))
    for row in read("experiences")["experience"]:
        add_both(tree["experiences"], partial(_experience, row))
    for row in read("stories")["story"]:
        add_both(tree["stories"], partial(_story, row))
    for row in read("pages")["page"]:
        add_both(tree["home"], partial(_standard, row))


def _retell(pages: Pair, fields: dict[str, dict[str, str]]) -> None:
    """Publish `pages` with the demo's own words."""
    for page, language in zip(pages, LANGUAGES, strict=True):
        for name, value in fields[language].items():
            setattr(page, name, value)
        page.save_revision().publish()


def _home_fields(text: dict) -> dict[str, str]:
    return {key: text[key] for key in ("title", "headline", "intro", "about")}


def _village(row: dict, language: str) -> VillagePage:
    text = row[language]
    return VillagePage(
        title=text["title"],
        slug=row["slug"],
        village=Village.objects.get(slug=row["slug"]),
        intro=text["intro"],
        search_description=text["seo_description"],
        body=body(text["body"], language),
    )


def _artisan(row: dict, artisan: Artisan, language: str) -> ArtisanPage:
    text = row[language]
    return ArtisanPage(
        title=text["title"],
        slug=row["slug"],
        artisan=artisan,
        intro=text["intro"],
        art=row["art"],
        search_description=text["seo_description"],
        body=body([{"type": "paragraph", "html": f"<p>{words}</p>"} for words in text["paragraphs"]], language),
    )


def _experience(row: dict, language: str) -> ExperiencePage:
    text = row[language]
    return ExperiencePage(
        title=text["title"],
        slug=row["slug"],
        experience=Experience.objects.get(slug=row["slug"]),
        intro=text["intro"],
        search_description=text["seo_description"],
        included="\n".join(text["included"]),
        bring="\n".join(text["bring"]),
        meeting=text["meeting"],
        body=body(text["body"], language),
    )


def _story(row: dict, language: str) -> StoryPage:
    text = row[language]
    return StoryPage(
        title=text["title"],
        slug=row[f"slug_{language}"],
        village=Village.objects.filter(slug=row["village"]).first(),
        published_on=row["date"],
        intro=text["intro"],
        art=row["art"],
        search_description=text["seo_description"],
        body=body(text["body"], language),
    )


def _standard(row: dict, language: str) -> StandardPage:
    text = row[language]
    return StandardPage(
        title=text["title"],
        slug=row[f"slug_{language}"],
        key=row["key"],
        intro=text["intro"],
        body=body(text["body"], language),
    )
