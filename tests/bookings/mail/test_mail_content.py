"""What guests and hosts read: in their language, as HTML and as text, with the visit for their calendar."""

import datetime as dt
import email
import email.policy
import re
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone, translation
from django.utils.translation import gettext
from icalendar import Calendar

from bookings.domain.booking.cancel import cancel, restore
from bookings.enums import BookingStatus, CancelledBy
from bookings.links import public_id
from bookings.mail.render import compose
from bookings.models import Booking
from common.words.money import format_vnd
from common.words.site import mail_domain
from outbox.models import OutboxMessage
from tests.factories import make_booking, make_contact, make_experience, make_experience_page, make_slot
from tests.pages.reading import plain

pytestmark = pytest.mark.django_db
KINDS = [("confirmed", "guest", "vi"), ("confirmed", "guest", "en"), ("confirmed", "host", "vi")]
KINDS += [("cancelled", "guest", "vi"), ("cancelled", "guest", "en"), ("cancelled", "host", "vi")]
HEADS = {
    ("confirmed", "guest"): "Your visit is booked: %(title)s, %(when)s",
    ("confirmed", "host"): "New guests: %(party)s, %(when)s",
    ("cancelled", "guest"): "Cancelled: %(title)s, %(when)s",
    ("cancelled", "host"): "Visit cancelled: %(party)s, %(when)s",
}


def booked(language: str = "vi", status: str = BookingStatus.CONFIRMED, **contact) -> Booking:
    slot = make_slot(hour=14, minute=0)
    lunch = slot.experience.extras.first()
    return make_booking(
        slot, status, adults=2, children=1, extras={lunch.pk: 3}, language=language, contact=make_contact(**contact)
    )


def mail_of(booking: Booking, kind: str, audience: str):
    return compose(OutboxMessage.objects.get(booking=booking, kind=kind, audience=audience))


def letter(kind: str, audience: str, language: str):
    booking = booked(language, BookingStatus.CANCELLED if kind == "cancelled" else BookingStatus.CONFIRMED)
    return booking, mail_of(booking, kind, audience)


def html_of(mail) -> BeautifulSoup:
    ((content, kind),) = mail.alternatives
    assert kind == "text/html"
    return BeautifulSoup(content, "html.parser")


def parsed(mail) -> email.message.EmailMessage:
    """The mail as it travels."""
    return email.message_from_bytes(mail.message().as_bytes(), policy=email.policy.default)


def calendar_part(mail) -> email.message.EmailMessage:
    (part,) = parsed(mail).iter_attachments()
    return part


@pytest.mark.parametrize(("kind", "audience", "language"), KINDS)
def test_both_forms_say_what_the_reader_needs(kind, audience, language):
    booking, mail = letter(kind, audience, language)
    experience = booking.slot.experience
    start = timezone.localtime(booking.slot.starts_at)
    with translation.override(language):
        party = [gettext("Who"), "2", "1", f"{start:%H:%M}", str(start.year)]
        if kind == "confirmed":
            party.append(format_vnd(booking.total_vnd))
    said = [booking.reference, experience.name_in(language), experience.host.name, experience.host.address, *party]
    for text in (plain(html_of(mail)), mail.body):
        flat = " ".join(text.split())
        missing = [word for word in said if " ".join(word.split()) not in flat]
        assert not missing
    assert html_of(mail).html["lang"] == language


@pytest.mark.parametrize(("kind", "audience", "language"), KINDS)
def test_the_subject_is_in_the_readers_language_and_on_one_line(kind, audience, language):
    _booking, mail = letter(kind, audience, language)
    with translation.override(language):
        start = gettext(HEADS[kind, audience]).split("%(")[0]
    assert mail.subject.startswith(start)
    assert "\n" not in mail.subject
    assert language == "en" or start != HEADS[kind, audience].split("%(")[0]


@pytest.mark.parametrize(("kind", "audience", "language"), KINDS)
def test_no_word_of_the_other_language_slips_in(kind, audience, language):
    _booking, mail = letter(kind, audience, language)
    foreign = {"vi": ["Reference", "Total", "When:", "adult", "child"], "en": ["Mã đặt", "Tổng", "người lớn", "trẻ em"]}
    for text in (plain(html_of(mail)), mail.body, mail.subject):
        assert not [word for word in foreign[language] if word in text]


