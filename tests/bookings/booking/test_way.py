"""How to find the meeting place, and where it lies on the map, reach who has booked when they change."""

import datetime as dt

import pytest
from django.utils import timezone
from icalendar import Calendar

from bookings.domain.audit.run import audit
from bookings.domain.booking.place import tell_changed_places
from bookings.domain.booking.proof import prove
from bookings.enums import Audience, BookingStatus, MessageKind
from bookings.mail.ics import booking_calendar
from bookings.mail.render import compose
from bookings.models import Booking, Slot
from tests.factories import make_booking, make_experience, make_experience_page, make_slot
from tests.plugins.shared_stage import shared
from villages.models import Host, Place, Village

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
OLD, NEW = "Cổng làng, cạnh cây gạo", "Bến đò, bên kia sông"


@shared
def slot() -> Slot:
    return make_slot(make_experience(), days=7)


@shared
def story(page_tree, slot):
    return make_experience_page(page_tree, slot.experience, meeting=OLD)


@pytest.fixture
def now() -> dt.datetime:
    """Mails are written by the real clock."""
    return timezone.now()


def fresh(booking: Booking) -> Booking:
    return Booking.objects.get(pk=booking.pk)


def tell(story, words: str) -> None:
    story.meeting = words
    story.save()


def news(booking: Booking) -> list[tuple[str, str, int]]:
    told = booking.messages.exclude(kind=MessageKind.CONFIRMED).order_by("pk")
    return list(told.values_list("kind", "audience", "sequence"))


def test_other_words_of_the_way_reach_who_has_booked_once_by_mail_and_calendar(slot, story, now):
    booking = make_booking(slot)
    assert (booking.told_way, tell_changed_places(now=now)) == (OLD, 0)
    tell(story, NEW)
    assert [tell_changed_places(now=now) for _ in range(2)] == [1, 0]
    assert news(booking) == [(MessageKind.WAY_CHANGED, audience, 2) for audience in (Audience.GUEST, Audience.HOST)]
    mail = compose(booking.messages.get(kind=MessageKind.WAY_CHANGED, audience=Audience.GUEST))
    assert all(NEW in text for text in (mail.body, mail.alternatives[0][0]))
    (event,) = Calendar.from_ical(mail.attachments[0].get_payload(decode=True)).walk("VEVENT")
    assert (NEW in event["DESCRIPTION"], event["SEQUENCE"]) == (True, 2)
    assert fresh(booking).free_cancel_until() == slot.starts_at
    assert list(audit(now=now, only=["message-owed", "message-once"])) == []


@pytest.mark.parametrize("whose", ["village", "place"])
def test_another_spot_on_the_map_reaches_them_too(slot, now, whose):
    experience = slot.experience
    if whose == "place":
        spot = {"kind": "pier", "latitude": 21.2, "longitude": 106.2}
        experience.place = Place.objects.create(village=experience.village, name="Bến đò", **spot)
        experience.save()
    booking = make_booking(slot)
    rows = Place.objects.filter(pk=experience.place_id) if whose == "place" else Village.objects
    rows.update(latitude=21.2345, longitude=106.1234)
    assert [tell_changed_places(now=now) for _ in range(2)] == [1, 0]
    mail = compose(booking.messages.get(kind=MessageKind.WAY_CHANGED, audience=Audience.GUEST))
    assert all("21.2345,106.1234" in text for text in (mail.body, mail.alternatives[0][0]))
    (event,) = Calendar.from_ical(mail.attachments[0].get_payload(decode=True)).walk("VEVENT")
    assert event["GEO"].to_ical() == "21.2345;106.1234"


def test_a_pin_that_moved_by_a_step_is_no_news(slot, now):
    booking = make_booking(slot)
    village = Village.objects.get()
    Village.objects.update(latitude=round(village.latitude, 4) + 0.00001)
    assert (tell_changed_places(now=now), news(booking)) == (0, [])


def test_another_address_with_another_way_is_one_message(slot, story, now):
    booking = make_booking(slot)
    tell(story, NEW)
    Host.objects.filter(pk=slot.experience.host_id).update(address="Thôn Đoàn Kết, Phù Lãng")
    assert tell_changed_places(now=now) == 1
    assert {kind for kind, _audience, _sequence in news(booking)} == {MessageKind.PLACE_CHANGED}
    mail = compose(booking.messages.get(kind=MessageKind.PLACE_CHANGED, audience=Audience.GUEST))
    assert NEW in mail.body


def test_each_is_told_in_their_own_language(slot, story, page_tree, now):
    english = make_experience_page(
        page_tree, slot.experience, language="en", translation_of=story, slug="clay", meeting="By the old gate"
    )
    booking, foreign = make_booking(slot), make_booking(slot, language="en")
    assert (booking.told_way, foreign.told_way) == (OLD, "By the old gate")
    tell(english, "At the ferry")
    assert (tell_changed_places(now=now), news(booking)) == (1, [])
    assert "At the ferry" in compose(foreign.messages.get(kind=MessageKind.WAY_CHANGED, audience=Audience.GUEST)).body


def test_what_is_said_for_the_first_time_or_taken_off_is_no_news(slot, story, now):
    tell(story, "")
    booking = make_booking(slot)
    for words, kept in ((OLD, OLD), ("", OLD), (OLD, OLD)):
        tell(story, words)
        assert [tell_changed_places(now=now) for _ in range(2)] == [0, 0]
        assert fresh(booking).told_way == kept
    story.unpublish()
    assert (tell_changed_places(now=now), fresh(booking).told_way) == (0, OLD)
    assert news(booking) == []


def test_who_booked_before_it_was_kept_is_told_of_no_change_and_of_the_next(slot, story, now):
    booking = make_booking(slot)
    Booking.objects.update(told_way="", told_spot="")
    assert (tell_changed_places(now=now), news(booking)) == (0, [])
    assert (fresh(booking).told_way, fresh(booking).told_spot) == (OLD, booking.told_spot)
    tell(story, NEW)
    assert tell_changed_places(now=now) == 1


def test_whoever_proves_late_is_told_what_is_so_then(slot, story, now):
    pending = make_booking(slot, BookingStatus.PENDING)
    tell(story, NEW)
    assert prove(booking=pending, now=now).told_way == NEW
    assert tell_changed_places(now=now) == 0


def test_what_waits_for_proof_gets_its_link_again(slot, story, now):
    pending = make_booking(slot, BookingStatus.PENDING)
    tell(story, NEW)
    assert tell_changed_places(now=now) == 1
    assert (MessageKind.PROOF, Audience.GUEST, 2) in news(pending)


def test_a_hosts_calendar_says_nothing_in_a_language_that_they_do_not_read(slot, story, now):
    booking = make_booking(slot)
    files = [
        booking_calendar(booking, now=now, language=language, link="https://x.example", cancelled=False, sequence=1)
        for language in ("vi", "en")
    ]
    assert [OLD in Calendar.from_ical(file).walk("VEVENT")[0]["DESCRIPTION"] for file in files] == [True, False]
