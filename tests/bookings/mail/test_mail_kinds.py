"""The mails about a new time, a minimum of guests and a waiting list: what each says, leads to and attaches."""

import datetime as dt
import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from icalendar import Calendar

from bookings.domain import messages
from bookings.domain.audit.run import audit
from bookings.domain.booking.confirm import confirm
from bookings.domain.booking.expire import expire_holds
from bookings.domain.booking.minimum import decide_due
from bookings.domain.booking.place import tell_changed_places
from bookings.domain.waiting.entries import join, leave
from bookings.domain.waiting.offers import offer_waiting
from bookings.enums import Audience, BookingStatus, MessageKind
from bookings.links import booking_url, check_in_url, choose_url, entry_url, public_id
from bookings.mail.render import compose
from bookings.models import Booking, Slot, WaitingEntry
from common.words.dates import moment_text
from common.words.site import mail_domain
from outbox.models import OutboxMessage
from outbox.sending import send_due
from tests.bookings.mail.test_mail_content import calendar_part, html_of, parsed
from tests.bookings.web.waiting_helpers import lapse
from tests.factories import cancel_for_good, make_booking, make_contact, make_experience, make_slot, quantities
from tests.pages.reading import plain
from villages.models import Host, Village

pytestmark = pytest.mark.django_db
LANGUAGES = ["vi", "en"]
K = MessageKind
NEW = [K.MOVED, K.PLACE_CHANGED, K.WAY_CHANGED, K.RUNS, K.CALLED_OFF, K.WAITING, K.OFFERED, K.WAITING_CLOSED]
HEADS = {
    K.MOVED: ("Đổi giờ", "New time"),
    K.PLACE_CHANGED: ("Đổi chỗ hẹn", "Another meeting place"),
    K.WAY_CHANGED: ("Đường đến chỗ hẹn", "How to find the place"),
    K.RUNS: ("Có làm", "It takes place"),
    K.CALLED_OFF: ("Không làm được", "Called off"),
    K.WAITING: ("Bạn đã có tên trong danh sách chờ", "You are on the waiting list"),
    K.OFFERED: ("Có chỗ cho bạn", "Places for you until"),
    K.WAITING_CLOSED: ("Không còn chỗ trống", "No places came free"),
}


def moved(language: str) -> Booking:
    """A booking that its host moved to the afternoon."""
    booking = make_booking(make_slot(hour=8), language=language, contact=make_contact(name="Lê Minh Khôi"))
    later = make_slot(booking.slot.experience, hour=14)
    Booking.objects.filter(pk=booking.pk).update(slot=later, sequence=2)
    booking.refresh_from_db()
    messages.owe(booking=booking, kind=K.MOVED, now=timezone.now())
    return booking


def told_of_another_place(language: str) -> Booking:
    booking = make_booking(make_slot(), language=language, contact=make_contact(name="Lê Minh Khôi"))
    Host.objects.filter(pk=booking.slot.experience.host_id).update(address="Bến đò Phù Lãng")
    tell_changed_places(now=timezone.now())
    return Booking.objects.get(pk=booking.pk)


def told_of_another_way(language: str) -> Booking:
    booking = make_booking(make_slot(), language=language, contact=make_contact(name="Lê Minh Khôi"))
    experience = booking.slot.experience
    Village.objects.filter(pk=experience.village_id).update(latitude=21.5)
    tell_changed_places(now=timezone.now())
    return Booking.objects.get(pk=booking.pk)


def decided(language: str, adults: int) -> Booking:
    """A booking of a visit that needs three, on the date by which that is decided."""
    slot = make_slot(make_experience(min_to_run=3, decide_hours=24))
    contact = make_contact(name="Lê Minh Khôi")
    booking = make_booking(slot, adults=adults, language=language, contact=contact)
    decide_due(now=slot.starts_at - dt.timedelta(hours=22))
    booking.refresh_from_db()
    return booking


def waiting(language: str) -> WaitingEntry:
    slot = make_slot(capacity=2)
    make_booking(slot, adults=2)
    return join(
        key=uuid.uuid4(),
        slot_id=slot.pk,
        unit_quantities=quantities(slot.experience, adults=2),
        extra_quantities={},
        contact=make_contact(name="Lê Minh Khôi"),
        consent=True,
        language=language,
        now=timezone.now(),
    )


def offered(language: str) -> WaitingEntry:
    entry = waiting(language)
    cancel_for_good(entry.slot.bookings.get(), now=timezone.now())
    entry.refresh_from_db()
    return entry


def closed(language: str) -> WaitingEntry:
    entry = waiting(language)
    offer_waiting(now=entry.slot.closes_at)
    return entry


