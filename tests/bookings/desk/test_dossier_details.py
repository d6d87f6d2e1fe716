"""The general part of form 02: what the site knows stands in it, what a person writes is kept by key."""

import pytest

from ocop.domain.dossier.details import TEXT
from tests.bookings.desk.desk_helpers import make_desk, said
from tests.factories.villages import make_dossier
from tests.pages.reading import plain, soup

pytestmark = [pytest.mark.django_db, pytest.mark.database_free]


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def dossier(desk):
    return make_dossier(desk.host)


def save(desk, dossier, **told):
    return desk.post("dossier_details", told, pk=dossier.pk)


def test_what_the_site_knows_stands_in_the_form_and_counts_once_it_is_saved(desk, dossier):
    page = soup(desk.get("dossier_details", pk=dossier.pk))
    assert page.select_one("#id_entity")["value"] == desk.host.legal_name
    assert page.select_one("#id_registration")["value"] == desk.host.registration_number
    assert page.select_one("#id_product").text.strip() == dossier.name
    dossier.refresh_from_db()
    assert dossier.details == {}
    save(desk, dossier, entity=desk.host.legal_name, representative="Nguyễn Thị Hà")
    dossier.refresh_from_db()
    assert dossier.details["entity"] == desk.host.legal_name
    assert dossier.details["representative"] == "Nguyễn Thị Hà"


def test_what_was_emptied_stays_empty(desk, dossier):
    save(desk, dossier, email="")
    assert not soup(desk.get("dossier_details", pk=dossier.pk)).select_one("#id_email").get("value")


def test_boxes_are_kept_by_their_keys_and_others_are_refused(desk, dossier):
    save(desk, dossier, ticks=["trademark", "business"])
    dossier.refresh_from_db()
    assert dossier.details["ticks"] == ["business", "trademark"]
    answer = save(desk, dossier, ticks=["own"], history="Từ năm 1998")
    assert answer.status_code == 200
    assert "Từ năm 1998" in soup(answer).select_one("#id_history").text
    dossier.refresh_from_db()
    assert dossier.details["ticks"] == ["business", "trademark"]


def test_a_text_too_long_is_refused_and_stays(desk, dossier):
    answer = save(desk, dossier, history="a" * (TEXT + 1))
    assert answer.status_code == 200
    assert len(soup(answer).select_one("#id_history").text.strip()) == TEXT + 1
    dossier.refresh_from_db()
    assert dossier.details == {}


def test_again_says_that_it_was_so_already(desk, dossier):
    told = {"history": "Lò có từ năm 1998.\r\nBa đời làm gốm."}
    save(desk, dossier, **told)
    assert "không có gì thay đổi" in said(save(desk, dossier, **told))


def test_only_a_re_evaluation_asks_what_has_changed_since(desk, dossier):
    assert not soup(desk.get("dossier_details", pk=dossier.pk)).select("#id_since")
    again = make_dossier(desk.host, kind="again")
    assert soup(desk.get("dossier_details", pk=again.pk)).select("#id_since")


def test_two_who_write_at_once_lose_nothing(desk, dossier):
    opened = soup(desk.get("dossier_details", pk=dossier.pk)).select_one("input[name=opened]")["value"]
    save(desk, dossier, opened=opened, history="Từ năm 1998", direction="Thêm men mới")
    answer = save(desk, dossier, opened=opened, history="Từ năm 1996", markets="Hà Nội")
    assert "Từ năm 1998" in plain(soup(answer))
    assert "Từ năm 1996" in soup(answer).select_one("#id_history").text
    dossier.refresh_from_db()
    assert (dossier.details["history"], dossier.details["direction"]) == ("Từ năm 1998", "Thêm men mới")
