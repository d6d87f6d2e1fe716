"""What a verifier saw is kept with the verification, and papers that end are looked at in time."""

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from bookings.domain.seats.on_sale import is_on_sale
from outbox.kinds import deliver
from outbox.models import OutboxMessage
from outbox.sending import send_due
from tests.factories import make_experience, make_host, make_slot
from tests.pages.reading import plain, soup
from tests.plugins.shared_stage import shared
from villages.domain.papers import look_at_papers
from villages.domain.seen import digest
from villages.enums import PaperNews
from villages.models import Host

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@shared
def host(cms) -> Host:
    return make_host(verified=False)


def verify(client, host: Host, **told) -> str:
    host.refresh_from_db()
    sent = {"seen": digest(host), "papers": ["identity", "registration"]} | told
    response = client.post(reverse("host:verify", args=[host.pk]), sent, follow=True)
    host.refresh_from_db()
    return plain(soup(response))


def ends_in(days: int) -> Host:
    host = make_host()
    Host.objects.filter(pk=host.pk).update(verified_until=timezone.localdate() + days * DAY)
    return host


def told(kind: PaperNews) -> list[str]:
    return list(OutboxMessage.objects.filter(kind=kind, audience="host").values_list("to", flat=True))


def test_what_was_seen_and_until_when_it_is_good_is_kept_and_read(signed_in, host):
    client, until = signed_in("verifier"), timezone.localdate() + 400 * DAY
    page = verify(client, host, until=str(until), note="Số 21E8001234")
    assert (host.papers_seen, host.verified_until) == (["identity", "registration"], until)
    for words in ("căn cước", "đăng ký kinh doanh", "Số 21E8001234", f"{until.day}/{until.month}/{until.year}"):
        assert words in page, words
    history = plain(soup(client.get(reverse("host:history", args=[host.pk]))))
    assert "Số 21E8001234" in history


@pytest.mark.parametrize(
    "wrong", [{"papers": []}, {"papers": ["love letter"]}, {"until": "2020-01-31"}, {"until": "mùng sáu"}]
)
def test_without_papers_or_with_papers_that_are_over_nobody_is_verified(signed_in, host, wrong):
    page = verify(signed_in("verifier"), host, **wrong)
    assert not host.is_verified
    assert any(words in page for words in ("những giấy tờ đã xem", "đã hết hạn", "ngày hết hạn"))


@pytest.mark.parametrize("wrong", [{"note": "ả" * 201}, {"until": "2020-01-31"}, {"until": "mùng sáu"}])
def test_what_was_ticked_and_typed_stays_where_it_is_refused(signed_in, host, wrong):
    client, told = signed_in("verifier"), {"papers": ["identity"], "note": "Số 21E8001234"} | wrong
    sent = {"seen": digest(host), "next": reverse("host:index")} | told
    page = soup(client.post(reverse("host:verify", args=[host.pk]), sent))
    host.refresh_from_db()
    assert not host.is_verified
    assert [box["value"] for box in page.select("[name=papers][checked]")] == ["identity"]
    assert page.select_one("[name=note]")["value"] == told["note"]
    again = {item["name"]: item["value"] for item in page.select(".verification__form input[type=hidden]")}
    client.post(reverse("host:verify", args=[host.pk]), again | {"papers": ["identity"]})
    host.refresh_from_db()
    assert host.is_verified


def test_withdrawing_forgets_what_was_seen(signed_in, host):
    client = signed_in("verifier")
    verify(client, host, note="Bản sao")
    client.post(reverse("host:withdraw", args=[host.pk]))
    host.refresh_from_db()
    assert (host.papers_seen, host.papers_note, host.verified_until) == (None, "", None)


def test_house_and_verifiers_are_told_thirty_days_and_seven_days_before_and_not_every_night(signed_in):
    verifier = signed_in("verifier").user
    host, now = ends_in(31), timezone.now()
    for day in range(32):
        for _twice in range(2):
            look_at_papers(now=now + day * DAY)
    assert told(PaperNews.ENDING) == [host.email] * 2
    assert OutboxMessage.objects.filter(kind=PaperNews.ENDING, to=verifier.email).count() == 2
    assert Host.objects.get(pk=host.pk).is_verified


def test_the_mail_to_the_house_says_until_when_and_leads_to_no_office():
    host, now = ends_in(5), timezone.now()
    look_at_papers(now=now)
    send_due(deliver=deliver, now=now)
    letter = next(letter for letter in mail.outbox if letter.to == [host.email])
    until = timezone.localdate() + 5 * DAY
    assert f"{until.day}/{until.month}" in letter.body
    assert "/cms/" not in letter.body


def test_papers_that_are_over_take_the_house_off_sale_once():
    host, now = ends_in(-1), timezone.now()
    slot = make_slot(make_experience(host=host), now + 2 * DAY)
    for _twice in range(2):
        look_at_papers(now=now)
    slot.experience.host.refresh_from_db()
    assert not slot.experience.host.is_verified
    assert not is_on_sale(slot, now=now)
    assert told(PaperNews.OVER) == [host.email]


def test_the_last_day_still_counts():
    host = ends_in(0)
    look_at_papers(now=timezone.now())
    assert Host.objects.get(pk=host.pk).is_verified


def test_a_warning_is_dropped_once_new_papers_were_seen():
    host, now = ends_in(5), timezone.now()
    look_at_papers(now=now)
    Host.objects.filter(pk=host.pk).update(verified_until=timezone.localdate() + 900 * DAY)
    send_due(deliver=deliver, now=now)
    assert not [letter for letter in mail.outbox if letter.to == [host.email]]


def test_the_verifiers_home_counts_papers_that_end_and_leads_to_them(signed_in, cms):
    host, _other = ends_in(10), ends_in(200)
    client = signed_in("verifier")
    link = soup(client.get("/cms/")).select_one("a[href*='verified=ending']")
    assert link is not None
    assert list(client.get(link["href"]).context["object_list"]) == [host]
