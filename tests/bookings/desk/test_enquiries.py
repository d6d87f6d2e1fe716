"""A house sees what buyers asked of its products, says that it is answered, and takes that back."""

import datetime as dt

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ocop.domain.programme.enquiries import Asked, ask, enquiries_to, set_handled
from outbox.tasks import drain_outbox
from tests.bookings.desk.desk_helpers import said
from tests.bookings.desk.test_access import signed_in
from tests.bookings.desk.test_roles import member
from tests.factories import make_product, make_user
from tests.factories.programme import make_enquiry
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared
from villages.enums import MemberRole

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@shared
def product(desk):
    return make_product(desk.host, name="Bình gốm da lươn")


def test_a_house_reads_who_asks_what_and_how_to_answer(desk, product):
    make_enquiry(product, email="long@example.org")
    page = soup(desk.get("enquiries"))
    text = plain(page)
    for word in ("Bình gốm da lươn", "Trần Văn Long", "giao Hà Nội", "0912 345 678", "long@example.org", "chờ"):
        assert word in text, word
    assert page.select_one("a[href^='tel:']")
    assert page.select_one("a[href='mailto:long@example.org']")
    assert soup(desk.get("setup")).select_one(f"a[href='{desk.url('enquiries')}']")


def test_it_is_answered_and_after_all_it_was_not(desk, product):
    row = make_enquiry(product)
    assert "Trần Văn Long" in said(desk.post("enquiry_answered", pk=row.pk))
    row.refresh_from_db()
    assert row.handled_by == desk.owner
    assert f"{desk.owner}" in plain(soup(desk.get("enquiries")).select_one(".desk-asked"))
    desk.post("enquiry_unanswered", pk=row.pk)
    row.refresh_from_db()
    assert (row.handled_at, row.handled_by) == (None, None)


def test_what_the_office_answered_is_answered_here_too(desk, product):
    row, officer = make_enquiry(product), make_user()
    set_handled(enquiry=row, handled=True, by=officer, now=timezone.now())
    assert "không có gì thay đổi" in said(desk.post("enquiry_answered", pk=row.pk))
    row.refresh_from_db()
    assert row.handled_by == officer


def test_what_waits_comes_first_then_the_newest(desk, product):
    now = timezone.now()
    old, new = (make_enquiry(product, asked_at=now - n * HOUR) for n in (9, 1))
    done = make_enquiry(product, asked_at=now, handled_at=now)
    earlier = make_enquiry(product, asked_at=now - 3 * HOUR, handled_at=now - HOUR)
    assert list(enquiries_to(desk.host)) == [new, old, done, earlier]


def test_questions_about_another_houses_products_are_not_there(desk, product):
    theirs = make_enquiry(make_product())
    assert "giao Hà Nội" not in plain(soup(desk.get("enquiries")))
    assert desk.post("enquiry_answered", pk=theirs.pk).status_code == 404
    theirs.refresh_from_db()
    assert theirs.handled_at is None


@pytest.mark.parametrize("role", [MemberRole.GUIDE, MemberRole.ADVISER])
def test_who_asks_is_the_business_of_who_runs_the_house(desk, product, role):
    make_enquiry(product)
    assert signed_in(member(desk, role)).get(desk.url("enquiries")).status_code == 404


def test_a_longer_list_costs_no_more_queries_and_has_an_end(desk, product):
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            page = soup(desk.get("enquiries"))
        assert len(page.select(".desk-asked__one")) <= 20
        return len(asked)

    make_enquiry(product, handled_at=timezone.now(), handled_by=make_user())
    few = cost()
    for _number in range(30):
        make_enquiry(make_product(desk.host), handled_at=timezone.now(), handled_by=make_user())
    assert cost() <= few + 1


def test_the_letter_leads_to_the_list(desk, product):
    desk.host.email = "xuong@example.org"
    desk.host.save()
    asked = Asked(name="Trần Văn Long", phone="+84912345678", email="", words="Còn bình to không?")
    ask(product=product, asked=asked, key="5f0c3c1e-3c53-4e13-9a5b-4f1f3e0a6e11", language="vi", now=timezone.now())
    drain_outbox()
    (letter,) = [one for one in mail.outbox if "hỏi mua" in one.subject]
    assert desk.url("enquiries") in letter.body
    assert all(desk.url("enquiries") in str(body) for body, _kind in letter.alternatives)
