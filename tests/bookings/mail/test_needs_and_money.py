"""What a guest needs stands in the mails of both sides; what is due comes with the account, the sum and the code."""

import uuid as uuids
from email.message import EmailMessage

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings.domain.money.ledger import take_payment
from bookings.domain.money.transfer import transfer_for
from bookings.domain.reviews.hide import hide, show
from bookings.enums import Audience, HideGround, MessageKind, PaidBy
from bookings.links import booking_url
from bookings.mail.render import compose, render
from bookings.models import Booking
from common.words.money import format_vnd
from outbox.models import OutboxMessage
from outbox.sending import Overtaken
from tests.bookings.mail.test_mail_content import html_of, parsed
from tests.bookings.money.test_transfer import ACCOUNT
from tests.factories import make_booking, make_contact, make_experience, make_host, make_slot, make_user
from tests.factories.reviews import make_review, make_visited
from tests.pages.reading import plain
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
WHY = "Câu thứ hai nêu số điện thoại của một người khác."


@shared
def booking():
    """Two adults, 700.000 ₫, at a house that takes transfers."""
    return booked("vi")


def booked(language: str, **contact) -> Booking:
    slot = make_slot(make_experience(host=make_host(**ACCOUNT)))
    return make_booking(slot, adults=2, language=language, contact=make_contact(**contact))


def confirmation(booking: Booking, audience: str = Audience.GUEST):
    return compose(OutboxMessage.objects.get(booking=booking, kind=MessageKind.CONFIRMED, audience=audience))


def said(mail) -> list[str]:
    return [" ".join(text.split()) for text in (mail.body, plain(html_of(mail)))]


def sum_text(amount: int) -> str:
    """As `said` has it."""
    return " ".join(format_vnd(amount).split())


def pictures(mail) -> list[EmailMessage]:
    return [part for part in parsed(mail).walk() if part.get_content_type() == "image/png"]


def test_what_is_due_comes_with_the_account_the_exact_sum_and_a_code(booking):
    mail, transfer = confirmation(booking), transfer_for(booking, now=timezone.now())
    for text in said(mail):
        assert sum_text(700_000) in text
        assert transfer.note in text
        assert booking_url(booking, view="transfer") in mail.body + mail.alternatives[0].content
    assert "0000000001" in mail.body
    assert "0000 0000 01" in plain(html_of(mail))
    [picture] = pictures(mail)
    shown = html_of(mail).select_one("img")["src"]
    assert picture["Content-ID"] == f"<{shown.removeprefix('cid:')}>"
    assert picture.get_content_disposition() == "inline"
    assert picture.get_content().startswith(b"\x89PNG")


def test_the_code_of_the_mail_is_that_of_the_page(booking, monkeypatch):
    drawn = []
    monkeypatch.setattr("bookings.mail.transfers.png", lambda text, width: drawn.append(text) or b"\x89PNG")
    confirmation(booking)
    [text] = drawn
    assert "5406700000" in text
    assert booking.reference in text


def test_a_part_that_was_paid_is_taken_off_and_what_is_paid_asks_for_nothing(booking):
    owner = make_user()

    def pay(amount: int, due: int) -> None:
        take_payment(
            key=uuids.uuid4(),
            booking=booking,
            method=PaidBy.TRANSFER,
            amount_vnd=amount,
            due_vnd=due,
            by=owner,
            now=timezone.now(),
        )

    assert all("trả tại làng" in text for text in said(confirmation(booking)))
    pay(200_000, 700_000)
    mail = confirmation(booking)
    assert all(f"còn trả tại làng {sum_text(500_000)}" in text for text in said(mail))
    pay(500_000, 500_000)
    mail = confirmation(booking)
    assert all("đã trả đủ" in text and "trả tại làng" not in text for text in said(mail))
    assert pictures(mail) == []


def test_a_house_gets_no_code_and_neither_does_a_guest_of_one_without_an_account(booking):
    assert pictures(confirmation(booking, Audience.HOST)) == []
    assert pictures(confirmation(make_booking())) == []


def test_a_house_reads_in_vietnamese_what_its_guest_needs():
    booking = booked("en", dietary=("nuts",), spoken_language="en")
    with_needs = "Khách: đặt bằng tiếng Anh · dị ứng các loại hạt · tiếng dùng trong buổi: Tiếng Anh"
    assert all(with_needs in text for text in said(confirmation(booking, Audience.HOST)))
    assert all("You told us: allergic to nuts, a visit in English" in text for text in said(confirmation(booking)))


def test_who_needs_nothing_is_told_of_nothing(booking):
    for audience in Audience.values:
        assert all("Bạn đã báo" not in text and "Khách:" not in text for text in said(confirmation(booking, audience)))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_guest_hears_why_their_words_are_hidden_and_nothing_once_they_are_shown_again(language):
    review = make_review(make_visited(now=timezone.now(), language=language), now=timezone.now())
    office = make_user()
    hide(review=review, ground=HideGround.PRIVACY, why="Nêu tên người khác.", by=office, now=timezone.now())
    hide(review=review, ground=HideGround.PRIVACY, why=WHY, by=office, now=timezone.now())
    hide(review=review, ground=HideGround.PRIVACY, why=WHY, by=office, now=timezone.now())
    first, last = OutboxMessage.objects.filter(kind=MessageKind.REVIEW_HIDDEN).order_by("pk")
    with pytest.raises(Overtaken):
        render(first)
    mail = render(last)
    ground = {"vi": "Lời nhận xét bị ẩn vì", "en": "it says or shows of somebody what is theirs alone"}[language]
    for text in said(mail):
        assert WHY in text
        assert ground in text
    assert booking_url(review.booking, view="review") in mail.body
    # It is the site's to answer for, not the house's; and it cannot be muted.
    assert mail.reply_to == []
    assert "List-Unsubscribe" not in mail.extra_headers
    show(review=review, by=office, now=timezone.now())
    with pytest.raises(Overtaken):
        render(last)
    assert reverse("bookings:letters") not in mail.body
