"""The pages every installation starts from, in Vietnamese and English, as translations of each other."""

from collections.abc import Callable
from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Locale, Page, Site

from experiences.models import ExperienceIndexPage
from pages.models import HomePage
from pages.twins import keep_in_step
from stories.models import StoryIndexPage
from villages.models import VillageIndexPage

# The same page in each of LANGUAGES, in their order.
LANGUAGES = ("vi", "en")
Pair = tuple[Page, Page]

HOME = {
    "vi": {
        "slug": "ve-lang",
        "headline": "Về làng chơi một ngày?",
        "intro": "Xem làng nào đang đón khách, ngày nào còn chỗ, giữ chỗ trước rồi về.",
        "about": "<p>Đây là nơi các làng nghề mở cửa đón khách: có buổi gì, hôm nào còn chỗ, giá bao nhiêu. "
        "Đặt chỗ không cần tài khoản.</p>",
    },
    "en": {
        "slug": "ve-lang-en",
        "headline": "A day in a craft village?",
        "intro": "See which villages have sessions, which days have room, book your places and come.",
        "about": "<p>Here craft villages say what they offer, on which days there is room, and at what price. "
        "You need no account to book.</p>",
    },
}

LISTS: dict[str, tuple[type[Page], dict[str, tuple[str, str, str]]]] = {
    "villages": (
        VillageIndexPage,
        {
            "vi": ("Làng nghề", "lang", "Mỗi làng một nghề, một con đường về."),
            "en": ("Villages", "villages", "Each village has its own craft, and its own road in."),
        },
    ),
    "experiences": (
        ExperienceIndexPage,
        {
            "vi": ("Trải nghiệm", "trai-nghiem", "Chọn một buổi, xem ngày còn chỗ, giữ chỗ rồi về."),
            "en": (
                "Experiences",
                "experiences",
                "Pick a session, see which days have room, hold your places and come.",
            ),
        },
    ),
    "stories": (
        StoryIndexPage,
        {
            "vi": ("Chuyện làng", "chuyen-lang", "Chuyện nghề, chuyện người, kể bên ấm nước chè."),
            "en": ("Stories", "stories", "About crafts and the people who keep them, told over a pot of green tea."),
        },
    ),
}


@transaction.atomic
def make_tree() -> dict[str, Pair] | None:
    """Homes and lists, published, as home, villages, experiences and stories; None where a home stands already."""
    if HomePage.objects.exists():
        return None
    homes = _homes()
    lists = {name: add_both(homes, partial(_list, model, texts)) for name, (model, texts) in LISTS.items()}
    return {"home": homes, **lists}


def add_both(parents: Pair, make: Callable[[str], Page], *, publish: bool = True) -> Pair:
    """What `make` answers for each language, below its parent; published, or kept as a draft."""
    pages: list[Page] = []
    for parent, language in zip(parents, LANGUAGES, strict=True):
        page = make(language)
        page.locale, page.live = parent.locale, publish
        if pages:
            page.translation_key = pages[0].translation_key
        parent.add_child(instance=page)
        revision = page.save_revision()
        if publish:
            revision.publish()
        pages.append(page)
    keep_in_step(page=pages[0], twin=pages[1])
    return pages[0], pages[1]


def _homes() -> Pair:
    vi, en = (Locale.objects.get_or_create(language_code=language)[0] for language in LANGUAGES)
    root = Page.get_first_root_node()
    for page in root.get_children().filter(content_type=ContentType.objects.get_for_model(Page)):
        page.delete()  # Wagtail's "Welcome" page, and with it Wagtail's site
    home = _home(vi)
    other = _home(en, translation_key=home.translation_key)
    address = urlsplit(settings.BASE_URL)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": address.hostname or "localhost",
            "port": address.port or (443 if address.scheme == "https" else 80),
            "root_page": home,
            "site_name": settings.SITE_NAME,
        },
    )
    keep_in_step(page=home, twin=other)
    return home, other


def _home(locale: Locale, **fields) -> HomePage:
    home = HomePage(title=settings.SITE_NAME, locale=locale, **HOME[locale.language_code], **fields)
    # Read afresh: treebeard counts children on the object it is given.
    Page.get_first_root_node().add_child(instance=home)
    home.save_revision().publish()
    return home


def _list(model: type[Page], texts: dict[str, tuple[str, str, str]], language: str) -> Page:
    title, slug, intro = texts[language]
    return model(title=title, slug=slug, intro=intro, show_in_menus=True, search_description=intro)
