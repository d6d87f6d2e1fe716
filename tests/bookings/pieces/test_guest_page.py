"""Guests follow what they made behind their link, choose how they get it, and open its page to others or close it."""

import re

import pytest
from django.urls import reverse

from bookings.domain.personal.erasing import erase
from bookings.domain.pieces.photos import add_photo
from bookings.links import booking_token
from bookings.mail.render import compose, render
from bookings.models import Piece, PieceChoice
from outbox.models import OutboxMessage
from outbox.sending import Overtaken
from tests.factories import NOW
from tests.factories.pieces import led, make_party, make_pieces
from tests.ocop.evidence.files import picture
from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db


def url(booking, name="pieces"):
    return reverse(f"bookings:{name}", args=[booking_token(booking)])


@pytest.fixture
def piece():
    (piece,) = make_pieces(make_party(email="ha@example.com"), names=["Bo"], material="Đất sét đỏ")
    return piece


def test_the_ticket_leads_to_where_each_piece_is(client, piece):
    booking = piece.booking
    ticket = soup(client.get(url(booking, "booking")))
    assert ticket.select_one(f"a[href='{url(booking)}']")
    page = plain(soup(client.get(url(booking))))
    assert "Bo" in page
    assert "Tạo hình" in page
    assert "Xong trong khoảng" in page
    other = make_party(experience=booking.slot.experience)
    assert not soup(client.get(url(other, "booking"))).select_one(f"a[href='{url(other)}']")
    assert client.get(url(other)).status_code == 302


def test_whoever_asks_to_have_it_sent_is_asked_where_to(client, piece):
    refused = client.post(url(piece.booking), {"way": "ship", "ship_to": " "})
    assert refused.status_code == 422
    assert "địa chỉ" in plain(soup(refused))
    assert not PieceChoice.objects.exists()
    client.post(url(piece.booking), {"way": "ship", "ship_to": "12 Hàng Gà, Hà Nội"})
    assert PieceChoice.objects.values_list("way", "ship_to").get() == ("ship", "12 Hàng Gà, Hà Nội")
    again = client.post(url(piece.booking), {"way": "ship", "ship_to": "12 Hàng Gà, Hà Nội"}, follow=True)
    assert "không có gì thay đổi" in plain(soup(again))


@pytest.mark.parametrize("typed", ["{code}", "{lower}", "{spaced}"])
def test_a_private_piece_answers_exactly_as_a_code_that_nobody_knows(client, piece, typed):
    forms = {"code": piece.code, "lower": piece.code.lower(), "spaced": f"{piece.code[:4]}-{piece.code[4:]}"}
    asked = typed.format(**forms)
    unknown = typed.format(code="22222222", lower="22222222", spaced="2222-2222")

    def answer(text):
        response = client.get(f"/p/{text}")
        said = re.sub(r"nonce-[^' ]+|nonce=\"[^\"]+\"|csrf\w*\" value=\"[^\"]+\"", "", response.content.decode())
        return response.status_code, said.replace(text, "X"), response.headers.get("Location")

    assert answer(asked) == answer(unknown)
    assert answer(asked)[0] == 404


def test_a_page_that_its_guest_opened_says_what_they_allow_and_closes_again(client, piece):
    show = url(piece.booking, "piece_show")
    client.post(show, {"code": piece.code, "name": "Bo"})
    opened = client.get(f"/p/{piece.code}")
    assert opened.status_code == 200
    page = plain(soup(opened))
    assert "Bo làm" in page
    assert "Đất sét đỏ" in page
    assert piece.booking.contact_name not in page
    assert piece.booking.reference not in opened.content.decode()
    client.post(show, {"code": piece.code, "name": ""})
    assert "Bo" not in plain(soup(client.get(f"/p/{piece.code}")).select_one("main"))
    client.post(show, {"code": piece.code, "name": "", "hide": "1"})
    assert client.get(f"/p/{piece.code}").status_code == 404


def test_nobody_opens_a_page_of_another_party(client, piece):
    other = make_pieces(make_party(experience=piece.booking.slot.experience))[0]
    assert client.post(url(other.booking, "piece_show"), {"code": piece.code, "name": "X"}).status_code == 404
    assert not Piece.objects.filter(public_at__isnull=False).exists()


def test_a_forgotten_guest_s_page_is_closed(client, piece):
    client.post(url(piece.booking, "piece_show"), {"code": piece.code, "name": "Bo"})
    erase(booking=piece.booking, now=NOW)
    assert client.get(f"/p/{piece.code}").status_code == 404


def test_a_photo_has_an_address_that_nobody_guesses(client, piece):
    photo = add_photo(of=piece, data=picture(), step=piece.step, now=NOW)
    shown = soup(client.get(url(piece.booking))).select_one(".piece-photos a")["href"]
    assert client.get(shown)["Content-Type"] == "image/jpeg"
    assert client.get(reverse("bookings:piece_photo_small", args=[f"{photo.pk}.x.y"])).status_code == 404


@pytest.mark.parametrize(("language", "said"), [("vi", "Món bạn làm đã xong"), ("en", "What you made is ready")])
def test_the_mail_says_what_waits_and_is_not_sent_once_that_is_taken_back(language, said):
    pieces = make_pieces(make_party(email="ha@example.com", language=language), 2, names=["Bo"])
    led(pieces[:1], "Ready")
    message = OutboxMessage.objects.get(kind="piece_ready")
    mail = compose(message)
    assert said in mail.subject
    assert pieces[0].code in mail.body
    assert pieces[1].code not in mail.body
    assert url(pieces[0].booking).split("/")[-3] in mail.body
    assert not mail.attachments
    led(pieces[:1], "Fired")
    with pytest.raises(Overtaken):
        render(message)
