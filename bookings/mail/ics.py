"""The booking as an .ics file (RFC 5545): one UID for good, a SEQUENCE that rises with every change.

RFC 5546 asks for an ORGANIZER in what is published and cancelled; an ATTENDEE it allows only where it is cancelled.
"""

import datetime as dt
from email.utils import parseaddr

from django.conf import settings
from django.utils import translation
from icalendar import Alarm, Calendar, Event, vCalAddress, vText

from bookings.links import public_id
from bookings.models import Booking
from bookings.texts import party_text, place_text
from common.words.example import example_sentence, marked
from common.words.site import mail_domain, site_name
from experiences.domain.meeting import meeting_spot

# The first that still lies ahead is set.
REMINDERS = [dt.timedelta(days=1), dt.timedelta(hours=3), dt.timedelta(hours=1)]


def booking_calendar(
    booking: Booking, *, now: dt.datetime, language: str, link: str, cancelled: bool, sequence: int
) -> bytes:
    """The calendar file for a reader of `language`, with `link` to what that reader may open.

    `cancelled` gives STATUS:CANCELLED for the same UID; a mail passes its own version, which may be older than the
    booking's.
    """
    experience = booking.slot.experience
    with translation.override(language):
        name = site_name()
        event = Event()
        event.add("uid", f"{public_id(booking)}@{mail_domain()}")
        event.add("sequence", sequence)
        event.add("organizer", _person(experience.host.name, experience.host.email or _own_address()))
        event.add("dtstamp", now)
        event.add("dtstart", booking.slot.starts_at.astimezone(dt.UTC))
        event.add("dtend", booking.slot.ends_at.astimezone(dt.UTC))
        event.add("summary", marked(f"{experience.label} · {experience.host.name}", booking.is_made_up))
        event.add("location", place_text(booking))
        spot = meeting_spot(experience)
        event.add("geo", (spot.latitude, spot.longitude))
        # The way is in the guest's language, and the host knows it.
        way = booking.told_way if language == booking.language else ""
        example = example_sentence() if booking.is_made_up else ""
        told = [example, f"{booking.reference} · {party_text(booking)}", way, booking.slot.note, link]
        event.add("description", "\n".join(line for line in told if line))
        event.add("url", link)
        event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
        if cancelled and booking.contact_email:
            event.add("attendee", _person(booking.contact_name, booking.contact_email))
        lead = next((lead for lead in REMINDERS if booking.slot.starts_at - lead > now), None)
        if lead is not None and not cancelled:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", marked(experience.label, booking.is_made_up))
            alarm.add("trigger", -lead)
            event.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", f"-//{name}//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    calendar.add_component(event)
    return calendar.to_ical()


def _person(name: str, address: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{address}")
    person.params["CN"] = vText(name)
    return person


def _own_address() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
