"""The CMS's home page lists the pages that a new site still has to fill in, and names their blanks."""

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.urls import reverse

from pages.in_force import AGREED
from pages.models import StandardPage
from tests.factories import make_agreed_pages, make_standard_page
from tests.pages.reading import plain

pytestmark = pytest.mark.django_db


def rows(client) -> list[tuple[str, str]]:
    """Where each line leads, and what it says."""
    page = BeautifulSoup(client.get("/cms/").content, "html.parser")
    return [(row.a["href"], plain(row)) for row in page.select("[aria-labelledby=to-fill-heading] li")]


def edit(page: StandardPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_every_draft_of_a_new_site_is_listed_with_what_bookings_wait_for_first(admin_client):
    call_command("make_site", verbosity=0)
    found = rows(admin_client)
    drafts = StandardPage.objects.all()
    assert {url for url, _text in found} == {edit(page) for page in drafts}
    stopping = drafts.filter(key__in=AGREED, locale__language_code="vi")
    assert {url for url, _text in found[:2]} == {edit(page) for page in stopping}
    assert ["đơn đặt chỗ còn chờ" in text for _url, text in found] == [True] * 2 + [False] * (len(found) - 2)


def test_blanks_are_named_until_they_are_filled_in_and_published(signed_in, cms):
    client = signed_in("editor")
    page = make_agreed_pages(cms)["terms"]
    assert rows(client) == []
    page.body = [("paragraph", "<p>Gửi về [địa chỉ], gọi ____</p>")]
    page.save_revision().publish()
    ((url, text),) = rows(client)
    assert url == edit(page)
    assert "[địa chỉ], ____" in text
    page.body = [("paragraph", "<p>Gửi về số 1 đường Ví Dụ.</p>")]
    revision = page.save_revision()
    ((_url, text),) = rows(client)
    assert "đã sửa" in text.lower()
    revision.publish()
    assert rows(client) == []


def test_where_bookings_wait_for_a_page_that_is_not_there_it_can_be_added(signed_in, cms):
    add = reverse("wagtailadmin_pages:add", args=["pages", "standardpage", cms.home.pk])
    assert [url for url, _text in rows(signed_in("editor"))] == [add, add]


def test_whoever_may_change_no_page_is_told_of_none(signed_in, cms):
    make_standard_page(cms, "terms")
    for role in ("writer", "verifier", "manager"):
        assert rows(signed_in(role)) == []


def test_other_pages_of_text_are_nobodys_duty(signed_in, cms):
    make_agreed_pages(cms)
    make_standard_page(cms, body=[("paragraph", "<p>[chưa viết]</p>")])
    assert rows(signed_in("editor")) == []
