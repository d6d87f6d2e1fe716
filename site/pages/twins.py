"""A page and its translation: what is kept in step, and what has fallen behind."""

from django.db.models import Exists, OuterRef, QuerySet
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.segments.extract import extract_segments

# Pages are written in it first.
FIRST = "vi"


def with_behind(*, pages: QuerySet[Page]) -> QuerySet[Page]:
    """Adds `is_behind`: its Vietnamese page was published after anybody last worked on this one."""
    newer = Page.objects.live().filter(
        translation_key=OuterRef("translation_key"),
        locale__language_code=FIRST,
        last_published_at__gt=OuterRef("latest_revision_created_at"),
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


def _strings(page: Page) -> list:
    return [segment for segment in extract_segments(page) if hasattr(segment, "string")]


def _translate(segment, locale: Locale, text: str) -> None:
    StringTranslation.objects.get_or_create(
        translation_of=segment.string,
        context=segment.context,
        locale=locale,
        defaults={"data": text, "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL},
    )
