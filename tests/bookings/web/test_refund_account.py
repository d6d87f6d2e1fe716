"""A guest says into which account money back is to come, and reads how far it is."""

import pytest
from django.utils import timezone

from bookings.domain.booking.cancel import cancel
from bookings.domain.money import ledger
from bookings.enums import CancelledBy, LedgerState, MessageKind
from bookings.mail.render import compose, render
from bookings.models import RefundAccount
from outbox.models import OutboxMessage
from outbox.sending import Overtaken
from tests.factories import make_booking, make_slot
from tests.factories.refunds import DETAILS, bounce, give_details, make_owed, send_back
from tests.pages.guest import url
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db
TYPED = {"bank_bin": "970436", "account": "0011 0012 34567", "name": "Nguyễn Thị Hà"}
LANGUAGES = pytest.mark.parametrize(
    ("language", "heading", "on_its_way"),
    [
        ("vi", "Nhận lại tiền vào tài khoản nào?", "Tiền đang trên đường về"),
        ("en", "Into which account do you want your money back?", "Your money is on its way already"),
    ],
)


@shared
def owed():
    return make_owed(make_slot(), now=timezone.now(), adults=2)


def page(client, booking, view="refund_account", language="vi") -> str:
    answer = client.get(url(view, booking, language))
    assert answer.status_code == 200
    return plain(soup(answer))


def save(client, booking, **typed):
    return client.post(url("refund_account", booking), TYPED | typed, follow=True)


@LANGUAGES
def test_the_booking_leads_to_the_form_which_says_how_much_and_whom_to_call(
    client, owed, language, heading, on_its_way
):
    answer = client.get(url("booking", owed, language))
    assert soup(answer).select_one(f"a[href='{url('refund_account', owed, language)}']")
    read = page(client, owed, language=language)
    assert heading in read
    assert ("700.000 ₫" if language == "vi" else "₫700,000") in read
    assert owed.slot.experience.host.phone.as_national in read
    give_details(owed, now=timezone.now())
    send_back(owed, now=timezone.now())
    assert on_its_way in page(client, owed, language=language)


def test_what_was_typed_in_groups_is_kept_as_the_bank_has_it(client, owed):
    assert "Đã ghi" in plain(soup(save(client, owed)))
    row = RefundAccount.objects.get()
    assert (row.booking, row.bank_bin, row.account, row.name) == (owed, "970436", "0011001234567", "Nguyễn Thị Hà")
    assert "0011001234567" in page(client, owed, "personal")
    assert "Xem lại số tài khoản của tôi" in page(client, owed, "booking")


def test_saved_twice_nothing_changed(client, owed):
    save(client, owed)
    before = RefundAccount.objects.values().get()
    assert "không có gì thay đổi" in plain(soup(save(client, owed)))
    assert RefundAccount.objects.values().get() == before


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"account": "12"}, "Số tài khoản có từ 4 đến 19"),
        ({"account": "1" * 20}, "Số tài khoản có từ 4 đến 19"),
        ({"account": "0011-đồng"}, "Số tài khoản có từ 4 đến 19"),
        ({"account": ""}, "Bạn viết số tài khoản nhé"),
        ({"bank_bin": ""}, "Bạn chọn ngân hàng nhé"),
        ({"name": ""}, "Bạn viết tên chủ tài khoản nhé"),
    ],
)
def test_what_no_bank_could_read_is_refused_and_kept_as_typed(client, owed, typed, said):
    answer = save(client, owed, **typed)
    assert answer.status_code == 422
    assert said in plain(soup(answer))
    for name, value in (TYPED | typed).items():
        field = soup(answer).select_one(f"[name={name}]")
        shown = field.select_one("option[selected]") if field.name == "select" else field
        assert (shown["value"] if shown and shown.has_attr("value") else "") == value
    assert not RefundAccount.objects.exists()


def test_a_bank_of_nobodys_list_is_refused(client, owed):
    assert save(client, owed, bank_bin="999999").status_code == 422
    assert not RefundAccount.objects.exists()


def test_where_nothing_is_due_the_address_leads_to_the_booking(client):
    booking = make_booking(make_slot())
    assert client.get(url("refund_account", booking)).headers["Location"] == url("booking", booking)
    assert client.post(url("refund_account", booking), TYPED).headers["Location"] == url("booking", booking)
    assert not RefundAccount.objects.exists()


def test_what_is_on_its_way_is_said_with_the_account_and_cannot_be_changed(client, owed):
    give_details(owed, now=timezone.now())
    send_back(owed, now=timezone.now(), amount_vnd=300_000)
    answer = client.get(url("refund_account", owed))
    assert DETAILS.account in plain(soup(answer))
    assert soup(answer).select_one("[name=account]") is None
    assert save(client, owed, account="999988887777").status_code == 422
    assert RefundAccount.objects.get().account == DETAILS.account
    assert "300.000 ₫ đang trên đường về với bạn" in page(client, owed, "booking")


def test_after_it_came_back_the_page_asks_to_look_again_and_takes_the_same_account_too(client, owed):
    give_details(owed, now=timezone.now())
    bounce(send_back(owed, now=timezone.now()), now=timezone.now())
    assert "bị trả về" in page(client, owed)
    save(client, owed, account=DETAILS.account, name=DETAILS.name)
    assert "bị trả về" not in page(client, owed)


def letter_of(booking, kind):
    mail = compose(OutboxMessage.objects.get(kind=kind, audience="guest", booking=booking))
    return mail.subject, mail.body, mail.alternatives[0][0]


@pytest.mark.parametrize(
    ("language", "returned", "subject"),
    [
        ("vi", "ngân hàng trả về", "Trả lại tiền cho bạn"),
        ("en", "the bank returned it", "Which account for your money?"),
    ],
)
def test_the_letters_lead_there_in_both_languages(language, returned, subject):
    booking = make_owed(make_slot(), now=timezone.now(), adults=2, language=language)
    for text in letter_of(booking, MessageKind.CANCELLED)[1:]:
        assert url("refund_account", booking, language) in text
        assert ("700.000 ₫" if language == "vi" else "₫700,000") in text.replace("\xa0", " ")
    entry = send_back(booking, now=timezone.now())
    bounce(entry, now=timezone.now())
    told, *texts = letter_of(booking, MessageKind.REFUND_BOUNCED)
    assert subject in told
    for text in texts:
        assert returned in text
        assert url("refund_account", booking, language) in text


def test_who_is_owed_nothing_is_not_sent_there():
    booking = make_booking(make_slot())
    cancel(booking=booking, by=CancelledBy.HOST, now=timezone.now())
    for text in letter_of(booking, MessageKind.CANCELLED)[1:]:
        assert "nhan-lai-tien" not in text


def test_a_letter_that_waited_until_the_money_went_out_again_is_not_sent(owed):
    bounce(send_back(owed, now=timezone.now()), now=timezone.now())
    message = OutboxMessage.objects.get(kind=MessageKind.REFUND_BOUNCED)
    assert render(message).to == [owed.contact_email]
    ledger.refund_ends(
        entry=send_back(owed, now=timezone.now()), state=LedgerState.ARRIVED, by=None, now=timezone.now()
    )
    with pytest.raises(Overtaken):
        render(message)
