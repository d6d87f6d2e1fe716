"""What this site knows is offered with its figure and period; a person takes it over, once."""

import datetime as dt

import pytest

from ocop.domain.evidence import registry
from ocop.domain.evidence.accepting import FigureChanged, accept
from ocop.domain.evidence.keeping import remove
from ocop.domain.evidence.places import NoSuchPlace
from ocop.domain.evidence.registry import Offered, Period, both, offers, register, year_until
from ocop.enums import EvidenceKind
from tests.factories import NOW, make_host, make_user
from tests.factories.villages import make_dossier

pytestmark = [pytest.mark.django_db, pytest.mark.database_free]
DAY = NOW.date()


@pytest.fixture
def figure(monkeypatch):
    """One source at 4.4 of set 26, whose figure a test can change."""
    monkeypatch.setattr(registry, "_sources", {})
    now = {"n": 214}

    def count(host, period: Period) -> list[Offered]:
        return [Offered(now["n"], both(lambda: f"{now['n']} đơn của {host.name}"), period, "/vi/a/", 2)]

    register("online", count, codes={26: ["4.4"]})
    return now


@pytest.fixture
def dossier():
    return make_dossier(make_host())


def taken(dossier, mark: str, code: str = "4.4", now=NOW):
    return accept(dossier=dossier, code=code, mark=mark, by=make_user(), now=now)


def test_it_is_offered_where_its_set_and_criterion_ask_for_it(dossier, figure):
    (one,) = offers(dossier, "4.4", day=DAY)
    assert (one.figure, one.points, one.period.last) == (214, 2, DAY)
    assert not offers(dossier, "4.3", day=DAY)
    assert not offers(make_dossier(dossier.host, criteria_set=21), "4.4", day=DAY)


def test_who_takes_it_keeps_figure_text_period_and_source(dossier, figure):
    (one,) = offers(dossier, "4.4", day=DAY)
    row = taken(dossier, one.mark)
    assert (row.kind, row.sha256, row.added_at) == (EvidenceKind.PLATFORM, one.mark, NOW)
    assert row.shown["figure"] == 214
    assert row.shown["text"]["vi"].startswith("214 đơn")
    assert row.shown["period"] == [str(year_until(DAY).first), str(DAY)]
    assert row.shown["source_url"] == "/vi/a/"
    assert not dossier.answers.exists()


def test_taken_twice_it_is_one(dossier, figure):
    (one,) = offers(dossier, "4.4", day=DAY)
    assert taken(dossier, one.mark) == taken(dossier, one.mark)
    figure["n"] = 300
    assert taken(dossier, one.mark).shown["figure"] == 214
    assert dossier.evidence.count() == 1


def test_a_newer_figure_takes_the_place_of_the_older(dossier, figure):
    old = taken(dossier, offers(dossier, "4.4", day=DAY)[0].mark)
    figure["n"] = 215
    new = taken(dossier, offers(dossier, "4.4", day=DAY)[0].mark)
    assert list(dossier.evidence.standing()) == [new]
    old.refresh_from_db()
    assert old.removed_at == NOW


def test_what_has_changed_since_it_was_shown_is_not_taken(dossier, figure):
    (one,) = offers(dossier, "4.4", day=DAY)
    figure["n"] = 215
    with pytest.raises(FigureChanged):
        taken(dossier, one.mark)
    assert not dossier.evidence.exists()


@pytest.mark.parametrize("n", [0, None])
def test_nothing_and_not_collected_cannot_be_taken(dossier, figure, n):
    figure["n"] = n
    (one,) = offers(dossier, "4.4", day=DAY)
    with pytest.raises(FigureChanged):
        taken(dossier, one.mark)


def test_what_was_removed_can_be_taken_again(dossier, figure):
    (one,) = offers(dossier, "4.4", day=DAY)
    remove(evidence=taken(dossier, one.mark), now=NOW)
    assert taken(dossier, one.mark).removed_at is None


def test_it_belongs_to_the_criterion_it_was_offered_at(dossier, figure):
    (one,) = offers(dossier, "4.4", day=DAY)
    with pytest.raises(FigureChanged):
        taken(dossier, one.mark, code="4.3")
    with pytest.raises(NoSuchPlace):
        taken(dossier, one.mark, code="9.9")


@pytest.mark.parametrize(
    ("last", "first"),
    [((2026, 11, 30), (2025, 12, 1)), ((2028, 2, 28), (2027, 2, 28)), ((2028, 2, 29), (2027, 3, 1))],
)
def test_a_year_is_twelve_months(last, first):
    assert year_until(dt.date(*last)) == Period(dt.date(*first), dt.date(*last))
