"""What a member of a house is told, by a short mail or on a phone: what and when, never who. The desk says the rest."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import PushDevice
from accounts.push_devices import is_signed_in
from bookings.domain.notices import topic_of, wants
from bookings.enums import MessageKind, NoticeTopic
from bookings.links import public_id
from bookings.mail.overtaken import is_overtaken
from bookings.mail.pace import waits_until
from bookings.models import Booking, Slot
from common.words.dates import local, short_day_text, time_text
from common.words.example import marked
from outbox.models import OutboxMessage
from outbox.sending import Busy, Later, Overtaken
from pushing import keys
from pushing.sending import Gone, NotNow, Push, hand_over
from villages.mail.letter import make_letter
from villages.models import Member

# What nobody could be told for so long, the desk has said by now; a phone that was off for longer is not told either.
WORTH_TELLING = dt.timedelta(days=1)
# A phone that sleeps is woken for a visit that is so near.
NEAR = dt.timedelta(days=1)


@dataclass(frozen=True)
class ToPhone:
    """A push to one phone, as the outbox sends it."""

    device: PushDevice
    push: Push

    def send(self) -> None:
        """Raises Overtaken where the phone is gone for good, Busy where its service wants to be left alone."""
        now = timezone.now()
        try:
            hand_over(self.push, now=now)
        except Gone as gone:
            self.device.delete()
            raise Overtaken from gone
        except NotNow as error:
            raise Busy(str(error), now + error.after) from error
        PushDevice.objects.filter(pk=self.device.pk).update(told_at=now)


def letter_to_member(message: OutboxMessage) -> EmailMultiAlternatives:
    """A short mail. Raises Overtaken where its member is not to be told any more, Later where it waits."""
    booking = _booking(message)
    member = _reader(message, booking, pk=message.reader_id)
    with translation.override(message.language):
        heading, where = _words(message, booking)
        notices_url = reverse("desk:notices", args=[booking.slot.experience.host.slug])
        context = {
            "heading": heading,
            "where": where,
            "link": settings.BASE_URL + _desk_url(message, booking),
            "notices_link": settings.BASE_URL + notices_url,
        }
        mail = make_letter(
            message, "notice", subject=heading, about="notice", context=context, is_made_up=booking.is_made_up
        )
    mail.to = [str(member.user.email)]
    return mail


def push_to_phone(message: OutboxMessage) -> ToPhone:
    """A push. Raises Overtaken where the phone is not to be told any more, Later where it waits."""
    booking, now = _booking(message), timezone.now()
    device = PushDevice.objects.select_related("user", "session").filter(pk=message.reader_id or 0).first()
    if device is None or not keys.available():
        raise Overtaken
    if not is_signed_in(device):
        device.delete()
        raise Overtaken
    _reader(message, booking, user=device.user)
    # One that overtakes another takes its place, in the phone's list too.
    about = booking.slot.experience.host if message.kind == MessageKind.AWAITING else booking
    with translation.override(message.language):
        title, body = _words(message, booking)
        told = {
            "title": marked(title, booking.is_made_up),
            "body": body,
            "url": _desk_url(message, booking),
            "tag": f"{about._meta.model_name}-{about.pk}",
            "lang": message.language,
        }
    starts_in = booking.slot.starts_at - now
    push = Push(
        endpoint=device.endpoint,
        p256dh=device.p256dh,
        auth=device.auth,
        told=told,
        topic=public_id(about),
        keep_for=WORTH_TELLING,
        urgent=starts_in < NEAR,
    )
    return ToPhone(device, push)


def _booking(message: OutboxMessage) -> Booking:
    return Booking.objects.with_party().select_related("waiting_entry", "review").get(pk=message.subject_id)


def _reader(message: OutboxMessage, booking: Booking, **named_by: Any) -> Member:
    """The member who is told. Raises Overtaken where nobody is any more, Later where they were told enough for now."""
    now = timezone.now()
    members = Member.objects.select_related("user", "host", "notice_choice")
    member = members.filter(host=booking.slot.experience.host, **named_by).first()
    # Of a review is told when the visit is over.
    over = booking.slot.ends_at < now and message.kind != MessageKind.REVIEWED
    late = now - message.created_at > WORTH_TELLING or over
    if member is None or not member.user.is_active or late or is_overtaken(message, booking):
        raise Overtaken
    if not wants(member, message.audience, message.kind, booking):
        raise Overtaken
    until = waits_until(message, booking, now=now)
    if until:
        raise Later(until)
    return member


def _words(message: OutboxMessage, booking: Booking) -> tuple[str, str]:
    """A line that a locked screen may show, and of what and of which house it is."""
    kinds = {
        MessageKind.CONFIRMED: _("New booking: %(guests)s, %(when)s"),
        MessageKind.AWAITING: _("Your word is asked for: %(parties)s"),
        MessageKind.CANCELLED: _("Cancelled: %(guests)s, %(when)s"),
        MessageKind.CALLED_OFF: _("Called off, too few guests: %(guests)s, %(when)s"),
        MessageKind.RUNS: _("The visit takes place: %(when)s"),
        MessageKind.MOVED: _("Moved: %(guests)s, now %(when)s"),
        MessageKind.PARTY_CHANGED: _("Another party: now %(guests)s, %(when)s"),
        MessageKind.PLACE_CHANGED: _("Another meeting place: %(guests)s, %(when)s"),
        MessageKind.WAY_CHANGED: _("Told anew how to find you: %(guests)s, %(when)s"),
        MessageKind.WORDS_CHANGED: _("Another name or note: %(guests)s, %(when)s"),
        MessageKind.QUESTION: _("A question: %(guests)s, %(when)s"),
        MessageKind.REVIEWED: _("A review: %(guests)s, %(when)s"),
        MessageKind.SAYS_PAID: _("Money is said to be sent: %(guests)s, %(when)s"),
        MessageKind.PAID_LATE: _("Money to give back: %(guests)s, %(when)s"),
    }
    kind, host = MessageKind(message.kind), booking.slot.experience.host
    text = kinds[kind]
    if topic_of(kind, booking) == NoticeTopic.OFFER_TAKEN:
        text = _("From the waiting list: %(guests)s took their places, %(when)s")
    values = {"guests": _guests(booking), "when": _when(booking.slot), "parties": ""}
    if kind == MessageKind.AWAITING:
        number = Booking.objects.for_host(host).awaiting(timezone.now()).count()
        return text % {"parties": ngettext("%(n)s party", "%(n)s parties", number) % {"n": number}}, host.name
    return text % values, f"{booking.slot.experience.name_in(message.language)} · {host.name}"


def _guests(booking: Booking) -> str:
    number = sum(line.quantity for line in booking.units.all())
    return ngettext("%(n)s guest", "%(n)s guests", number) % {"n": number}


def _when(slot: Slot) -> str:
    """`T7 12/12 09:00`."""
    return f"{short_day_text(local(slot.starts_at).date())} {time_text(slot.starts_at)}"


def _desk_url(message: OutboxMessage, booking: Booking) -> str:
    slug = booking.slot.experience.host.slug
    if message.kind == MessageKind.AWAITING:
        return reverse("desk:bookings", args=[slug]) + "?show=awaiting"
    if message.kind == MessageKind.REVIEWED:
        return reverse("desk:reviews", args=[slug])
    return reverse("desk:booking", args=[slug, booking.reference])