def letter(kind: str, language: str, audience: str = Audience.GUEST):
    """What the mail is about, and the mail."""
    made = {
        K.MOVED: moved,
        K.PLACE_CHANGED: told_of_another_place,
        K.WAY_CHANGED: told_of_another_way,
        K.RUNS: lambda language: decided(language, adults=4),
        K.CALLED_OFF: lambda language: decided(language, adults=2),
        K.WAITING: waiting,
        K.OFFERED: offered,
        K.WAITING_CLOSED: closed,
    }[kind](language)
    return made, compose(OutboxMessage.objects.get(kind=kind, audience=audience))


def said(mail) -> list[str]:
    return [" ".join(text.split()) for text in (plain(html_of(mail)), mail.body)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", NEW)
def test_guests_read_what_it_is_about_in_their_language(kind, language):
    subject, mail = letter(kind, language)
    slot = subject.slot
    with translation.override(language):
        title = slot.experience.label
        day = moment_text(slot.starts_at).replace(f"{timezone.localtime(slot.starts_at):%H:%M}", "").strip(" ,")
    assert mail.subject.startswith(HEADS[kind][LANGUAGES.index(language)])
    assert title in mail.subject
    assert day in mail.subject
    assert "\n" not in mail.subject
    assert html_of(mail).html["lang"] == language
    for text in said(mail):
        for word in (title, day, "Lê Minh Khôi", slot.experience.host.name, slot.experience.host.phone.as_national):
            assert word in text or (word == "Lê Minh Khôi" and kind == K.CALLED_OFF)
    foreign = {"vi": ["When", "Reference", "adult", "Hello"], "en": ["Khi nào", "Mã đặt", "người lớn", "Chào"]}
    assert not [word for text in said(mail) for word in foreign[language] if word in text]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", NEW)
def test_each_leads_to_where_something_can_be_done(client, settings, kind, language):
    settings.BASE_URL = "https://velang.example"
    subject, mail = letter(kind, language)
    with translation.override(language):
        choose = settings.BASE_URL + reverse("bookings:choose", args=[subject.slot.experience.slug])
    goal = {
        K.WAITING: lambda: entry_url(subject),
        K.OFFERED: lambda: booking_url(subject.booking),
        K.CALLED_OFF: lambda: choose,
        K.WAITING_CLOSED: lambda: choose,
    }.get(kind, lambda: booking_url(subject))()
    links = {link["href"] for link in html_of(mail).select("a[href]")}
    assert goal in links
    assert goal in re.findall(r"https?://\S+", mail.body)
    response = client.get(goal.removeprefix(settings.BASE_URL))
    assert (response.status_code, response.headers["Content-Language"]) == (200, language)


@pytest.mark.parametrize(
    ("kind", "method", "status", "sequence"),
    [(K.MOVED, "PUBLISH", "CONFIRMED", 2), (K.CALLED_OFF, "CANCEL", "CANCELLED", 2)],
)
@pytest.mark.parametrize("audience", Audience.values)
def test_the_calendar_hears_of_a_new_time_and_of_a_visit_called_off(kind, method, status, sequence, audience):
    booking, mail = letter(kind, "en", audience)
    part = calendar_part(mail)
    assert part.get_param("method") == method
    calendar = Calendar.from_ical(part.get_payload(decode=True))
    (event,) = calendar.walk("VEVENT")
    assert calendar["METHOD"] == method
    assert (event["UID"], event["SEQUENCE"]) == (f"{public_id(booking)}@{mail_domain()}", sequence)
    assert event["STATUS"] == status
    assert event["DTSTART"].dt == booking.slot.starts_at
    link = booking_url(booking) if audience == Audience.GUEST else check_in_url(booking)
    assert link in event["DESCRIPTION"]


def test_the_calendar_hears_of_another_place():
    booking, mail = letter(K.PLACE_CHANGED, "en")
    (event,) = Calendar.from_ical(calendar_part(mail).get_payload(decode=True)).walk("VEVENT")
    assert (event["LOCATION"], event["SEQUENCE"]) == ("Bến đò Phù Lãng", booking.sequence)
    assert all("Bến đò Phù Lãng" in text and "free of charge until it begins" in text for text in said(mail))


@pytest.mark.parametrize("kind", [K.RUNS, K.WAITING, K.OFFERED, K.WAITING_CLOSED])
def test_what_changes_no_calendar_attaches_none(kind):
    _subject, mail = letter(kind, "vi")
    assert list(parsed(mail).iter_attachments()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_offer_says_until_when_in_its_subject_and_in_both_forms(language):
    entry, mail = letter(K.OFFERED, language)
    with translation.override(language):
        deadline = moment_text(entry.booking.hold_expires_at)
    assert all(deadline in text for text in (mail.subject, *said(mail)))
    # Nothing is booked yet: there is no reference to keep.
    assert all(entry.booking.reference not in text for text in said(mail))
    assert mail.to == [entry.contact_email]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("end", ["lapsed", "marked", "taken", "declined"])
def test_an_offer_that_goes_out_late_says_so_and_leads_to_how_things_stand(client, settings, language, end):
    settings.BASE_URL = "https://velang.example"
    entry = offered(language)
    if end == "taken":
        confirm(booking=entry.booking, contact=make_contact(), consent=True, now=timezone.now())
    elif end == "declined":
        leave(entry=entry, now=timezone.now())
    else:
        lapse(entry)
        expire_holds(now=timezone.now()) if end == "marked" else None
    sent = []
    send_due(now=timezone.now(), deliver=lambda message: sent.append((message.kind, compose(message))))
    (mail,) = (mail for kind, mail in sent if kind == K.OFFERED)
    with translation.override(language):
        over, promise = gettext("See how things stand"), gettext("Take the places")
    assert not mail.subject.startswith(HEADS[K.OFFERED][LANGUAGES.index(language)])
    for text in said(mail):
        assert over in text
        assert promise not in text
        assert "₫" not in text
    links = {link["href"] for link in html_of(mail).select("a[href^=http]")}
    assert links == {entry_url(entry)}
    assert entry_url(entry) in mail.body
    assert client.get(entry_url(entry).removeprefix(settings.BASE_URL)).status_code == 200
    assert list(audit(now=timezone.now(), only=["message-once", "message-owed", "message-stuck", "offer-booked"])) == []


def test_an_offer_whose_place_in_the_list_is_forgotten_leads_to_the_experience():
    entry, _mail = letter(K.OFFERED, "en")
    lapse(entry)
    entry.delete()
    mail = compose(OutboxMessage.objects.get(kind=K.OFFERED))
    assert choose_url(entry.slot.experience, "en") in mail.body


@pytest.mark.parametrize("kind", NEW)
def test_a_host_s_number_can_be_tapped(kind):
    subject, mail = letter(kind, "vi")
    phone = subject.slot.experience.host.phone
    links = html_of(mail).select(f"a[href='tel:{phone.as_e164}']")
    assert [link.text for link in links] == [phone.as_national]


@pytest.mark.parametrize("kind", [K.MOVED, K.RUNS, K.CALLED_OFF])
def test_hosts_read_it_in_vietnamese_and_are_led_to_their_desk(settings, kind):
    settings.BASE_URL = "https://velang.example"
    booking, mail = letter(kind, "en", Audience.HOST)
    assert mail.to == [booking.slot.experience.host.email]
    assert html_of(mail).html["lang"] == "vi"
    assert booking.slot.experience.name in plain(html_of(mail))
    links = [link["href"] for link in html_of(mail).select("a[href^=http]")]
    assert links
    assert all("/desk/" in link for link in links)
    assert booking_url(booking) not in mail.body


def test_nobody_pays_for_what_is_called_off_or_never_came_free():
    for kind in (K.CALLED_OFF, K.WAITING_CLOSED):
        OutboxMessage.objects.all().delete()
        _subject, mail = letter(kind, "en")
        assert all("₫" not in text for text in said(mail))


def test_each_mail_has_a_name_of_its_own_however_often_it_is_sent():
    entry = offered("vi")
    rows = OutboxMessage.objects.filter(to=entry.contact_email)
    mails = [compose(message) for message in rows]
    names = [mail.extra_headers["Message-ID"] for mail in mails]
    assert len(set(names)) == len(names) == 2
    assert str(entry.uuid) not in "".join(names)
    again = [
        compose(message).extra_headers["Message-ID"] for message in OutboxMessage.objects.filter(to=mails[0].to[0])
    ]
    assert again == names


def test_an_answer_goes_to_the_host():
    entry, mail = letter(K.WAITING, "vi")
    assert mail.reply_to == [entry.slot.experience.host.email]


def test_a_confirmation_tells_the_host_s_note_and_what_is_still_to_be_decided():
    slot = make_slot(make_experience(min_to_run=6, decide_hours=24))
    Slot.objects.filter(pk=slot.pk).update(note="Hôm nay mở lò & đốt rơm.")
    slot.refresh_from_db()
    make_booking(slot, language="en")
    mail = compose(OutboxMessage.objects.get(kind=K.CONFIRMED, audience=Audience.GUEST))
    assert html_of(mail).select_one("[lang=vi]").text == "Hôm nay mở lò & đốt rơm."
    assert all("Hôm nay mở lò & đốt rơm." in text for text in said(mail))
    assert all("Takes place from 6 guests" in text for text in said(mail))
    decide_due(now=slot.starts_at - dt.timedelta(hours=22))
    assert Booking.objects.get().status == BookingStatus.CANCELLED


def test_a_party_whose_price_is_gone_is_still_told():
    entry = waiting("vi")
    entry.slot.experience.units.get(type="CHILD").delete()
    entry.units |= {"999999": 1}
    entry.save()
    mail = compose(OutboxMessage.objects.get(kind=K.WAITING))
    assert "2 người lớn" in plain(html_of(mail))
