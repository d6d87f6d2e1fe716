"""Who gets in where: every role at every address."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from tests.cms.conftest import EVERYBODY
from tests.cms.walk import Address, account_addresses, addresses, let_in, settings_addresses, words_address
from tests.factories import make_story_page

# No database can change who gets in where: SQLite's run is enough.
pytestmark = [pytest.mark.django_db, pytest.mark.database_free]


def expected(role: str, address: Address) -> bool:
    """What the brief of the roles says, in words of its own and not the code's."""
    if role == "superuser":
        return True
    if role == "manager":
        return address.view not in ("delete", "verify", "withdraw", "proposal")
    if role == "verifier":
        return address.area == "host" and address.view in (
            "index",
            "index_results",
            "inspect",
            "history",
            "history_results",
            "verify",
            "withdraw",
            "proposal",
        )
    return False


@pytest.mark.parametrize("role", EVERYBODY)
def test_facts(signed_in, role):
    client = signed_in(role)
    walked = addresses()
    assert len(walked) >= 9 * 8
    wrong = [item for item in walked if let_in(client, item) != expected(role, item)]
    assert wrong == []


@pytest.mark.parametrize("role", EVERYBODY)
def test_accounts_and_groups_are_for_superusers(signed_in, person, role):
    client = signed_in(role)
    account = person("editor") if role != "editor" else client.user
    for address in account_addresses(account):
        if address.view == "create" and address.area == "account_chooser":
            # The chooser makes no accounts.
            assert not let_in(client, address)
        else:
            assert let_in(client, address) == (role == "superuser"), address


def test_no_permission_opens_accounts_to_others(signed_in, person):
    """Whoever edits accounts could make a superuser of themselves."""
    client = signed_in("manager")
    client.user.user_permissions.set(Permission.objects.filter(content_type__app_label__in=["accounts", "auth"]))
    walked = account_addresses(person("editor"))
    assert [item for item in walked if let_in(client, item)] == []
    bulk = reverse("wagtail_bulk_action", args=["accounts", "user", "set_active_state"])
    assert not let_in(client, Address("users", "bulk", f"{bulk}?id={client.user.pk}"))


@pytest.mark.parametrize("role", EVERYBODY)
def test_the_words_of_the_site_are_for_editors(signed_in, role):
    assert let_in(signed_in(role), words_address()) == (role in ("superuser", "editor"))


@pytest.mark.parametrize("role", EVERYBODY)
def test_settings_are_for_superusers(signed_in, role):
    client = signed_in(role)
    assert {let_in(client, item) for item in settings_addresses()} == {role == "superuser"}


PAGE_VIEWS = {
    "edit": "wagtailadmin_pages:edit",
    "history": "wagtailadmin_pages:history",
    "copy": "wagtailadmin_pages:copy",
    "unpublish": "wagtailadmin_pages:unpublish",
}


@pytest.mark.parametrize("role", EVERYBODY)
def test_pages(signed_in, cms, role):
    client = signed_in(role)
    story = make_story_page(cms, owner=client.user)
    writes = role in ("superuser", "editor", "writer")
    publishes = role in ("superuser", "editor")

    def opened(name, *args):
        return let_in(client, Address("pages", name, reverse(name, args=args)))

    assert opened("wagtailadmin_explore", cms.stories.pk) == writes
    assert opened("wagtailadmin_pages:add", "stories", "storypage", cms.stories.pk) == writes
    assert opened(PAGE_VIEWS["edit"], story.pk) == writes
    assert opened(PAGE_VIEWS["history"], story.pk) == writes
    assert opened(PAGE_VIEWS["unpublish"], story.pk) == publishes
    assert opened("wagtail_localize:submit_page_translation", cms.home.pk) == publishes
    assert opened("wagtailadmin_reports:aging_pages") == writes
    assert opened("wagtailadmin_reports:workflow") == writes
    assert opened("wagtailadmin_reports:locked_pages") == publishes
    assert opened("wagtail_localize:translations_report") == writes
    assert opened("wagtailimages:index") == writes
    assert opened("wagtaildocs:index") == publishes


@pytest.mark.parametrize("role", EVERYBODY)
def test_publishing(signed_in, cms, role):
    client = signed_in(role)
    story = make_story_page(cms, live=False, owner=client.user)
    permissions = story.permissions_for_user(client.user)
    assert permissions.can_publish() == (role in ("superuser", "editor"))
    assert permissions.can_edit() == (role in ("superuser", "editor", "writer"))
    assert permissions.can_lock() == (role in ("superuser", "editor"))
    assert not (role != "superuser" and cms.home.permissions_for_user(client.user).can_delete())


@pytest.mark.parametrize("role", ["editor", "writer"])
def test_the_menu_of_those_who_write_has_no_facts(signed_in, role):
    text = signed_in(role).get("/cms/").content.decode()
    for address in ("hosts", "experiences", "schedules", "ocop", "users", "village"):
        assert f'"/cms/{address}/"' not in text
    assert "/cms/images/" in text


def test_a_verifier_sees_hosts_and_nothing_else(signed_in):
    text = signed_in("verifier").get("/cms/").content.decode()
    assert '"/cms/hosts/"' in text
    for address in ("experiences", "schedules", "ocop", "village", "images", "users", "reports/site-history"):
        assert f'"/cms/{address}/"' not in text


@pytest.mark.parametrize("role", ["editor", "writer", "verifier", "manager"])
def test_titles_of_drafts_are_for_those_who_write(signed_in, cms, role):
    client = signed_in(role)
    make_story_page(cms, title="Bản nháp chưa ai đọc", live=False)
    make_story_page(cms, title="Chuyện đã đăng")
    for url in (
        reverse("wagtailadmin_choose_page_child", args=[cms.stories.pk]),
        reverse("wagtailadmin_choose_page_search") + "?q=ch",
    ):
        html = client.get(url).json()["html"] if "search" not in url else client.get(url).content.decode()
        assert ("Bản nháp chưa ai đọc" in html) == (role in ("editor", "writer"))
        assert "Chuyện đã đăng" in html
