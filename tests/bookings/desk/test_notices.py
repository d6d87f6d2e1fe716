"""Tell me: the page on which each member chooses what they hear of, and which phones are told."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import PushDevice
from accounts.push_devices import MOST
from bookings.domain.notices import wanted
from bookings.models import NoticeChoice
from pushing import keys
from tests.bookings.desk.desk_helpers import make_desk, said
from tests.bookings.desk.test_access import signed_in
from tests.factories import make_user
from tests.pages.reading import fields_of, plain, soup
from tests.pushing.phone import make_phone
from villages.enums import MemberRole
from villages.models import Member

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return make_desk()


def form_of(page) -> dict:
    form = next(form for form in page.select("main form") if form.select("[name=opened]"))
    return fields_of(page, form) | {name: ticked(form, name) for name in ("by_mail", "by_phone")}


def save(desk, client=None, **chosen):
    client = client or desk.client
    sent = form_of(soup(client.get(desk.url("notices")))) | chosen
    return client.post(desk.url("notices"), sent, follow=True)


def ticked(page, name: str) -> list[str]:
    return [box["value"] for box in page.select(f"input[name={name}][checked]")]


def test_what_is_ticked_is_kept_and_shown(desk):
    page = soup(desk.get("notices"))
    assert (ticked(page, "by_mail"), ticked(page, "by_phone")) == (
        [],
        ["new", "changed", "offer_taken", "words", "question", "review", "day", "request"],
    )
    answer = save(desk, by_mail=["words", "new"], by_phone=[])
    assert "Đã lưu" in said(answer)
    page = soup(answer)
    assert (ticked(page, "by_mail"), ticked(page, "by_phone")) == (["new", "words"], [])


def test_the_same_again_says_so(desk):
    save(desk, by_mail=["new"])
    assert "không có gì thay đổi" in said(save(desk, by_mail=["new"]))


def test_what_another_tab_chose_is_asked_and_not_overwritten(desk):
    before = form_of(soup(desk.get("notices")))
    save(desk, by_mail=["new"])
    answer = desk.client.post(desk.url("notices"), before | {"by_mail": ["words"]})
    assert "có người đổi thành" in plain(soup(answer))
    desk.client.post(desk.url("notices"), before | {"by_phone": ["new"]})
    choice = NoticeChoice.objects.get()
    assert (choice.by_mail, choice.by_phone) == (["new"], ["new"])


def test_nothing_else_can_be_chosen(desk):
    assert desk.client.post(desk.url("notices"), {"by_mail": ["money"]}).status_code == 200
    assert not NoticeChoice.objects.exists()


def test_each_member_chooses_for_themselves_and_one_house(desk):
    guide = make_user()
    member = Member.objects.create(host=desk.host, user=guide, role=MemberRole.GUIDE)
    save(desk, by_mail=["new"])
    save(desk, signed_in(guide), by_mail=["changed"], by_phone=["new"])
    owner = Member.objects.get(user=desk.owner)
    assert [wanted(row).by_mail for row in (owner, member)] == [{"new"}, {"changed"}]


def test_the_language_of_the_page_is_that_of_the_mails(desk):
    url = "/en" + desk.url("notices")
    desk.client.post(url, form_of(soup(desk.client.get(url))) | {"by_mail": ["new"]})
    assert NoticeChoice.objects.get().language == "en"


def test_whoever_has_no_address_is_offered_no_mail(desk):
    singer = make_user(email=None, phone="+84987650001")
    Member.objects.create(host=desk.host, user=singer, role=MemberRole.GUIDE)
    page = soup(signed_in(singer).get(desk.url("notices")))
    assert not page.select("[name=by_mail]")
    assert page.select("[name=by_phone]")


def test_without_the_site_s_key_the_page_says_that_phones_cannot_be_told(desk, settings):
    settings.PUSH_KEY = ""
    page = soup(desk.get("notices"))
    assert not page.select("[name=by_phone], [data-push-on]")
    assert "chưa báo được trên điện thoại" in plain(page)
    assert page.select_one("[data-push]")["data-key"] == ""


def test_a_phone_is_told_from_the_tap_on_and_once_however_often_it_is_tapped(desk):
    phone = make_phone()
    page = soup(desk.get("notices"))
    assert page.select_one("[data-push]")["data-key"] == keys.public_key()
    for _ in range(2):
        desk.post("notices_phone_on", phone.sent)
    device = PushDevice.objects.get()
    assert (device.user, device.endpoint, device.language) == (desk.owner, phone.endpoint, "vi")
    page = soup(desk.get("notices"))
    assert page.select_one("[data-push]")["data-endpoint"] == phone.endpoint
    assert "thiết bị này" in plain(page)


def test_another_address_of_the_same_phone_takes_the_place_of_the_first(desk):
    for phone in (make_phone(), last := make_phone()):
        desk.post("notices_phone_on", phone.sent)
    assert PushDevice.objects.get().endpoint == last.endpoint


def test_whoever_signs_in_on_a_phone_after_another_takes_it_over(desk):
    phone, guide = make_phone(), make_user()
    Member.objects.create(host=desk.host, user=guide, role=MemberRole.GUIDE)
    desk.post("notices_phone_on", phone.sent)
    signed_in(guide).post(desk.url("notices_phone_on"), phone.sent)
    assert PushDevice.objects.get().user == guide


@pytest.mark.parametrize("broken", [{"endpoint": "https://169.254.169.254/"}, {"p256dh": "AAAA"}, {"auth": ""}])
def test_an_address_that_is_no_push_service_s_is_refused_in_words(desk, broken):
    answer = desk.post("notices_phone_on", make_phone().sent | broken)
    assert "chưa báo trên máy này được" in said(answer)
    assert not PushDevice.objects.exists()


def test_the_oldest_of_many_phones_makes_room(desk):
    phones = [make_phone() for _ in range(MOST + 1)]
    for phone in phones:
        client = Client()
        client.force_login(desk.owner)
        client.post(desk.url("notices_phone_on"), phone.sent)
    assert set(PushDevice.objects.values_list("endpoint", flat=True)) == {phone.endpoint for phone in phones[1:]}


def test_another_phone_is_taken_off_from_here_and_nobody_else_s(desk):
    other = Client()
    other.force_login(desk.owner)
    other.post(desk.url("notices_phone_on"), make_phone().sent)
    device = PushDevice.objects.get()
    stranger = make_user()
    Member.objects.create(host=desk.host, user=stranger, role=MemberRole.OWNER)
    signed_in(stranger).post(desk.url("notices_phone_off"), {"device": device.pk})
    assert PushDevice.objects.exists()
    form = next(form for form in soup(desk.get("notices")).select("main form") if form.select("[name=device]"))
    assert form["action"] == desk.url("notices_phone_off")
    desk.post("notices_phone_off", {"device": device.pk})
    assert not PushDevice.objects.exists()


@pytest.mark.parametrize("device", ["", "x", "-1", "٣", "9" * 30])
def test_a_form_that_names_no_phone_changes_nothing(desk, device):
    assert "không có gì thay đổi" in said(desk.post("notices_phone_off", {"device": device}))


def test_a_phone_that_signed_out_is_not_in_the_list(desk):
    other = Client()
    other.force_login(desk.owner)
    other.post(desk.url("notices_phone_on"), make_phone().sent)
    PushDevice.objects.update(told_at=timezone.now())
    assert "Báo lần cuối" in plain(soup(desk.get("notices")))
    other.post("/tai-khoan/logout/")
    assert "Báo lần cuối" not in plain(soup(desk.get("notices")))


def test_the_page_is_found_from_set_up_and_by_a_guide_from_today(desk):
    guide = make_user()
    Member.objects.create(host=desk.host, user=guide, role=MemberRole.GUIDE)
    link = f"a[href='{desk.url('notices')}']"
    assert soup(desk.get("setup")).select(link)
    assert soup(signed_in(guide).get(desk.url("today"))).select(link)
