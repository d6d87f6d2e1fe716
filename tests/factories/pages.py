"""Wagtail's tree as an installation has it: a home page and three lists in each language."""

import datetime as dt
from dataclasses import dataclass

from wagtail.models import Collection, Locale, Page, Site

from experiences.models import Experience, ExperienceIndexPage, ExperiencePage
from pages.in_force import AGREED
from pages.models import HomePage, StandardPage
from stories.models import StoryIndexPage, StoryPage
from tests.factories.clock import NOW, number
from tests.factories.experiences import make_experience
from tests.factories.people import make_host
from tests.factories.resources import make_artisan
from tests.factories.villages import make_village
from villages.models import Artisan, ArtisanPage, Village, VillageIndexPage, VillagePage

TITLES = {
    "vi": {
        "home": ("Về Làng", "ve-lang"),
        "villages": ("Làng nghề", "lang-nghe"),
        "experiences": ("Trải nghiệm", "trai-nghiem"),
        "stories": ("Chuyện làng", "chuyen-lang"),
    },
    "en": {
        "home": ("Về Làng", "ve-lang-en"),
        "villages": ("Villages", "villages"),
        "experiences": ("Experiences", "experiences"),
        "stories": ("Stories", "stories"),
    },
}


@dataclass(frozen=True)
class PageTree:
    """The pages every test may count on; `*_en` are translations of the Vietnamese ones."""

    site: Site
    vi: Locale
    en: Locale
    home: HomePage
    home_en: HomePage
    villages: VillageIndexPage
    villages_en: VillageIndexPage
    experiences: ExperienceIndexPage
    experiences_en: ExperienceIndexPage
    stories: StoryIndexPage
    stories_en: StoryIndexPage

    def parent(self, kind: str, language: str) -> Page:
        """The page of `kind` (home, villages, experiences, stories) in `language`."""
        return getattr(self, kind if language == "vi" else f"{kind}_{language}")


def make_page_tree() -> PageTree:
    """Also makes what Wagtail's migrations would have made: transactional tests empty their tables."""
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in ("vi", "en")}
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root", locale=locales["vi"]))
    for page in root.get_children():
        page.delete()
    root.refresh_from_db()
    pages = _language(root, locales["vi"], translated=None)
    translated = _language(root, locales["en"], translated=pages)
    site, _ = Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "testserver", "port": 80, "site_name": "Về Làng", "root_page": pages["home"]},
    )
    Site.clear_site_root_paths_cache()
    in_english = {f"{kind}_en": page for kind, page in translated.items()}
    return PageTree(site=site, vi=locales["vi"], en=locales["en"], **pages, **in_english)


def _language(root: Page, locale: Locale, *, translated: dict[str, Page] | None) -> dict[str, Page]:
    code = locale.language_code

    def add(parent: Page, kind: str, model: type[Page], **fields) -> Page:
        title, slug = TITLES[code][kind]
        if translated:
            fields["translation_key"] = translated[kind].translation_key
        return parent.add_child(instance=model(title=title, slug=slug, locale=locale, **fields))

    home = add(
        root,
        "home",
        HomePage,
        headline="Về làng, làm đồ gốm" if code == "vi" else "Back to the village",
        intro="…",
    )
    return {
        "home": home,
        "villages": add(home, "villages", VillageIndexPage, show_in_menus=True),
        "experiences": add(home, "experiences", ExperienceIndexPage, show_in_menus=True),
        "stories": add(home, "stories", StoryIndexPage, show_in_menus=True),
    }


def make_village_page(
    tree: PageTree,
    village: Village | None = None,
    *,
    language: str = "vi",
    translation_of: Page | None = None,
    **fields,
) -> VillagePage:
    """The story of `village`; `body` takes StreamField data as a list of (name, value)."""
    village = village or make_village()
    defaults = {
        "title": village.name_in(language),
        "slug": village.slug,
        "intro": "Gốm men nâu da lươn bên sông Cầu.",
    }
    page = VillagePage(village=village, **defaults | _shared(tree, language, translation_of) | fields)
    return tree.parent("villages", language).add_child(instance=page)


def make_artisan_page(
    village_page: VillagePage,
    artisan: Artisan | None = None,
    *,
    translation_of: Page | None = None,
    **fields,
) -> ArtisanPage:
    """The story of `artisan` below the page of their village, in its language."""
    artisan = artisan or make_artisan(make_host(village_page.village))
    defaults = {
        "title": artisan.name_in(village_page.locale.language_code),
        "slug": artisan.slug,
        "intro": "Ba mươi năm bên bàn xoay, tay vẫn nhớ chiếc bình đầu tiên.",
        "locale": village_page.locale,
    }
    if translation_of:
        defaults["translation_key"] = translation_of.translation_key
    return village_page.add_child(instance=ArtisanPage(artisan=artisan, **defaults | fields))


def make_experience_page(
    tree: PageTree,
    experience: Experience | None = None,
    *,
    language: str = "vi",
    translation_of: Page | None = None,
    **fields,
) -> ExperiencePage:
    """The story of `experience`."""
    experience = experience or make_experience()
    defaults = {
        "title": experience.name_in(language),
        "slug": experience.slug,
        "intro": "Nặn, chuốt và tráng men một chiếc bình của mình.",
        "included": "Đất sét\nTạp dề\nNước chè",
        "bring": "Quần áo không ngại lấm",
    }
    page = ExperiencePage(experience=experience, **defaults | _shared(tree, language, translation_of) | fields)
    return tree.parent("experiences", language).add_child(instance=page)


def make_story_page(
    tree: PageTree,
    village: Village | None = None,
    *,
    language: str = "vi",
    translation_of: Page | None = None,
    **fields,
) -> StoryPage:
    """A story, of no village unless told."""
    n = number()
    defaults = {
        "title": f"Lửa lò Phù Lãng {n}",
        "slug": f"lua-lo-{n}",
        "intro": "Một đêm canh lò cùng người thợ già.",
        "published_on": NOW.date() - dt.timedelta(days=n % 300),
        "body": [("paragraph", "<p>Lò đỏ lửa từ chập tối.</p>")],
    }
    page = StoryPage(village=village, **defaults | _shared(tree, language, translation_of) | fields)
    return tree.parent("stories", language).add_child(instance=page)


def make_standard_page(
    tree: PageTree, key: str = "", *, language: str = "vi", translation_of: Page | None = None, **fields
) -> StandardPage:
    """A plain page with a role such as `terms`."""
    n = number()
    defaults = {"title": f"Trang {key or n}", "slug": f"{key or 'trang'}-{n}", "key": key}
    page = StandardPage(**defaults | _shared(tree, language, translation_of) | fields)
    return tree.parent("home", language).add_child(instance=page)


def make_agreed_pages(tree: PageTree, *, language: str = "vi", **fields) -> dict[str, StandardPage]:
    """The finished pages that guests agree to by booking, by role."""
    body = [("paragraph", "<p>Chủ nhà là bên bán. Hủy trước một ngày thì không mất gì.</p>")]
    defaults = {"body": body, "live": True}
    return {key: make_standard_page(tree, key, language=language, **defaults | fields) for key in AGREED}


def _shared(tree: PageTree, language: str, translation_of: Page | None) -> dict:
    shared = {"locale": tree.vi if language == "vi" else tree.en}
    if translation_of is not None:
        shared["translation_key"] = translation_of.translation_key
    return shared