@pytest.mark.parametrize(("kind", "audience", "language"), KINDS)
def test_every_link_is_absolute_and_resolves(client, settings, kind, audience, language):
    settings.BASE_URL = "https://velang.example"
    _booking, mail = letter(kind, audience, language)
    links = {link["href"] for link in html_of(mail).select("a[href]")} | set(re.findall(r"https?://\S+", mail.body))
    ours = [link for link in links if link.startswith(settings.BASE_URL)]
    assert all(link.startswith(("https://", "tel:+")) for link in links)
    assert ours or (kind, audience) == ("cancelled", "guest")
    for link in ours:
        response = client.get(link.removeprefix(settings.BASE_URL))
        if audience == "host":
            # The desk: signed in people only.
            assert response.status_code == 302
            assert "tai-khoan" in response["Location"]
        else:
            assert response.status_code == 200
            assert response.headers["Content-Language"] == language


@pytest.mark.parametrize(("kind", "audience", "language"), KINDS)
def test_the_visit_is_attached_for_the_calendar_with_the_right_method(kind, audience, language):
    booking, mail = letter(kind, audience, language)
    part = calendar_part(mail)
    method = "CANCEL" if kind == "cancelled" else "PUBLISH"
    assert part.get_content_type() == "text/calendar"
    assert part.get_param("method") == method
    assert part.get_filename() == f"ve-lang-{booking.reference}.ics"
    calendar = Calendar.from_ical(part.get_payload(decode=True))
    (event,) = calendar.walk("VEVENT")
    assert calendar["METHOD"] == method
    assert event["UID"] == f"{public_id(booking)}@{mail_domain()}"
    assert event["SEQUENCE"] == (2 if kind == "cancelled" else 1)
    assert event["DTSTART"].to_ical().endswith(b"Z")
    assert event["DTSTART"].dt == booking.slot.starts_at
    assert event["DTEND"].dt == booking.slot.ends_at
    assert event["DTSTART"].dt.utcoffset() == dt.timedelta(0)


def test_the_calendar_is_in_the_language_of_the_mail_it_comes_with():
    booking = booked("en")
    (event,) = Calendar.from_ical(calendar_part(mail_of(booking, "confirmed", "host")).get_content()).walk("VEVENT")
    assert booking.slot.experience.name in event["SUMMARY"]
    assert "adults" not in event["DESCRIPTION"]


def test_the_host_s_calendar_does_not_hold_the_guest_s_own_link():
    booking = booked()
    (event,) = Calendar.from_ical(calendar_part(mail_of(booking, "confirmed", "host")).get_content()).walk("VEVENT")
    assert "/dat-cho/ve/" not in event.to_ical().decode().replace("\r\n ", "")


def test_a_letter_that_went_out_late_still_fits_its_calendar():
    """Booked and cancelled before a worker came: the method of the mail and of the file inside it are one."""
    booking = booked()
    cancel(booking=booking, by=CancelledBy.GUEST, now=timezone.now())
    restore(booking=booking, by=CancelledBy.GUEST, now=timezone.now())
    for message in OutboxMessage.objects.filter(audience="guest"):
        part = calendar_part(compose(message))
        assert part.get_param("method") == Calendar.from_ical(part.get_content())["METHOD"], message.kind


def test_a_cancellation_by_the_host_gives_the_reason():
    booking = booked()
    cancel(booking=booking, by=CancelledBy.HOST, now=timezone.now(), reason="Lò đang sửa & nghỉ")
    mail = mail_of(booking, "cancelled", "guest")
    assert "Lò đang sửa & nghỉ" in plain(html_of(mail))
    assert "Lò đang sửa & nghỉ" in mail.body
    with translation.override("vi"):
        assert gettext("Your host had to cancel. We are sorry; you owe nothing.") in mail.body


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("late", [False, True])
def test_a_guest_who_cancels_late_is_not_told_that_nothing_is_owed(language, late):
    slot = make_slot(make_experience(free_cancel_hours=14 * 24 if late else 48))
    booking = make_booking(slot, BookingStatus.CANCELLED, language=language)
    host = slot.experience.host
    mail = mail_of(booking, "cancelled", "guest")
    said = "Your places are free for others again, and the host knows. "
    with translation.override(language):
        free = gettext(said + "You owe nothing.")
        passed = gettext(said + "But the time for cancelling free of charge had passed.")
        call = gettext("Please call your host about it:")
    for text in (plain(html_of(mail)), " ".join(mail.body.split())):
        assert (free in text) != late
        assert (f"{passed} {call} {host.name}, {host.phone.as_national}" in text) == late


