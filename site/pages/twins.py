"""A page and its translation: what is kept in step, and what has fallen behind."""

from django.db import transaction
from django.db.models import Case, Exists, F, OuterRef, QuerySet, When
from django.db.models.functions import Coalesce
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.segments.extract import extract_segments

# Pages are written in it first.
FIRST = "vi"


def with_behind(*, pages: QuerySet[Page]) -> QuerySet[Page]:
    """Adds `is_behind`: its Vietnamese page was published after this one, or after work on it where it is a draft."""
    shown = Case(When(live=True, then=F("last_published_at")))
    pages = pages.annotate(last_at=Coalesce(shown, "latest_revision_created_at"))
    newer = Page.objects.live().filter(
        translation_key=OuterRef("translation_key"),
        locale__language_code=FIRST,
        last_published_at__gt=OuterRef("last_at"),
    )
    return pages.annotate(is_behind=Exists(newer.exclude(locale=OuterRef("locale"))))


def keep_in_step(*, page: Page, twin: Page) -> None:
    """Let editors translate `page` into the language of its `twin`, made in code, whose texts are known already.

    The twin stays a page of its own until an editor starts the synced translation. May run twice.
    """
    source, _created = TranslationSource.update_or_create_from_instance(page)
    Translation.objects.get_or_create(source=source, target_locale=twin.locale, defaults={"enabled": False})
    texts = {(segment.path, segment.order): segment.string.data for segment in _strings(twin)}
    for segment in source.stringsegment_set.select_related("string", "context"):
        if text := texts.get((segment.context.path, segment.order)):
            _translate(segment, twin.locale, text)


@transaction.atomic
def link_twins() -> int:
    """`keep_in_step` for each Vietnamese page that has a twin and cannot be translated; returns for how many."""
    known = TranslationSource.objects.values("object_id")
    pages = Page.objects.filter(locale__language_code=FIRST, alias_of=None, depth__gt=1).order_by("path")
    linked = 0
    for page in pages.exclude(translation_key__in=known):
        twins = list(page.get_translations().filter(alias_of=None))
        for twin in twins:
            keep_in_step(page=page.specific, twin=twin.specific)
        linked += bool(twins)
    return linked


def _strings(page: Page) -> list:
    return [segment for segment in extract_segments(page) if hasattr(segment, "string")]


def _translate(segment, locale: Locale, text: str) -> None:
    StringTranslation.objects.get_or_create(
        translation_of=segment.string,
        context=segment.context,
        locale=locale,
        defaults={"data": text, "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL},
    )
