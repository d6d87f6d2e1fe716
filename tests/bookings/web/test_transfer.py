"""Paying what is left by bank transfer: the guest's page and the host's, with the same code."""

import io
import re
import uuid as uuids

import pytest
import zxingcpp
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageDraw

from bookings.domain.money.ledger import take_payment
from bookings.domain.money.owing import account_of
from bookings.domain.money.transfer import transfer_for, vietqr
from bookings.enums import PaidBy
from bookings.models import LedgerEntry
from tests.bookings.money.test_transfer import ACCOUNT
from tests.factories import make_booking, make_experience, make_host, make_slot, make_user
from tests.pages.guest import url
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared
from villages.enums import MemberRole
from villages.models import Host, Member

pytestmark = pytest.mark.django_db


@shared
def booking():
    return make_booking(make_slot(make_experience(host=make_host(**ACCOUNT))), adults=2)


def pixels(markup: str) -> Image.Image:
    """A code as segno draws it: one path of lines, a module high, in steps of whole modules."""
    size = int(re.search(r'viewbox="0 0 (\d+) ', markup)[1])
    scale = 5
    image = Image.new("L", (size, size), 255)
    drawing = ImageDraw.Draw(image)
    x = y = 0.0
    for step, numbers in re.findall(r"([Mmh])(-?[\d.]+(?:[ ,]?-?[\d.]+)?)", re.findall(r'd="(M[^"]+)"', markup)[-1]):
        values = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        if step == "h":
            drawing.rectangle(
                [x * scale, (y - 0.5) * scale, (x + values[0]) * scale - 1, (y + 0.5) * scale - 1], fill=0
            )
            x += values[0]
        elif step == "M":
            x, y = values
        else:
            x, y = x + values[0], y + values[1]
    return image


def test_the_ticket_leads_there_while_something_is_left_and_the_code_is_the_transfer_s(client, booking):
    ticket = soup(client.get(url("booking", booking)))
    assert ticket.select_one(f"a[href='{url('transfer', booking)}']")
    page = soup(client.get(url("transfer", booking)))
    words = plain(page.main)
    assert "0000 0000 01" in words
    assert booking.reference in words
    assert "Vietcombank" in words
    (read,) = zxingcpp.read_barcodes(pixels(str(page.select_one(".transfer__code svg"))))
    assert read.text == vietqr(transfer_for(booking, now=timezone.now()))


def test_the_code_is_saved_as_a_picture_that_reads_the_same(client, booking):
    page = soup(client.get(url("transfer", booking)))
    link = page.select_one(f"a[href='{url('transfer_code', booking)}']")
    assert link["download"].endswith(".png")
    answer = client.get(link["href"])
    (read,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(answer.content)))
    assert read.text == vietqr(transfer_for(booking, now=timezone.now()))
    Host.objects.update(bank_account="")
    assert client.get(link["href"])["Location"] == url("booking", booking)


def test_what_is_copied_is_what_a_bank_s_app_takes(client, booking):
    page = soup(client.get(url("transfer", booking, "en")))
    copied = [button["data-copy"] for button in page.select("[data-copy]")]
    assert copied == ["0000000001", "700000", f"VELANG {booking.reference}"]
    assert all(button.has_attr("hidden") and button["aria-label"] for button in page.select("[data-copy]"))


def test_once_all_is_paid_the_address_leads_back_to_the_ticket(client, booking):
    due = account_of(booking).due
    take_payment(
        key=uuids.uuid4(), booking=booking, method=PaidBy.TRANSFER, amount_vnd=due, due_vnd=due, by=make_user(),
        now=timezone.now(),
    )  # fmt: skip
    answer = client.get(url("transfer", booking))
    assert (answer.status_code, answer["Location"]) == (302, url("booking", booking))
    assert url("transfer", booking) not in client.get(url("booking", booking)).content.decode()


def test_a_host_without_an_account_is_paid_at_the_village_alone(client, booking):
    Host.objects.update(bank_account="")
    assert client.get(url("transfer", booking)).status_code == 302
    assert url("transfer", booking) not in client.get(url("booking", booking)).content.decode()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_account_that_is_made_up_says_so_above_its_code(client, booking, language):
    Host.objects.update(is_example=False)
    assert not soup(client.get(url("transfer", booking, language))).select(".transfer__example")
    Host.objects.update(is_example=True)
    assert soup(client.get(url("transfer", booking, language))).select_one(".transfer__example")


def test_the_host_holds_out_the_same_code_and_notes_the_money_in_one_tap(client, booking):
    host = booking.slot.experience.host
    owner = make_user()
    Member.objects.create(host=host, user=owner, role=MemberRole.OWNER)
    client.force_login(owner)
    address = reverse("desk:booking", args=[host.slug, booking.reference])
    assert soup(client.get(address)).select_one(f"a[href='{address}chuyen-khoan/']")
    page = soup(client.get(f"{address}chuyen-khoan/"))
    (read,) = zxingcpp.read_barcodes(pixels(str(page.select_one(".transfer__code svg"))))
    assert read.text == vietqr(transfer_for(booking, now=timezone.now()))
    (tap,) = page.select("main form[action$='/thu/']")
    client.post(tap["action"], {field["name"]: field["value"] for field in tap.select("input[type=hidden]")})
    entry = LedgerEntry.objects.get()
    assert (entry.method, entry.amount_vnd) == (PaidBy.TRANSFER, 700_000)
    assert client.get(f"{address}chuyen-khoan/")["Location"] == address


def test_a_bank_s_app_is_opened_with_what_the_code_says_and_without_the_guest_s_own_address(client, booking, settings):
    settings.BASE_URL = "https://velang.example"
    page = soup(client.get(url("transfer", booking)))
    links = [link for link in page.select("main a") if "vietqr.io" in link["href"]]
    due = transfer_for(booking, now=timezone.now()).amount_vnd
    # As www.vietqr.io/deeplink has it: account and bank with an @ that stays, the way back last and as it is.
    filled = f"am={due}&tn=VELANG+{booking.reference}&ba=0000000001@vcb&bn=HTX+GOM&url=https://velang.example/"
    apps = ["mb", "icb", "bidv", "acb", "ocb"]
    assert [link["href"] for link in links] == [f"https://dl.vietqr.io/pay?app={app}&{filled}" for app in apps]
    assert all("noreferrer" in link["rel"] for link in links)


def test_no_app_is_offered_for_a_bank_of_which_no_code_is_known(client, booking):
    Host.objects.update(bank_bin="999999")
    assert "vietqr.io" not in client.get(url("transfer", booking)).content.decode()
