"""A certificate whose re-evaluation is with an office: what it is called, and how long it holds meanwhile."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from bookings.desk.ocop.products import certificate_text
from common.words.dates import date_text
from ocop.domain.certificates import extend, extension_mark
from ocop.domain.dossier import handing_in
from ocop.domain.passport.passport import describe
from ocop.domain.programme.attention import being_re_evaluated, running_out
from ocop.domain.register import public_products
from ocop.enums import CertificateState, DossierState, EvaluationKind
from ocop.models import Certificate, Dossier
from ocop.web.passport_context import page_context
from page_cache.store import look
from tests.factories import make_certificate, make_product
from tests.factories.dossiers import Path
from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
WORDS = "đang đánh giá lại"


@pytest.fixture
def path() -> Path:
    return Path()


@pytest.fixture
def certificate(path) -> Certificate:
    product = make_product(path.host, name="Bình gốm da lươn")
    return make_certificate(product, stars=4, issued_on=path.today - 950 * DAY, valid_until=path.today + 130 * DAY)


def send(path, certificate, **told) -> Dossier:
    made = path.dossier(kind=EvaluationKind.AGAIN, product=certificate.product, **told)
    path.hand_in(made)
    return made


def state(certificate, day) -> CertificateState:
    return Certificate.objects.get(pk=certificate.pk).state_on(day)


def test_it_is_being_re_evaluated_while_an_office_has_the_dossier(path, certificate):
    dossier = path.dossier(kind=EvaluationKind.AGAIN, product=certificate.product)
    assert state(certificate, path.today) == CertificateState.EXPIRING
    path.hand_in(dossier)
    assert state(certificate, path.today) == CertificateState.RE_EVALUATION
    handing_in.take_back(dossier=dossier, by=path.potter, now=path.now)
    assert state(certificate, path.today) == CertificateState.EXPIRING


@pytest.mark.parametrize("stands", DossierState)
def test_what_is_with_its_host_or_decided_evaluates_nothing(path, certificate, stands):
    dossier = send(path, certificate)
    Dossier.objects.filter(pk=dossier.pk).update(state=stands)
    with_office = stands not in (*DossierState.with_host(), *DossierState.over())
    assert (state(certificate, path.today) == CertificateState.RE_EVALUATION) == with_office


@pytest.mark.parametrize("change", [{"kind": EvaluationKind.UPGRADE}, {"practice": True}, {"product": None}])
def test_another_kind_of_dossier_is_no_re_evaluation(path, certificate, change):
    dossier = send(path, certificate)
    Dossier.objects.filter(pk=dossier.pk).update(**change)
    assert state(certificate, path.today) == CertificateState.EXPIRING


# Art. 7.6 gives the re-evaluation 45 days, art. 12.3 an officer 180 more; nothing lets it stand by itself.
def test_being_re_evaluated_lengthens_nothing_and_an_extension_of_article_12_3_does(path, certificate):
    send(path, certificate)
    last = certificate.valid_until
    assert state(certificate, last) == CertificateState.RE_EVALUATION
    assert state(certificate, last).value in CertificateState.holding()
    assert state(certificate, last + DAY) == CertificateState.EXPIRED
    assert not public_products(last + DAY).exists()
    assert public_products(last).exists()

    told = {"reason": "Hồ sơ tỉnh nhận muộn", "by": path.officer, "now": path.now}
    extend(certificate=certificate, until=last + 60 * DAY, seen=extension_mark(certificate), **told)
    assert state(certificate, last) == CertificateState.RE_EVALUATION
    assert state(certificate, last + DAY) == CertificateState.EXTENDED


def test_a_certificate_far_from_its_last_day_is_simply_in_force(path, certificate):
    send(path, certificate)
    Certificate.objects.filter(pk=certificate.pk).update(valid_until=path.today + 181 * DAY)
    assert state(certificate, path.today) == CertificateState.IN_FORCE


def test_lists_know_it_in_as_many_queries_however_long_they_are(path, certificate):
    send(path, certificate)
    for number in range(4):
        other = make_product(path.host, name=f"Lọ hoa {number}")
        make_certificate(other, issued_on=path.today - 950 * DAY, valid_until=path.today + 130 * DAY)
    for asked in (reverse("ocop_products"), reverse("ocop_host", args=[path.host.slug])):
        with CaptureQueriesContext(connection) as few:
            page = soup(Client().get(asked))
        assert plain(page).count(WORDS) == 1
        own = [query["sql"] for query in few if "is_re_evaluated" not in query["sql"]]
        assert not [sql for sql in own if "ocop_dossier" in sql]


def test_readers_are_told_in_plain_words_that_it_still_holds(path, certificate):
    url = reverse("ocop_product_page", args=[certificate.product.pk, "binh-gom-da-luon"])
    assert WORDS not in plain(soup(Client().get(url)))
    dossier = send(path, certificate)
    page = plain(soup(Client().get(url)))
    assert WORDS in page
    assert page.count(date_text(certificate.valid_until)) == 2
    with override("en"):
        english = plain(soup(Client().get(f"/en{url}", follow=True)))
    assert "being evaluated again" in english

    passport = describe(product=certificate.product, lot=None, day=path.today)
    told = page_context(passport, code="", scans_today=0, serial="", unknown_lot="")
    assert WORDS in told["state_title"]
    assert WORDS in certificate_text(certificate.product)
    Dossier.objects.filter(pk=dossier.pk).update(state=DossierState.NOT_RECOGNISED)
    fresh = Certificate.objects.get(pk=certificate.pk).product
    assert WORDS not in certificate_text(fresh)


def test_kept_pages_are_made_anew_when_it_begins(path, certificate):
    dossier = path.dossier(kind=EvaluationKind.AGAIN, product=certificate.product)
    before, _kept = look("register")
    path.hand_in(dossier)
    assert look("register")[0] != before


def test_an_office_sees_it_in_its_list_on_the_programme_s_page_and_among_what_runs_out(path, certificate):
    other = make_product(path.host, name="Lọ hoa")
    make_certificate(other, issued_on=path.today - 950 * DAY, valid_until=path.today + 130 * DAY)
    client = Client()
    client.force_login(path.officer)
    at = [path.province.slug]
    programme, products = reverse("office:programme", args=at), reverse("office:products", args=at)
    assert WORDS not in plain(soup(client.get(programme)))
    send(path, certificate)

    assert being_re_evaluated(path.province, path.today) == 1
    page = soup(client.get(programme))
    (link,) = page.select("a[href$='state=re_evaluation']")
    found = soup(client.get(link["href"]))
    assert [row.text for row in found.select(".office-table th a")] == ["Bình gốm da lươn"]
    assert WORDS in plain(found.select_one(".office-table"))
    assert WORDS in plain(soup(client.get(products)).select_one(".office-table"))
    assert [one.is_re_evaluated for one in running_out(path.province, path.today)] == [True, False]
    rows = soup(client.get(reverse("office:attention", args=at))).select("table tbody tr")
    assert [WORDS in plain(row) for row in rows] == [True, False]