def test_text_is_not_escaped_and_html_is():
    booking = booked(name="Hà & <b>Lê</b>", note='1 < 2 & "3"')
    mail = mail_of(booking, "confirmed", "host")
    assert "Hà & <b>Lê</b>" in mail.body
    assert '1 < 2 & "3"' in mail.body
    markup = mail.alternatives[0].content
    assert "Hà &amp; &lt;b&gt;Lê&lt;/b&gt;" in markup
    assert "1 &lt; 2 &amp; &quot;3&quot;" in markup


def test_the_host_can_call_and_write_to_the_guest():
    booking = booked(phone="+84912345678", email="ha@example.com", note="Cháu dị ứng lạc\nĐến muộn")
    mail = mail_of(booking, "confirmed", "host")
    page = html_of(mail)
    assert page.select_one("a[href='tel:+84912345678']")
    for text in (plain(page), mail.body):
        assert "+84 912 345 678" in text
        assert "ha@example.com" in text
    assert "Cháu dị ứng lạc<br>Đến muộn" in mail.alternatives[0].content
    assert "Cháu dị ứng lạc\nĐến muộn" in mail.body


def test_what_the_story_says_to_bring_is_in_the_guests_mail(page_tree):
    experience = make_experience()
    page = make_experience_page(page_tree, experience, bring="Ủng cao su\nNón", meeting="Cổng làng, cạnh cây đa")
    booking = make_booking(make_slot(experience))
    mail = mail_of(booking, "confirmed", "guest")
    for text in (plain(html_of(mail)), mail.body):
        assert all(word in text for word in ("Ủng cao su", "Nón", "Cổng làng, cạnh cây đa", page.title))


def test_vietnamese_headers_travel_encoded_and_arrive_whole(settings):
    settings.DEFAULT_FROM_EMAIL = "Về Làng <ve-lang@example.org>"
    booking = booked(email="ha@example.com")
    mail = mail_of(booking, "confirmed", "guest")
    raw = mail.message().as_bytes()
    head = raw.split(b"\n\n")[0]
    head.decode("ascii")
    assert all(len(line) <= 998 for line in raw.splitlines())
    message = parsed(mail)
    assert message["subject"].strip() == mail.subject
    assert "Bạn" in message["subject"]
    assert message["from"].addresses[0].display_name == "Về Làng"
    assert message["to"] == "ha@example.com"
    assert message["reply-to"] == booking.slot.experience.host.email
    assert message["auto-submitted"] == "auto-generated"
    assert message.get_body(("plain",)).get_content().startswith("Chào")


def test_the_message_id_is_one_for_every_attempt_and_another_for_every_message():
    booking = booked()
    messages = list(OutboxMessage.objects.filter(booking=booking))
    first = {message.audience: compose(message).message()["Message-ID"] for message in messages}
    OutboxMessage.objects.update(attempts=3)
    again = {message.audience: compose(message).message()["Message-ID"] for message in OutboxMessage.objects.all()}
    assert first == again
    assert len(set(first.values())) == 2
    assert all(re.fullmatch(r"<[\x21-\x7e]+@[\w.-]+>", item) for item in first.values())


def test_the_ticket_link_in_the_mail_is_in_the_guests_language():
    links = [
        link["href"]
        for link in html_of(mail_of(booked("en"), "confirmed", "guest")).select("a[href]")
        if "/dat-cho/ve/" in link["href"]
    ]
    assert links
    assert all(urlsplit(link).path.startswith("/en/dat-cho/ve/") for link in links)
