"""What an editor schedules goes live and off by itself, is not locked then, and is seen coming on the home page."""

import datetime as dt

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from pages.scheduled import keep_schedule
from pages.tasks import publish_scheduled
from stories.models import StoryPage
from tests.factories import make_story_page

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def moment():
    """The clock's: Wagtail's own publishing asks it."""
    return timezone.now()


def schedule(story: StoryPage, *, live: dt.datetime | None = None, gone: dt.datetime | None = None) -> StoryPage:
    """Publish `story` from `live` until `gone`, as an editor's form does."""
    story.go_live_at, story.expire_at = live, gone
    story.save_revision().publish()
    story.refresh_from_db()
    return story


def let_an_hour_pass(story: StoryPage) -> None:
    """Everything that is scheduled of `story` was scheduled an hour earlier."""
    for revision in story.revisions.filter(approved_go_live_at__isnull=False):
        for name in ("go_live_at", "expire_at"):
            if then := revision.content[name]:
                revision.content[name] = (dt.datetime.fromisoformat(then) - HOUR).isoformat()
        revision.approved_go_live_at -= HOUR
        revision.save()
    fresh = StoryPage.objects.get(pk=story.pk)
    times = {name: getattr(fresh, name) for name in ("go_live_at", "expire_at")}
    StoryPage.objects.filter(pk=story.pk).update(**{name: then and then - HOUR for name, then in times.items()})


def keep(story: StoryPage) -> tuple[int, int]:
    counts = keep_schedule(now=timezone.now())
    story.refresh_from_db()
    return counts


def test_it_goes_live_at_its_time_and_not_before_and_is_not_locked_then(signed_in, cms, client, moment):
    story = schedule(make_story_page(cms, live=False), live=moment + HOUR / 2)
    assert keep(story) == (0, 0)
    assert client.get(story.url).status_code == 404
    let_an_hour_pass(story)
    assert keep(story) == (1, 0)
    assert client.get(story.url).status_code == 200
    assert story.get_lock() is None
    assert story.permissions_for_user(signed_in("editor").user).can_edit()


def test_it_expires_at_its_time(cms, client, moment):
    story = schedule(make_story_page(cms), gone=moment + HOUR / 2)
    assert keep(story) == (0, 0)
    assert client.get(story.url).status_code == 200
    let_an_hour_pass(story)
    assert keep(story) == (0, 1)
    assert client.get(story.url).status_code == 404
    assert story.expired


def test_a_second_run_does_nothing_more(cms, moment):
    story = schedule(make_story_page(cms, live=False), live=moment + HOUR / 2)
    let_an_hour_pass(story)
    assert keep(story) == (1, 0)
    assert keep(story) == (0, 0)
    assert PageLogEntry.objects.filter(page=story.pk, action="wagtail.publish.scheduled").count() == 1


def test_a_new_version_that_was_due_beside_the_old_ones_end_is_not_lost(cms, moment):
    """After a night without a worker both are due at once."""
    story = schedule(make_story_page(cms), gone=moment + HOUR / 3)
    story.title, story.expire_at, story.go_live_at = "Lò mới", None, moment + HOUR / 2
    story.save_revision().publish()
    let_an_hour_pass(story)
    keep(story)
    assert (story.live, story.title) == (True, "Lò mới")


def test_one_page_that_cannot_go_live_stops_no_other(cms, moment):
    broken, whole = (schedule(make_story_page(cms, live=False), live=moment + HOUR / 2) for _ in range(2))
    for story in (broken, whole):
        let_an_hour_pass(story)
    revision = broken.revisions.get()
    revision.content["intro"] = None
    revision.save()
    assert keep(whole) == (1, 0)
    assert whole.live
    broken.refresh_from_db()
    assert not broken.live


def test_beat_asks_twice_a_minute_and_the_task_keeps_the_schedule(cms, moment):
    entry = next(item for item in settings.CELERY_BEAT_SCHEDULE.values() if item["task"] == publish_scheduled.name)
    assert entry["schedule"] <= 30
    story = schedule(make_story_page(cms, live=False), live=moment + HOUR / 2)
    let_an_hour_pass(story)
    publish_scheduled()
    story.refresh_from_db()
    assert story.live
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_the_home_page_lists_what_is_scheduled_the_soonest_first(signed_in, cms, moment):
    later = schedule(make_story_page(cms, live=False, title="Hội làng tháng Giêng"), live=moment + 3 * HOUR)
    sooner = schedule(make_story_page(cms, title="Chợ gốm cuối năm"), gone=moment + 2 * HOUR)
    make_story_page(cms, title="Không hẹn giờ")
    html = signed_in("editor").get("/cms/").content.decode()
    panel = html[html.index('id="scheduled-heading"') :]
    assert panel.index(sooner.title) < panel.index(later.title)
    assert reverse("wagtailadmin_pages:edit", args=[later.pk]) in panel
    assert "Không hẹn giờ" not in panel
    for role in ("verifier", "manager"):
        assert "scheduled-heading" not in signed_in(role).get("/cms/").content.decode()


def test_a_long_list_of_what_is_scheduled_has_an_end(signed_in, cms, moment):
    for number in range(13):
        schedule(make_story_page(cms, title=f"Hẹn {number:02}", live=False), live=moment + (number + 1) * HOUR)
    html = signed_in("editor").get("/cms/").content.decode()
    panel = html[html.index('id="scheduled-heading"') :]
    assert "Hẹn 09" in panel
    assert "Hẹn 10" not in panel
    assert "Còn 3 trang nữa" in panel
