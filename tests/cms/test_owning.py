"""People change and delete what is theirs: each role, each kind of page, each action; images and documents too."""

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import (
    Collection,
    GroupPagePermission,
    Locale,
    Page,
    PageViewRestriction,
    Revision,
    Site,
    TaskState,
    Workflow,
    WorkflowState,
)
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from accounts.models import User
from tests.cms.everywhere import filled, rows
from tests.cms.forms import submit
from tests.cms.walk import Address, let_in
from tests.factories import make_experience_page, make_standard_page, make_story_page, make_user, make_village_page

# No database can change who may ask for what, or which words a page has: SQLite's run is enough.
pytestmark = [pytest.mark.django_db, pytest.mark.database_free]

EVERYTHING = {"edit", "history", "usage", "copy", "delete", "move", "unpublish", "set_privacy", "lock", "view_draft"}
PUBLISHED = EVERYTHING
DRAFT = EVERYTHING - {"unpublish"}
OWN_DRAFT = {"edit", "history", "usage", "copy", "delete", "move", "view_draft"}
OWN_LIVE = {"edit", "history", "usage", "copy", "view_draft"}
# What each role may open of each page. `own` is the role's own story, all others are a colleague's.
TRUTH: dict[str, dict[str, set[str]]] = {
    "superuser": {
        "own draft": DRAFT,
        "own live": PUBLISHED,
        "draft": DRAFT,
        "live": PUBLISHED,
        "home": PUBLISHED,
        "terms": PUBLISHED,
        "village": PUBLISHED,
        "experience": PUBLISHED,
    },
    "editor": {
        "own draft": DRAFT,
        "own live": PUBLISHED,
        "draft": DRAFT,
        "live": PUBLISHED,
        # With all that is below it.
        "home": PUBLISHED - {"delete"},
        "terms": PUBLISHED,
        "village": PUBLISHED,
        "experience": PUBLISHED,
    },
    "writer": {
        "own draft": OWN_DRAFT,
        "own live": OWN_LIVE,
        "draft": set(),
        "live": set(),
        "home": set(),
        "terms": set(),
        "village": set(),
        "experience": set(),
    },
}
NOTHING: dict[str, set[str]] = {kind: set() for kind in TRUTH["writer"]}


def make_image(owner: User, title: str = "Lò bầu"):
    return get_image_model().objects.create(title=title, file=get_test_image_file(), uploaded_by_user=owner)


def make_document(owner: User, title: str = "Giờ mở cửa"):
    file = ContentFile(b"%PDF-1.4", name="gio.pdf")
    return get_document_model().objects.create(title=title, file=file, uploaded_by_user=owner)


def pages(cms, user: User, colleague: User) -> dict[str, Page]:
    found = {
        "own draft": make_story_page(cms, owner=user, live=False),
        "own live": make_story_page(cms, owner=user),
        "draft": make_story_page(cms, owner=colleague, live=False),
        "live": make_story_page(cms, owner=colleague),
        "home": cms.home,
        "terms": make_standard_page(cms, "terms", owner=colleague),
        "village": make_village_page(cms, owner=colleague),
        "experience": make_experience_page(cms, owner=colleague),
    }
    for page in found.values():
        page.save_revision()
    return found


@pytest.mark.parametrize("role", ["superuser", "editor", "writer", "verifier", "manager"])
def test_pages(signed_in, cms, role):
    client = signed_in(role)
    found = pages(cms, client.user, make_user("chi-hang@example.com"))
    opened = {kind: {action for action in EVERYTHING if opens(client, page, action)} for kind, page in found.items()}
    assert opened == TRUTH.get(role, NOTHING)


def opens(client, page: Page, action: str) -> bool:
    # A button that is pressed, without a page of its own; what pressing it does, the walk below sees.
    if action == "lock":
        return page.permissions_for_user(client.user).can_lock()
    url = reverse(f"wagtailadmin_pages:{action}", args=[page.pk])
    return let_in(client, Address("pages", action, url))


@pytest.mark.parametrize("role", ["superuser", "editor", "writer", "verifier", "manager"])
def test_where_pages_are_added(signed_in, cms, role):
    client = signed_in(role)
    kinds = {
        ("stories", "storypage"): cms.stories,
        ("pages", "standardpage"): cms.home,
        ("villages", "villagepage"): cms.villages,
        ("experiences", "experiencepage"): cms.experiences,
    }
    urls = {kind[1]: reverse("wagtailadmin_pages:add", args=[*kind, parent.pk]) for kind, parent in kinds.items()}
    opened = {name for name, url in urls.items() if let_in(client, Address("pages", "add", url))}
    everywhere = set(urls)
    assert opened == {"superuser": everywhere, "editor": everywhere, "writer": {"storypage"}}.get(role, set())
    for parent in (cms.stories, cms.stories_en):
        assert parent.permissions_for_user(client.user).can_add_subpage() == bool(opened)


FILES = {
    "superuser": {"own": {"edit", "delete", "choose"}, "other": {"edit", "delete", "choose"}},
    "editor": {"own": {"edit", "delete", "choose"}, "other": {"edit", "delete", "choose"}},
    "writer": {"own": {"edit", "delete", "choose"}, "other": {"choose"}},
}
NO_FILES: dict[str, set[str]] = {"own": set(), "other": set()}


