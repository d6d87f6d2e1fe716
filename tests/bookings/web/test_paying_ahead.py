"""A guest who pays ahead: what is read before ordering, the page that waits for the money, and what the desk notes."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings.domain.booking.confirm import confirm
from bookings.domain.booking.expire import expire_holds
from bookings.enums import BookingStatus, MessageKind
from bookings.links import booking_token
from bookings.mail.render import render
from bookings.models import Booking, LedgerEntry
from outbox.models import OutboxMessage
from tests.bookings.money.test_transfer import ACCOUNT
from tests.factories import ask, make_contact, make_experience, make_host, make_slot, make_user
from tests.pages.guest import url
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared
from villages.enums import MemberRole
from villages.models import Member

pytestmark = pytest.mark.django_db
DETAILS = {"name": "Lê Minh Khôi", "phone": "0912345678", "email": "khoi@example.org", "consent": "on"}


@shared
def slot():
    experience = make_experience(host=make_host(**ACCOUNT), payment_terms="deposit", deposit_percent=30)
    return make_slot(experience, now=timezone.now())


@shared
def held(slot):
    return ask(slot, adults=2, now=timezone.now())


def post(client, name, booking, data=None):
    return client.post(reverse(f"bookings:{name}", args=[booking_token(booking)]), data or {})


def waiting(held):
    return confirm(booking=held, contact=make_contact(), consent=True, now=timezone.now())


def test_the_exact_sums_are_read_before_ordering(client, held):
    page = plain(soup(client.get(url("booking", held))))
    assert "Chuyển khoản tiền cọc 210.000 ₫ cho người bán" in page
    assert "còn 490.000 ₫ trả tại làng" in page
    assert "Đặt rồi chuyển khoản" in page


def test_then_the_page_asks_for_the_transfer_until_its_deadline(client, held):
    post(client, "confirm", held, DETAILS)
    answer = client.get(url("booking", held))
    page = plain(soup(answer))
    assert "Còn một bước: chuyển khoản" in page
    assert f"VELANG {held.reference}" in page
    assert "210.000 ₫" in page
    assert soup(answer).select_one(".transfer__code svg") is not None
    code = client.get(reverse("bookings:transfer_code", args=[booking_token(held)]))
    assert code["Content-Type"] == "image/png"


def test_english_reads_the_same(client, held):
    waiting(held)
    page = plain(soup(client.get("/en" + url("booking", held))))
    assert "One step more: the transfer" in page
    assert "I have sent the money" in page


def test_who_has_sent_it_says_so_once_and_the_house_is_told(client, held):
    booking = waiting(held)
    for _ in range(2):
        assert post(client, "says_paid", booking).status_code == 302
    assert OutboxMessage.objects.filter(booking=booking, kind=MessageKind.SAYS_PAID, audience="host").count() == 1
    page = plain(soup(client.get(url("booking", booking))))
    assert "Bạn đã báo chuyển tiền" in page
    assert "Tôi đã chuyển tiền" not in page


def test_after_the_deadline_nobody_is_left_without_a_word(client, held):
    booking = waiting(held)
    Booking.objects.filter(pk=booking.pk).update(hold_expires_at=timezone.now() - dt.timedelta(minutes=1))
    for _marked in range(2):
        page = plain(soup(client.get(url("booking", booking))))
        assert "Tiền không đến kịp" in page
        expire_holds(now=timezone.now())


@pytest.fixture
def owner(slot, client):
    user = make_user(full_name="Bùi Thị Linh")
    Member.objects.create(host=slot.experience.host, user=user, role=MemberRole.OWNER)
    client.force_login(user)
    return user


def test_one_tap_at_the_desk_notes_the_deposit_and_books_them(client, held, owner):
    booking, slug = waiting(held), held.slot.experience.host.slug
    listed = plain(soup(client.get(reverse("desk:bookings", args=[slug]) + "?show=unpaid")))
    assert "Chờ chuyển tiền (1)" in listed
    page = soup(client.get(reverse("desk:booking", args=[slug, booking.reference])))
    tap = next(form for form in page.select("form") if "Đã nhận được 210.000 ₫" in plain(form))
    fields = {field["name"]: field["value"] for field in tap.select("input[name]")}
    for _ in range(2):
        client.post(tap["action"], fields)
    booking.refresh_from_db()
    assert booking.status == BookingStatus.CONFIRMED
    assert [*LedgerEntry.objects.values_list("amount_vnd", "method")] == [(210_000, "transfer")]
    ticket = plain(soup(client.get(url("booking", booking))))
    assert "Bạn đã trả 210.000 ₫" in ticket
    assert "490.000 ₫" in ticket


def test_the_host_books_them_without(client, held, owner):
    booking, slug = waiting(held), held.slot.experience.host.slug
    client.post(reverse("desk:vouch", args=[slug, booking.reference]))
    booking.refresh_from_db()
    assert booking.status == BookingStatus.CONFIRMED


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_mail_asks_for_the_sum_and_the_next_says_what_was_paid(held, language, owner):
    Booking.objects.filter(pk=held.pk).update(language=language)
    booking = waiting(Booking.objects.with_party().get(pk=held.pk))
    mail = render(OutboxMessage.objects.get(booking=booking, kind=MessageKind.PAYMENT))
    ahead = {"vi": "trong đó trả trước 210.000 ₫", "en": "of which ₫210,000 is to pay ahead"}[language]
    assert ahead in mail.body.replace("\xa0", " ")
    assert "/xac-nhan/" not in mail.body


def test_a_time_before_it_is_chosen_names_the_deposit(client, slot):
    page = plain(soup(client.get(reverse("bookings:choose", args=[slot.experience.slug]))))
    day = slot.starts_at.astimezone(timezone.get_current_timezone()).date()
    chosen = client.get(
        reverse("bookings:choose", args=[slot.experience.slug]), {"day": f"{day:%Y-%m-%d}", "slot": slot.pk}
    )
    assert "cọc 30%" in page + plain(soup(chosen))
