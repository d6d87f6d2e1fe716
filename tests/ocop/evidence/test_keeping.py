"""Evidence in a dossier: kept once in its place, taken out and brought back, within what a dossier may hold."""

import datetime as dt
from pathlib import Path

import pytest

from ocop.domain.criteria.score import Choice
from ocop.domain.evidence import keeping
from ocop.domain.evidence.keeping import NoRoom, NotAnAddress, TooMuch, add_file, add_link, bring_back, remove
from ocop.domain.evidence.listing import counts, in_order, lacking
from ocop.domain.evidence.places import NoSuchPlace, Place
from ocop.models import Evidence
from tests.factories import NOW, make_host, make_user
from tests.factories.villages import make_dossier
from tests.ocop.evidence.files import keep_in, pdf, picture

pytestmark = [pytest.mark.django_db, pytest.mark.database_free]
AT, ELSEWHERE = Place("3.1"), Place("4.5")
LATER = NOW + dt.timedelta(minutes=5)


@pytest.fixture(autouse=True)
def private(monkeypatch, tmp_path):
    keep_in(tmp_path, monkeypatch)


@pytest.fixture
def dossier():
    return make_dossier(make_host())


def sent(dossier, place=AT, data=None, **told) -> Evidence:
    told = {"name": "Giấy đăng ký.pdf", "title": "", "by": make_user(), "now": NOW} | told
    return add_file(dossier=dossier, place=place, data=data or pdf(), **told)


def linked(dossier, link="https://example.org/to-roi", place=ELSEWHERE, **told) -> Evidence:
    told = {"title": "", "by": make_user(), "now": NOW} | told
    return add_link(dossier=dossier, place=place, link=link, **told)


def test_a_file_is_kept_under_a_name_that_nobody_guesses(dossier, tmp_path):
    row = sent(dossier, name="C:\\Giấy tờ\\Giấy đăng ký.pdf")
    assert (row.title, row.original_name, row.position) == ("Giấy đăng ký", "Giấy đăng ký.pdf", 1)
    assert row.size == len(pdf_on_disk(tmp_path, row))
    assert "Gi" not in Path(row.file.name).name
    with pytest.raises(ValueError, match="private"):
        row.file.url  # noqa: B018
    dossier.refresh_from_db()
    assert dossier.changed_at == NOW


def pdf_on_disk(root, row) -> bytes:
    return (root / row.file.name).read_bytes()


def files(root) -> int:
    return sum(path.is_file() for path in root.rglob("*"))


def test_the_same_file_again_in_the_same_place_is_one(dossier, tmp_path):
    data = pdf()
    first = sent(dossier, data=data)
    assert sent(dossier, data=data, title="Khác") == first
    assert files(tmp_path) == 1
    assert sent(dossier, Place("3.2"), data=data) != first
    assert sent(dossier, Place(paper=1), data=data) != first
    assert Evidence.objects.count() == 3


@pytest.mark.parametrize("place", [Place("6.1.1"), Place(), Place(paper=16), Place("3.1", 2)])
def test_there_is_no_such_place(dossier, place, tmp_path):
    with pytest.raises(NoSuchPlace):
        sent(dossier, place)
    assert not files(tmp_path)


def test_what_does_not_fit_any_more_is_refused_and_leaves_nothing(dossier, tmp_path, monkeypatch):
    first = sent(dossier)
    monkeypatch.setattr(keeping, "LARGEST_DOSSIER", first.size + 10)
    with pytest.raises(NoRoom):
        sent(dossier, data=picture())
    assert files(tmp_path) == 1
    remove(evidence=first, now=NOW)
    assert sent(dossier, data=picture())
    with pytest.raises(NoRoom):
        bring_back(evidence=first, now=NOW)


def test_nobody_fills_a_dossier_by_adding_and_removing(dossier, monkeypatch):
    monkeypatch.setattr(keeping, "MOST_EVER", 2)
    for n in range(2):
        remove(evidence=linked(dossier, f"https://example.org/{n}"), now=NOW)
    with pytest.raises(TooMuch):
        linked(dossier)


def test_a_link_is_one_of_https_and_the_same_again_is_one(dossier):
    first = linked(dossier, " https://example.org/to-roi ")
    assert (first.link, first.title) == ("https://example.org/to-roi", "example.org")
    assert linked(dossier) == first
    bad = [
        "http://example.org",
        "javascript:alert(1)",
        "ftp://example.org",
        "example.org",
        "",
        "https://a:b@example.org/",
    ]
    for link in [*bad, "https://example.org/" + "a" * 500, "https://exa mple.org", "https:///x"]:
        with pytest.raises(NotAnAddress):
            linked(dossier, link)
    assert Evidence.objects.count() == 1


def test_what_was_removed_comes_back_as_it_was(dossier):
    first, second = linked(dossier), linked(dossier, "https://example.org/phim")
    remove(evidence=first, now=NOW)
    remove(evidence=first, now=LATER)
    assert list(dossier.evidence.standing()) == [second]
    assert Evidence.objects.get(pk=first.pk).removed_at == NOW
    bring_back(evidence=first, now=LATER)
    bring_back(evidence=first, now=LATER)
    assert list(dossier.evidence.standing()) == [first, second]


def test_what_was_sent_anew_meanwhile_is_not_brought_back_beside_it(dossier):
    first = linked(dossier)
    remove(evidence=first, now=NOW)
    again = linked(dossier)
    assert again != first
    bring_back(evidence=first, now=LATER)
    assert list(dossier.evidence.standing()) == [again]


def test_it_stands_in_the_order_of_the_sheet_and_papers_come_last(dossier):
    for place in (Place(paper=2), Place("17"), Place("4.5"), Place("1.1"), Place(paper=1)):
        linked(dossier, place=place)
    assert list(in_order(dossier)) == [Place("1.1"), Place("4.5"), Place("17"), Place(paper=1), Place(paper=2)]


def test_points_without_proof_are_named(dossier):
    linked(dossier, place=Place("4.5"))
    chosen = {"4.5": Choice(0), "1.1": Choice(1), "3.2": Choice(0)}
    # 3.2 at level 0 has no points to prove.
    assert [criterion.code for criterion in lacking(dossier, chosen, counts(dossier))] == ["1.1"]
