"""A house asks to receive guests, and the office answers once."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from outbox.kinds import deliver
from outbox.models import OutboxMessage
from outbox.sending import send_due
from tests.factories import make_host, make_user, make_village
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared
from villages.domain.applications import (
    AnsweredMeanwhile,
    Asked,
    apply,
    decline,
    forget_applications,
    join,
)
from villages.enums import ApplicationNews, ApplicationState
from villages.models import Host, HostApplication

pytestmark = pytest.mark.django_db
SENT = {
    "name": "Hợp tác xã Gốm Bến Đò (ví dụ)",
    "kind": "cooperative",
    "village": "",
    "place": "Thôn Thủ Công, xã Phù Lãng",
    "offer": "Khách nặn chum nhỏ, ăn cơm nhà.",
    "contact_name": "Nguyễn Thị Đượm",
    "phone": "0912 345 678",
    "email": "Duom@Example.com",
    "consent": "on",
}


@shared
def officer():
    user = make_user("san-pham@example.com")
    user.user_permissions.add(Permission.objects.get(codename="add_host"))
    return user


def said(**other) -> Asked:
    told = {name: SENT[name] for name in ("name", "kind", "place", "offer", "contact_name")}
    return Asked(**{"village": None, "phone": "+84912345678", "email": "duom@example.com"} | told | other)


def told(kind: ApplicationNews) -> list[tuple[str, str]]:
    return sorted(OutboxMessage.objects.filter(kind=kind).values_list("audience", "to"))


def send(client: Client, **other):
    return client.post(reverse("application"), SENT | other)


def test_what_was_written_is_kept_and_the_office_is_told(officer, client):
    assert send(client).status_code == 302
    kept = HostApplication.objects.get()
    assert (kept.name, kept.phone, kept.email) == (SENT["name"], "+84912345678", "duom@example.com")
    assert (kept.state, kept.language) == (ApplicationState.OPEN, "vi")
    assert told(ApplicationNews.ASKED) == [("office", "san-pham@example.com")]
    assert not Host.objects.exists()


def test_an_english_page_is_answered_in_english(client):
    client.post("/en" + reverse("application"), SENT)
    assert HostApplication.objects.get().language == "en"


def test_the_same_tap_twice_asks_once_and_another_word_asks_again(officer, client):
    send(client)
    send(client)
    assert HostApplication.objects.count() == 1
    send(client, offer="Khách nặn chum lớn.")
    assert HostApplication.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", "♥"),
        ("name", "Gốm hay www.example.com"),
        ("kind", "nothing"),
        ("place", ""),
        ("offer", "a" * 601),
        ("contact_name", ""),
        ("phone", "123"),
        ("email", "duom@"),
        ("consent", ""),
    ],
)
def test_bad_input_gets_a_sentence_and_loses_nothing(client, field, typed):
    response = send(client, **{field: typed})
    page = soup(response)
    assert response.status_code == 422
    assert page.select_one("#form-errors")
    assert not HostApplication.objects.exists()
    kept = [name for name in ("name", "place", "contact_name") if name != field]
    assert [page.select_one(f"[name={name}]")["value"] for name in kept] == [SENT[name] for name in kept]


def test_a_village_of_ours_needs_no_address(client):
    village = make_village()
    assert send(client, village=village.pk, place="").status_code == 302
    assert HostApplication.objects.get().village == village


def test_one_address_may_not_ask_without_end(client, settings):
    settings.CONTACT_RATE = "2/hour"
    answers = [send(client, offer=f"Lần {n}").status_code for n in range(3)]
    assert answers == [302, 302, 429]
    assert HostApplication.objects.count() == 2


def test_the_next_page_tells_nothing_of_who_asked(client):
    send(client)
    assert SENT["name"] not in plain(soup(client.get(reverse("application_sent"))))


def test_the_mail_to_the_office_leads_to_the_answer(officer, now):
    application = apply(said(), language="vi", now=now)
    send_due(deliver=deliver, now=now)
    letter = mail.outbox[0]
    assert reverse("host_application:answer", args=[application.pk]) in letter.body
    assert "Khách nặn chum nhỏ" in letter.body
    assert "0912 345 678" in letter.body


def test_an_office_that_has_answered_is_not_told_any_more_that_a_house_asks(officer, now):
    application = apply(said(), language="vi", now=now)
    decline(application_id=application.pk, by=officer, now=now, reason="Chưa có giấy phép.")
    send_due(deliver=deliver, now=now)
    assert [letter.to for letter in mail.outbox] == [["duom@example.com"]]


def test_a_declined_house_reads_why_in_its_language(officer, now):
    application = apply(said(), language="en", now=now)
    decline(application_id=application.pk, by=officer, now=now, reason="Chưa có giấy phép.")
    send_due(deliver=deliver, now=now)
    letter = next(letter for letter in mail.outbox if letter.to == ["duom@example.com"])
    assert "not with us yet" in letter.subject
    assert "Chưa có giấy phép." in letter.body
    assert "/cms/" not in letter.body


def test_an_answer_is_given_once(officer, now):
    application = apply(said(), language="vi", now=now)
    host = make_host(verified=False)
    for _ in range(2):
        join(application_id=application.pk, host=host, by=officer, now=now)
    assert told(ApplicationNews.JOINED) == [("house", "duom@example.com")]
    with pytest.raises(AnsweredMeanwhile):
        decline(application_id=application.pk, by=officer, now=now, reason="Không")
    application.refresh_from_db()
    assert (application.state, application.host, application.decided_by) == (ApplicationState.JOINED, host, officer)


def test_a_house_without_an_address_is_owed_no_mail(officer, now):
    application = apply(said(email=""), language="vi", now=now)
    decline(application_id=application.pk, by=officer, now=now, reason="Không")
    assert told(ApplicationNews.DECLINED) == []


def test_who_asked_long_ago_is_forgotten(settings):
    now = timezone.now()
    apply(said(), language="vi", now=now - dt.timedelta(days=settings.PERSONAL_DATA_DAYS + 1))
    recent = apply(said(), language="vi", now=now)
    assert forget_applications(now=now) > 0
    assert HostApplication.objects.get() == recent
