"""A host assesses a product at the desk: one criterion after the other, and what it comes to always in sight."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings.desk.ocop.assessing import LONGEST_REASON
from ocop.models import Dossier
from tests.bookings.desk.desk_helpers import make_desk
from tests.factories.villages import make_dossier
from tests.pages.reading import plain, soup

pytestmark = [pytest.mark.django_db, pytest.mark.database_free]


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def dossier(desk):
    return make_dossier(desk.host)


def test_a_dossier_is_begun_and_opens(desk):
    told = {"name": "Bình men nâu", "criteria_set": "21", "kind": "first", "practice": "on"}
    answer = desk.post("dossiers", told)
    made = Dossier.objects.get()
    assert (made.host, made.criteria_set, made.practice) == (desk.host, 21, True)
    assert "Bình men nâu" in plain(soup(answer))
    assert "0/28" in plain(soup(answer))


@pytest.mark.parametrize("told", [{}, {"name": "Bình"}, {"name": "Bình", "criteria_set": "27"}])
def test_what_is_missing_is_said_and_what_was_typed_stays(desk, told):
    answer = desk.client.post(desk.url("dossiers"), {"kind": "first"} | told)
    assert answer.status_code == 200
    assert not Dossier.objects.exists()
    assert soup(answer).select_one("#id_name").get("value", "") == told.get("name", "")


def test_a_level_is_chosen_and_the_next_criterion_comes(desk, dossier):
    answer = desk.post(
        "criterion", {"level": ":1", "reason": "Có tổ", "seen": "0", "next": "1"}, pk=dossier.pk, code="1.1"
    )
    assert answer.redirect_chain[-1][0].endswith("/tieu-chi/1.2/")
    assert "3 điểm" in plain(soup(answer))
    saved = dossier.answers.get()
    assert (saved.level, saved.reason) == (1, "Có tổ")


def test_a_reason_of_many_lines_is_as_long_as_its_field_says(desk, dossier):
    """A browser counts a line break once, and sends two characters."""
    lines = ["Có tổ điều phối của xã"] * 80
    sent = {"level": ":1", "reason": "\r\n".join(lines), "seen": "0"}
    assert len("\n".join(lines)) < LONGEST_REASON
    padded = sent["reason"] + "." * (LONGEST_REASON - len("\n".join(lines)))
    desk.post("criterion", sent | {"reason": padded}, pk=dossier.pk, code="1.1")
    assert len(dossier.answers.get().reason) == LONGEST_REASON


def test_the_last_criterion_leads_back_to_the_whole(desk, dossier):
    answer = desk.post("criterion", {"level": ":1", "next": "1"}, pk=dossier.pk, code="17")
    assert answer.redirect_chain[-1][0] == desk.url("dossier", pk=dossier.pk)


def test_a_choice_is_saved_as_it_is_made(desk, dossier):
    url = desk.url("criterion", pk=dossier.pk, code="1.1")
    answer = desk.client.post(url, {"level": ":0", "seen": "0"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    page = soup(answer)
    assert "1 điểm" in page.select_one("#standing").get_text()
    assert page.select_one("#seen")["value"] == "1"


def test_two_tabs_are_shown_both_answers_and_nothing_is_lost(desk, dossier):
    first = {"level": ":0", "reason": "Có tổ điều phối", "seen": "0", "next": "1"}
    second = {"level": ":1", "reason": "Có cả kế hoạch", "seen": "0", "next": "1"}
    desk.post("criterion", first, pk=dossier.pk, code="1.1")
    url = desk.url("criterion", pk=dossier.pk, code="1.1")
    answer = desk.client.post(url, second)
    assert answer.status_code == 200
    page = soup(answer)
    assert "Có tổ điều phối" in page.get_text()
    assert page.select_one("#reason").get_text().strip() == "Có cả kế hoạch"
    assert page.select_one("[name=level][checked]")["value"] == ":1"
    desk.client.post(url, second | {"seen": page.select_one("#seen")["value"]})
    assert dossier.answers.get().reason == "Có cả kế hoạch"


def test_a_choice_in_the_second_tab_is_not_saved_by_itself(desk, dossier):
    desk.post("criterion", {"level": ":0", "seen": "0", "next": "1"}, pk=dossier.pk, code="1.1")
    url = desk.url("criterion", pk=dossier.pk, code="1.1")
    answer = desk.client.post(url, {"level": ":1", "seen": "0"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert soup(answer).select_one("#seen") is None
    assert dossier.answers.get().level == 0


@pytest.mark.parametrize("level", ["9:9", ":99", "zz", "a:1", ":" + "9" * 400, "²:²"])
def test_a_level_that_is_none_is_refused_in_a_sentence_or_left_out(desk, dossier, level):
    answer = desk.client.post(desk.url("criterion", pk=dossier.pk, code="1.1"), {"level": level, "next": "1"})
    assert answer.status_code in (200, 302)
    assert not dossier.answers.filter(level__isnull=False).exists()


def test_there_is_no_page_for_a_criterion_of_another_set(desk, dossier):
    assert desk.get("criterion", pk=dossier.pk, code="6.1.1").status_code == 404


def test_the_whole_says_what_the_next_star_needs(desk, dossier):
    text = plain(soup(desk.get("dossier", pk=dossier.pk)))
    assert "chưa có giấy chứng nhận" in text
    assert "chưa đối chiếu văn bản" in text


def test_what_stops_it_is_ticked_and_said(desk):
    dossier = make_dossier(desk.host, criteria_set=21)
    text = plain(soup(desk.post("dossier_stops", {"rule": ["D_FORGED"]}, pk=dossier.pk)))
    assert "Chưa được đánh giá" in text


def test_put_away_and_brought_back(desk, dossier):
    text = plain(soup(desk.post("dossier_put_away", pk=dossier.pk)))
    assert "đã được cất đi" in text
    assert desk.get("dossier", pk=dossier.pk).status_code == 404
    desk.post("dossier_take_back")
    assert desk.get("dossier", pk=dossier.pk).status_code == 200


def test_a_dossier_of_another_house_is_not_there(desk):
    theirs = make_dossier(make_desk().host)
    assert desk.get("dossier", pk=theirs.pk).status_code == 404
    assert desk.get("criterion", pk=theirs.pk, code="1.1").status_code == 404


def test_a_list_of_many_costs_a_query_each_and_no_more(desk):
    def cost():
        desk.get("dossiers")
        with CaptureQueriesContext(connection) as queries:
            desk.get("dossiers")
        return len(queries)

    make_dossier(desk.host)
    one = cost()
    for _number in range(4):
        make_dossier(desk.host)
    assert cost() == one
