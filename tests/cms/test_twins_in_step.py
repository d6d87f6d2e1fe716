"""What is made in two languages is kept in step: shipped pages can be translated, and what falls behind is marked."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from pages.models import StandardPage
from tests.cms.forms import submit
from tests.factories import make_story_page
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db

BEHIND = "cũ hơn trang tiếng Việt"


@shared
def pair(cms):
    """A story in both languages; the English one was worked on last."""
    story = make_story_page(cms, title="Đêm canh lò")
    story.save_revision().publish()
    english = make_story_page(cms, language="en", translation_of=story, title="A night at the kiln")
    english.save_revision().publish()
    return story, english


def publish_again(page: Page) -> None:
    page.refresh_from_db()
    page.save_revision().publish()


def shown(client, cms) -> dict[str, str]:
    """What list, editor and home page say, of the English stories."""
    english = Page.objects.get(title="A night at the kiln")
    home = client.get("/cms/").content.decode()
    list_of_stories = client.get(reverse("wagtailadmin_explore", args=[cms.stories_en.pk])).content.decode()
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[english.pk]))
    return {
        "list": BEHIND if BEHIND in list_of_stories else "",
        "editor": " ".join(str(message) for message in edit.context["messages"]),
        "home": home.split('id="behind-heading"')[1].split("</section>")[0] if "behind-heading" in home else "",
    }


def test_a_translation_that_falls_behind_is_marked_in_list_editor_and_home_page(signed_in, cms, pair):
    client = signed_in("editor")
    before = shown(client, cms)
    assert before == {"list": "", "editor": "", "home": ""}
    publish_again(pair[0])
    behind = shown(client, cms)
    assert behind["list"]
    assert "Trang tiếng Việt" in behind["editor"]
    assert "A night at the kiln" in behind["home"]
    assert "Đêm canh lò" not in behind["home"]
    publish_again(pair[1])
    assert shown(client, cms) == before


def test_the_vietnamese_page_is_never_behind(signed_in, cms, pair):
    client = signed_in("editor")
    Revision.objects.filter(pk=pair[0].latest_revision_id).update(created_at=timezone.now() - dt.timedelta(days=9))
    publish_again(pair[1])
    assert BEHIND not in client.get(reverse("wagtailadmin_explore", args=[cms.stories.pk])).content.decode()


def test_a_draft_of_the_vietnamese_page_leaves_no_one_behind(signed_in, cms, pair):
    pair[0].save_revision()
    assert not shown(signed_in("editor"), cms)["list"]


def test_a_draft_of_the_translation_takes_no_mark_away_until_it_is_published(signed_in, cms, pair):
    client = signed_in("editor")
    publish_again(pair[0])
    pair[1].refresh_from_db()
    draft = pair[1].save_revision()
    behind = shown(client, cms)
    assert all(behind.values())
    draft.publish()
    assert not any(shown(client, cms).values())


def test_a_translation_that_is_a_draft_is_behind_what_was_published_after_it(signed_in, cms, pair):
    client = signed_in("editor")
    pair[1].unpublish()
    publish_again(pair[0])
    assert all(shown(client, cms).values())
    pair[1].refresh_from_db()
    pair[1].save_revision()
    assert not any(shown(client, cms).values())


def test_pages_of_an_older_site_can_be_translated_after_make_site(cms, pair, capsys):
    assert not TranslationSource.objects.exists()
    alone = make_story_page(cms, title="Chưa có tiếng Anh", slug="mot-minh")
    call_command("make_site")
    known = set(TranslationSource.objects.values_list("object_id", flat=True))
    assert pair[0].translation_key in known
    assert cms.home.translation_key in known
    assert alone.translation_key not in known
    assert StringTranslation.objects.filter(data="A night at the kiln", locale=cms.en).exists()
    capsys.readouterr()
    call_command("make_site")
    assert "Nothing was changed" in capsys.readouterr().out


def test_every_page_that_make_site_makes_can_be_translated(signed_in, db):
    Page.objects.filter(depth=2).delete()
    call_command("make_site", verbosity=0)
    vietnamese = Page.objects.filter(locale__language_code="vi", depth__gt=1)
    assert set(TranslationSource.objects.values_list("object_id", flat=True)) == set(
        vietnamese.values_list("translation_key", flat=True)
    )
    assert not Translation.objects.filter(enabled=True).exists()
    assert Translation.objects.count() == vietnamese.count() > 5


def test_started_the_translation_has_the_english_that_was_shipped_and_publishing_it_changes_nothing(signed_in, db):
    Page.objects.filter(depth=2).delete()
    call_command("make_site", verbosity=0)
    english = StandardPage.objects.get(key="terms", locale__language_code="en")
    client = signed_in("superuser")
    url = reverse("wagtailadmin_pages:edit", args=[english.pk])
    submit(client, url, **{"localize-restart-translation": "1"})
    translation = Translation.objects.get(enabled=True)
    total, translated = translation.get_progress()
    assert (total, translated) == (total, total)
    assert StringTranslation.objects.filter(locale=english.locale, has_error=False).exists()
    before = english.body.get_prep_value(), english.title
    translation.save_target(user=client.user, publish=False)
    english.refresh_from_db()
    draft = english.get_latest_revision_as_object()
    assert draft.title == before[1]
    assert "distance selling" in str(draft.body)
