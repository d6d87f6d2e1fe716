"""A host reads at the desk why guests cannot book yet."""

import pytest
from django.urls import reverse

from tests.bookings.desk.desk_helpers import make_desk
from tests.factories import make_agreed_pages
from tests.pages.reading import plain, soup

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("agreed_pages_asked")]


@pytest.mark.parametrize("room", ["today", "setup"])
def test_the_missing_page_is_named_until_it_is_there(client, page_tree, room):
    pages = make_agreed_pages(page_tree)
    desk = make_desk()
    client.force_login(desk.owner)
    address = reverse(f"desk:{room}", args=[desk.host.slug])
    assert soup(client.get(address)).select(".notice") == []
    pages["privacy"].unpublish()
    (notice,) = soup(client.get(address)).select(".notice")
    assert "Dữ liệu của bạn" in plain(notice)
    assert "Điều khoản" not in plain(notice)
