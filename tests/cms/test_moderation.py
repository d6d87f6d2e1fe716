"""A writer's story goes live when an editor has approved it, and not before."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.html import escape
from wagtail.models import TaskState
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from stories.models import StoryPage
from tests.cms.forms import submit
from tests.factories import make_story_page

pytestmark = pytest.mark.django_db

BODY = streamfield([("heading", "Lò đỏ lửa"), ("paragraph", rich_text("<p>Từ chập tối, <b>cả làng</b> thức.</p>"))])


def write(client, cms, **fields) -> StoryPage:
    """Fill in the form for a new story as `client` and press the button in `fields`."""
    url = reverse("wagtailadmin_pages:add", args=["stories", "storypage", cms.stories.pk])
    story = {"title": "Đêm canh lò", "slug": "dem-canh-lo", "intro": "Một đêm cùng người thợ già."}
    response = submit(client, url, **nested_form_data({"body": BODY}), **story | fields)
    assert response.status_code == 302, response.context["form"].errors
    return StoryPage.objects.get(slug="dem-canh-lo")


def approve(client, story):
    state = TaskState.objects.reviewable_by(client.user).get()
    url = reverse("wagtailadmin_pages:workflow_action", args=[story.pk, "approve", state.pk])
    return client.post(url, {"comment": "Hay lắm"})


def test_a_writer_submits_an_editor_approves_and_it_is_live(signed_in, cms, client, django_capture_on_commit_callbacks):
    writer, editor = signed_in("writer"), signed_in("editor")
    with django_capture_on_commit_callbacks(execute=True):
        story = write(writer, cms, **{"action-submit": "1"})
    assert not story.live
    assert client.get(story.url).status_code == 404
    assert story.current_workflow_task.name == "Biên tập viên duyệt"
    assert [message.to for message in mail.outbox] == [["editor@example.com"]]

    home = editor.get("/cms/").content.decode()
    assert "Đêm canh lò" in home
    assert approve(editor, story).status_code == 302

    story.refresh_from_db()
    assert story.live
    assert "cả làng" in client.get(story.url).content.decode()


def test_a_writer_has_no_way_to_publish(signed_in, cms):
    writer = signed_in("writer")
    story = write(writer, cms, **{"action-publish": "1"})
    assert not story.live

    edit, body = reverse("wagtailadmin_pages:edit", args=[story.pk]), nested_form_data({"body": BODY})
    submit(writer, edit, **body, **{"action-publish": "1"})
    submit(writer, edit, **body, **{"action-submit": "1"})
    story.refresh_from_db()
    assert not story.live
    assert not TaskState.objects.reviewable_by(writer.user).exists()
    state = TaskState.objects.get()
    url = reverse("wagtailadmin_pages:workflow_action", args=[story.pk, "approve", state.pk])
    writer.post(url)
    story.refresh_from_db()
    assert not story.live


@pytest.mark.parametrize("role", ["verifier", "manager"])
def test_others_do_not_approve(signed_in, cms, role):
    story = write(signed_in("writer"), cms, **{"action-submit": "1"})
    stranger = signed_in(role)
    state = TaskState.objects.get()
    stranger.post(reverse("wagtailadmin_pages:workflow_action", args=[story.pk, "approve", state.pk]))
    story.refresh_from_db()
    assert not story.live


def test_an_editor_sends_it_back(signed_in, cms):
    story = write(signed_in("writer"), cms, **{"action-submit": "1"})
    editor = signed_in("editor")
    state = TaskState.objects.get()
    editor.post(
        reverse("wagtailadmin_pages:workflow_action", args=[story.pk, "reject", state.pk]),
        {"comment": "Thêm một tấm ảnh"},
    )
    story.refresh_from_db()
    assert not story.live
    assert story.current_workflow_state.status == "needs_changes"


@pytest.mark.parametrize("comment", ["Thêm một tấm ảnh, và <b>tên</b> người thợ.", ""])
def test_whoever_gets_it_back_reads_what_was_asked_where_they_open_it(signed_in, cms, comment):
    writer, editor = signed_in("writer"), signed_in("editor")
    story = write(writer, cms, **{"action-submit": "1"})
    edit = reverse("wagtailadmin_pages:edit", args=[story.pk])
    assert editor.user.full_name not in _said(writer.get(edit))
    state = TaskState.objects.get()
    editor.post(
        reverse("wagtailadmin_pages:workflow_action", args=[story.pk, "reject", state.pk]), {"comment": comment}
    )
    said = _said(writer.get(edit))
    assert editor.user.full_name in said
    assert escape(comment) in said
    assert "gửi lại" in said
    submit(writer, edit, **nested_form_data({"body": BODY}), **{"action-submit": "1"})
    assert editor.user.full_name not in _said(writer.get(edit))


def _said(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def test_an_editor_publishes_at_once(signed_in, cms):
    assert write(signed_in("editor"), cms, **{"action-publish": "1"}).live


def test_the_preview_shows_what_was_not_saved_yet(signed_in, cms):
    editor = signed_in("editor")
    story = make_story_page(cms)
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[story.pk])
    form = {"title": "Đêm canh lò gốm", "slug": story.slug, "intro": "…", "published_on": "2026-11-23"}
    answer = editor.post(url, form | nested_form_data({"body": BODY}) | _no_comments())
    assert answer.json()["is_valid"], answer.json()
    assert "Đêm canh lò gốm" in editor.get(url).content.decode()


def _no_comments() -> dict:
    return nested_form_data(
        {"comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}}
    )


def test_an_editor_sends_a_story_to_translation_and_it_stays_a_draft(signed_in, cms):
    editor = signed_in("editor")
    story = make_story_page(cms)
    response = editor.post(
        reverse("wagtail_localize:submit_page_translation", args=[story.pk]), {"locales": [cms.en.pk]}
    )
    assert response.status_code == 302
    translated = story.get_translation(cms.en)
    assert not translated.live
    page = editor.get(reverse("wagtailadmin_pages:edit", args=[translated.pk]))
    assert page.status_code == 200
    assert "wagtail_localize" in page.content.decode()
