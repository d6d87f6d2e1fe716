"""A group's contract and what an invoice for it is made of: whole, of what was agreed, and the same each time."""

import io
import unicodedata

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from bookings.domain.booking.party_choices import choices_of, party_digest
from bookings.domain.groups.accept import accept
from bookings.domain.groups.agreed import accepted_quote
from bookings.domain.groups.forget import forget_requests
from bookings.domain.groups.numbers import change_numbers
from bookings.domain.groups.quote import Besides
from bookings.domain.money.invoice import Details, ask
from bookings.enums import Buyer
from bookings.group_papers.contract import contract_file
from bookings.group_papers.invoice import invoice_sheet
from bookings.links import group_token
from bookings.models import Booking, GroupRequest, Quote
from common.words.text import nfc
from tests.factories import make_experience, make_host, make_user
from tests.factories.groups import DAY, group_slot, make_accepted, make_quote, make_request
from villages.models import Host

pytestmark = pytest.mark.django_db
LETTERS = "ẮẰẲẴẶắằẳẵặẤẦẨẪẬấầẩẫậẾỀỂỄỆếềểễệỐỒỔỖỘốồổỗộỚỜỞỠỢớờởỡợỨỪỬỮỰứừửữựỲỴỶỸỳỵỷỹĐđ"


@pytest.fixture
def house():
    return make_experience(make_host(owner=make_user()), capacity=60)


def accepted(house, *, now, days=(14,), deposit_vnd=1_000_000, **asked) -> GroupRequest:
    request = make_request(house.host, house, now=now, **asked)
    slots = [group_slot(house, now=now, days=day) for day in days]
    return make_accepted(request, *slots, now=now, deposit_vnd=deposit_vnd)


def words(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def contract(request: GroupRequest, language: str = "vi") -> bytes:
    return contract_file(accepted_quote(request.pk), language)


def with_children(request: GroupRequest, booking: Booking, children: int, *, now) -> None:
    """So many instead of 30."""
    choices = choices_of(booking, booking.slot)
    wanted = {one.key: children if one.quantity == 30 else one.quantity for one in choices}
    change_numbers(request=request, booking=booking, quantities=wanted, seen=party_digest(booking), now=now)


def test_a_contract_says_who_agrees_on_what_for_how_much_in_figures_and_words(house, now):
    text = words(contract(accepted(house, now=now)))
    host = house.host
    for told in (host.legal_name, host.registration_number, host.address, "Trường THCS Bến Đò (ví dụ)", "Trần Thị Mai"):
        assert told in text
    # 3 × 100.000 + 30 × 90.000 + 33 × 60.000.
    for told in ("30 × Trẻ em, 90.000", "33 × Cơm trưa", "4.980.000", "1.000.000", "3.980.000"):
        assert told in text.replace("\xa0", " ")
    assert "Bốn triệu chín trăm tám mươi nghìn đồng" in text
    assert "3 người lớn đi cùng 30" in text
    assert "theo bản tiếng Việt" in text


def test_it_is_the_same_paper_whatever_house_and_bookings_have_become(house, now):
    request = accepted(house, now=now, days=(14, 15))
    before = contract(request)
    assert contract(request) == before
    Host.objects.filter(pk=house.host_id).update(legal_name="Hợp tác xã khác", address="Nơi khác")
    [booking, _other] = Booking.objects.filter(quoted__quote__request=request).order_by("slot__starts_at")
    with_children(request, booking, 25, now=now)
    Booking.objects.filter(pk=booking.pk).update(told_place="Bãi khác", free_cancel_hours=1)
    assert contract(request) == before


def test_an_accepted_quote_of_an_older_release_has_its_contract_too(house, now):
    request = accepted(house, now=now)
    before = contract(request)
    Quote.objects.filter(request=request).update(agreed=None)
    assert contract(request) == before


def test_terms_of_leaving_are_those_that_were_frozen(house, now):
    house.free_cancel_hours, house.cancel_steps = 72, "24:50"
    house.save()
    text = words(contract(accepted(house, now=now), "en"))
    assert "free of charge until 3 days before" in text
    assert "Up to 24 hours before, 50% of the price comes back." in text
    assert "Where they differ, the Vietnamese one holds." in text


def test_every_letter_is_there_and_a_name_without_an_end_stays_on_the_page(house, now):
    # 60 letters without a space, and both ways of writing an accent.
    name = LETTERS + unicodedata.normalize("NFD", "Trường Nguyễn") + "W" * 60 + "<b>&amp;\u202e"
    request = accepted(house, now=now, organisation=name[:160])
    content = contract(request)
    text = words(content).replace(" ", "")
    assert nfc(LETTERS) in text
    assert "TrườngNguyễn" in text
    assert unicodedata.is_normalized("NFC", text)
    edge = 595 - 56
    for page in PdfReader(io.BytesIO(content)).pages:
        page.extract_text(visitor_text=lambda text, _cm, at, *_font: not text.strip() or _within(at[4], edge))


def _within(x: float, edge: float) -> None:
    assert 0 <= x < edge


def test_an_invoice_is_made_out_for_what_stands_and_to_whom_the_ticket_says(house, now):
    request = accepted(house, now=now)
    booking = Booking.objects.get(quoted__quote__request=request)
    buyer = Details(Buyer.COMPANY, "Công ty Hoa Gạo (ví dụ)", "Xã Bến Đò", "0100109106", "ketoan@example.com")
    ask(booking=booking, details=buyer, now=now)
    with_children(request, booking, 28, now=now)
    text = words(invoice_sheet(accepted_quote(request.pk), "vi")).replace("\xa0", " ")
    for told in ("Công ty Hoa Gạo (ví dụ)", "0100109106", "ketoan@example.com", "28 × Trẻ em", "4.800.000"):
        assert told in text
    assert "không phải hóa đơn" in text


def test_what_is_not_asked_for_is_taken_off_and_the_sheet_adds_up(house, now):
    request = make_request(house.host, house, now=now)
    off = [Besides("Giảm cho đoàn", 1, 300_000, discount=True)]
    quote = make_quote(request, group_slot(house, now=now), now=now, besides=off)
    accept(request=request, version=quote.version, now=now)
    text = words(invoice_sheet(accepted_quote(request.pk), "vi")).replace("\xa0", " ")
    assert "-300.000" in text
    assert "Hai triệu bảy trăm nghìn đồng" in text


def test_a_house_of_the_demo_says_that_it_is_one(house, now):
    assert "hư cấu" not in words(contract(accepted(house, now=now)))
    house.host.is_example = True
    house.host.save()
    request = accepted(house, now=now, days=(16,))
    assert "hư cấu" in words(contract(request))
    assert "hư cấu" in words(invoice_sheet(accepted_quote(request.pk), "vi"))


@pytest.mark.parametrize("name", ["group_contract", "group_invoice"])
def test_a_guest_has_both_from_when_the_quote_is_accepted_until_they_are_forgotten(house, client, name):
    now = timezone.now()
    request = make_request(house.host, house, now=now)
    url = reverse(f"bookings:{name}", args=[group_token(request)])
    assert client.get(url).status_code == 404
    make_accepted(request, group_slot(house, now=now), now=now)
    assert client.get(url).content.startswith(b"%PDF")
    forget_requests(now=now + 2_000 * DAY)
    assert accepted_quote(request.pk) is None
