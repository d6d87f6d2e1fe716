"""Desk, files and papers of a house that is a fictional example say so, and so do lists of the CMS; others do not."""

import csv
import datetime as dt
import io
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from bookings.domain.money.owing import account_of
from bookings.links import group_token
from ocop.domain.papers.form01 import form01
from ocop.domain.papers.handed import of_submission
from tests.bookings.desk.desk_helpers import Desk, local_day, make_desk
from tests.factories import (
    code_text,
    make_artisan,
    make_certificate,
    make_experience_page,
    make_lot,
    make_product,
    make_sales_point,
    make_user,
)
from tests.factories.dossiers import Path, worth
from tests.factories.groups import group_slot, make_quote, make_request
from tests.factories.pieces import make_party, make_pieces
from tests.ocop.papers.reading import read
from tests.pages.reading import soup
from villages.domain.calendar_feed import make_feed
from villages.enums import MemberRole
from villages.models import Host, Member

pytestmark = pytest.mark.django_db
MARK = "[Ví dụ] "
SENTENCE = "dựng ra cho bản trình diễn"


@pytest.fixture(params=[True, False], ids=["example", "real"])
def desk(request, db) -> Desk:
    """Whose house's own flag is the only one that says that it is an example."""
    made = make_desk()
    Host.objects.filter(pk=made.host.pk).update(is_example=request.param)
    made.host.refresh_from_db()
    made.experience.refresh_from_db()
    return made


def pdf_text(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def cells(content: bytes) -> list[str]:
    book = load_workbook(io.BytesIO(content))
    rows = (row for sheet in book for row in sheet.iter_rows(values_only=True))
    return [str(cell) for row in rows for cell in row if cell is not None]


def test_the_head_of_the_desk_and_what_is_printed(desk):
    booking = desk.book()
    day = local_day(desk.soon)
    for name, kwargs in {
        "day": {"day": day},
        "manifest": {"day": day},
        "booking": {"reference": booking.reference},
        "money": {},
        "setup": {},
    }.items():
        page = soup(desk.get(name, **kwargs))
        assert bool(page.select(".desk-top .example-mark")) == desk.host.is_example, name
        # The head is not printed, so the sheet has a line of its own.
        assert (SENTENCE in str(page.select(".print-only"))) == desk.host.is_example, name


def test_the_list_of_desks_of_somebody_with_several(desk):
    other = make_desk()
    Member.objects.create(host=other.host, user=desk.owner, role=MemberRole.OWNER)
    for url, rows in ((desk.url("setup"), ".desk-top__hosts li"), (reverse("desk:home"), "main ul.stack li")):
        desks = soup(desk.client.get(url)).select(rows)
        assert len(desks) == 2, url
        assert sum(bool(row.select(".example-mark")) for row in desks) == desk.host.is_example, url


def test_lists_of_the_day_and_the_statement_as_files(desk):
    booking = desk.book()
    day = local_day(desk.soon)
    desk.post(
        "pay", {"key": str(uuid.uuid4()), "due": account_of(booking).due, "method": "cash"}, reference=booking.reference
    )
    manifest = cells(desk.get("manifest_file", day=day).content)
    assert manifest[0].startswith(MARK) == desk.host.is_example
    today = timezone.localdate()
    book = cells(desk.get("money_file", first=today, last=today, kind="xlsx").content)
    marked = [cell for cell in book if cell.startswith(MARK)]
    assert bool(marked) == desk.host.is_example
    assert (f"{MARK}{desk.host.legal_name}" in book) == desk.host.is_example
    text = desk.get("money_file", first=today, last=today, kind="csv").content.decode("utf-8-sig")
    (_heads, row) = csv.reader(io.StringIO(text))
    assert any(cell.startswith(MARK) for cell in row) == desk.host.is_example


def test_labels_of_products_lots_and_pieces(desk):
    product = make_product(desk.host)
    lot = make_lot(product)
    make_pieces(make_party(experience=desk.experience, now=timezone.now()), now=timezone.now())
    for name, kwargs in {
        "product_labels": {"pk": product.pk},
        "lot_labels": {"pk": lot.pk},
        "pieces_labels": {},
    }.items():
        answer = desk.get(name, **kwargs)
        assert answer.content.startswith(b"%PDF"), name
        assert (MARK.strip() in pdf_text(answer.content)) == desk.host.is_example, name


def test_the_quote_of_a_group(desk):
    now = timezone.now()
    request = make_request(desk.host, desk.experience, now=now)
    make_quote(request, group_slot(desk.experience, now=now), now=now)
    content = Client().get(reverse("bookings:group_quote_file", args=[group_token(request)])).content
    assert ("hư cấu" in pdf_text(content)) == desk.host.is_example
    assert str(PdfReader(io.BytesIO(content)).metadata.title).startswith(MARK) == desk.host.is_example


def test_a_member_s_calendar(desk):
    desk.book()
    token = make_feed(user=desk.owner, key=uuid.uuid4(), now=timezone.now())
    text = Client().get(reverse("desk_feed", args=[token])).content.decode().replace("\r\n ", "")
    assert (f"SUMMARY:{MARK}" in text) == desk.host.is_example
    assert (SENTENCE in text) == desk.host.is_example


def test_a_lot_s_steps_for_programs(desk, client):
    lot = make_lot(make_product(desk.host))
    make_certificate(lot.product, valid_until=timezone.localdate() + dt.timedelta(days=900))
    told = client.get(reverse("passport_epcis", args=[code_text(lot)])).json()
    assert told.get("vl:example", False) == desk.host.is_example


@pytest.mark.parametrize("is_example", [True, False])
def test_papers_of_a_dossier(is_example, now):
    path = Path(now=now)
    submission = path.hand_in(path.dossier(worth(80)))
    Host.objects.update(is_example=is_example)
    submission.refresh_from_db()
    content = form01(of_submission(submission))
    assert (SENTENCE in read(content).text) == is_example
    assert read(content).document.core_properties.title.startswith(MARK) == is_example


def test_lists_of_the_cms(desk, page_tree):
    make_experience_page(page_tree, desk.experience)
    make_product(desk.host)
    make_artisan(desk.host)
    make_sales_point(is_example=desk.host.is_example)
    editor = Client()
    editor.force_login(make_user(is_superuser=True))
    for name in ("host:index", "experience:index", "artisan:index", "ocop_product:index", "sales_point:index"):
        page = soup(editor.get(reverse(name)))
        assert bool(page.select("td .example-mark")) == desk.host.is_example, name
    listed = soup(editor.get(reverse("wagtailadmin_explore", args=[page_tree.experiences.pk])))
    assert (MARK in str(listed.select_one("main table"))) == desk.host.is_example


def test_what_is_chosen_from_in_the_cms(desk):
    make_product(desk.host)
    editor = Client()
    editor.force_login(make_user(is_superuser=True))
    for name in ("host_chooser", "experience_chooser", "product_chooser"):
        answer = editor.get(reverse(f"{name}:choose_results"))
        assert ("example-mark" in answer.content.decode()) == desk.host.is_example, name
