"""Those who work in the CMS have its button on every page, and its checks; nobody else has a trace of it."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from accounts.roles import EDITORS, sync_roles
from tests.factories import make_story_page, make_user
from tests.pages.reading import soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client, page_tree):
    sync_roles()
    user = make_user()
    user.groups.add(Group.objects.get(name=EDITORS))
    client.force_login(user)
    return user


def bar(client, url: str):
    return soup(client.get(url)).select_one("wagtail-userbar")


def test_an_editor_has_it_on_home_lists_and_stories_with_the_way_to_change_the_page(client, page_tree, editor):
    story = make_story_page(page_tree)
    for page in (page_tree.home, page_tree.stories, story):
        response = client.get(page.url)
        assert soup(response).select_one("wagtail-userbar"), page
        assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in response.content.decode()


def test_it_brings_no_script_or_style_that_the_policy_forbids(client, page_tree, editor):
    response = client.get(page_tree.home.url)
    assert "unsafe-inline" not in response["Content-Security-Policy"]
    page = soup(response)
    scripts = [script for script in page("script") if not script.get("src") and not script.get("nonce")]
    assert {script.get("type") for script in scripts} <= {"application/json"}
    assert not page("style")
    assert not page.select("aside [style]")


def test_its_checks_run_in_the_preview(client, page_tree, editor):
    story = make_story_page(page_tree)
    assert bar(client, reverse("wagtailadmin_pages:view_draft", args=[story.pk]))


@pytest.mark.parametrize("signed_in", [False, True])
def test_a_reader_has_no_trace_of_it(client, page_tree, signed_in):
    if signed_in:
        client.force_login(make_user())
    for _ in range(2):
        assert "userbar" not in client.get(page_tree.home.url).content.decode()