@pytest.mark.parametrize("role", ["superuser", "editor", "writer", "verifier", "manager"])
@pytest.mark.parametrize("area", ["images", "docs"])
def test_images_and_documents(signed_in, cms, role, area):
    client = signed_in(role)
    make = make_image if area == "images" else make_document
    found = {"own": make(client.user), "other": make(make_user("chi-hang@example.com"), "Của chị Hằng")}
    chosen = reverse(f"wagtail{area}_chooser:choose_results")
    titles = client.get(chosen).content.decode()

    def opened(file) -> set[str]:
        views = {view for view in ("edit", "delete") if let_in(client, Address(area, view, _url(area, view, file)))}
        return views | ({"choose"} if file.title in titles else set())

    expected = FILES.get(role, NO_FILES)
    if area == "docs" and role == "writer":
        expected = {"own": {"choose"}, "other": {"choose"}}
    assert {whose: opened(file) for whose, file in found.items()} == expected


def _url(area: str, view: str, file) -> str:
    return reverse(f"wagtail{area}:{view}", args=[file.pk])


KEPT = (
    Page,
    Revision,
    get_image_model(),
    get_document_model(),
    Collection,
    Group,
    GroupPagePermission,
    Locale,
    PageViewRestriction,
    Site,
    StringTranslation,
    TaskState,
    Translation,
    TranslationSource,
    Workflow,
    WorkflowState,
)


def test_nothing_that_a_writer_sends_anywhere_changes_what_is_others(signed_in, cms):
    """Every address of the CMS, opened and sent to, with a colleague's draft, terms, photo and document."""
    client, colleague = signed_in("writer"), make_user("chi-hang@example.com", is_superuser=True)
    found = pages(cms, client.user, colleague)
    targets = [found["draft"], found["terms"]]
    photo, document = make_image(colleague), make_document(colleague)
    source, _created = TranslationSource.update_or_create_from_instance(found["terms"])
    translation = Translation.objects.create(source=source, target_locale=cms.en)
    translation.save_target()
    revision = found["draft"].latest_revision
    found["draft"].get_workflow().start(found["draft"], colleague)
    state = TaskState.objects.get()
    segment = source.stringsegment_set.first()
    pks = [page.pk for page in targets]
    values = {
        **dict.fromkeys(("page_id", "parent_page_id", "page_to_move_id", "page_pk", "pages:pk"), pks),
        "wagtailadmin_pages:pk": pks,
        "wagtailadmin_api:pages:pk": pks,
        "wagtailadmin_api:pages:action_name": ["delete", "publish", "unpublish", "move", "copy"],
        "destination_id": [cms.stories.pk],
        "wagtail_bulk_action:app_label": ["wagtailcore", "wagtailimages", "wagtaildocs"],
        "wagtail_bulk_action:model_name": ["page", "image", "document"],
        "content_type_app_name": ["pages"],
        "content_type_model_name": ["standardpage"],
        "app_label": ["wagtailcore"],
        "model_name": ["page"],
        "app_name": ["taggit"],
        "action": ["delete", "publish", "unpublish", "move", "add_tags"],
        "action_name": ["approve", "reject"],
        "task_state_id": [state.pk],
        "task_id": [state.task_id],
        "workflow_state_id": [state.workflow_state_id],
        "workflow_pk": [state.workflow_state.workflow_id],
        "wagtailadmin_workflows:pk": [state.workflow_state.workflow_id],
        "revision_id": [revision.pk],
        "revision_id_a": ["earliest"],
        "revision_id_b": ["latest"],
        "collection_id": [photo.collection_id],
        "wagtailadmin_collections:pk": [photo.collection_id],
        "session_id": [1],
        "object_id": [found["draft"].pk],
        "translation_source_id": [source.pk],
        "translation_id": [translation.pk],
        "string_segment_id": [segment.pk],
        "overridable_segment_id": [1],
        "mode": ["default"],
        "redirect_id": [1],
        "uploaded_file_id": [1],
        "image_id": [photo.pk],
        "document_id": [document.pk],
        "doc_id": [document.pk],
        "filter_spec": ["original"],
        "wagtailimages_chooser:pk": [photo.pk],
        "wagtaildocs_chooser:pk": [document.pk],
        "wagtailadmin_api:images:pk": [photo.pk],
        "wagtailadmin_api:documents:pk": [document.pk],
        "pk": [1],
        "uidb64": ["MQ"],
        "token": ["x"],
    }
    # Many at once: there the ids stand in the address.
    ids = "&".join(f"id={pk}" for pk in {*pks, photo.pk, document.pk})
    before = rows(*KEPT)
    sent = {"title": "Của người khác", "slug": "cua-nguoi-khac", "action-publish": "1", "id": pks[0], "value": "x"}
    sent |= {"new_title": "Bản sao", "new_slug": "ban-sao", "new_parent_page": cms.stories.pk, "comment": "Được"}
    walked = 0
    # What Wagtail makes of a form that lacks half its fields is not what is looked at here.
    client.raise_request_exception = False
    for url in filled(values):
        file = SimpleUploadedFile("anh.png", get_test_image_file().file.getvalue(), content_type="image/png")
        client.get(f"{url}?{ids}")
        client.post(f"{url}?{ids}", sent | {"file": file})
        walked += 1
    after = rows(*KEPT)
    changed = {key: (row, after.get(key)) for key, row in before.items() if after.get(key) != row}
    assert changed == {}
    assert walked > 250


def test_a_list_of_stories_that_is_made_anew_is_the_writers_too(signed_in, cms):
    cms.stories.delete()
    url = reverse("wagtailadmin_pages:add", args=["stories", "storyindexpage", cms.home.pk])
    response = submit(signed_in("editor"), url, title="Chuyện quê", slug="chuyen-que", **{"action-publish": "1"})
    assert response.status_code == 302, response.context["form"].errors
    anew = Page.objects.get(slug="chuyen-que")
    assert anew.permissions_for_user(signed_in("writer").user).can_add_subpage()
