"""Signed addresses: whoever holds one may see and cancel that booking, and nobody can make one up."""

import base64
import binascii
import uuid as uuids

from django.conf import settings
from django.core import signing
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac

from bookings.models import Booking, GroupRequest, Slot, WaitingEntry
from experiences.models import Experience
from outbox.models import OutboxMessage

# Two keys: the picture of a ticket shows the second to whoever stands near, and it must not cancel anything. It carries
# the reference, which the host knows anyway, and never the uuid.
_guest = signing.Signer(salt="bookings.link", sep=".")
_desk = signing.Signer(salt="bookings.checkin", sep=".")
_waiting = signing.Signer(salt="bookings.waiting", sep=".")
# In the guest's letter box alone: the page of the booking is shown to whoever typed the address.
_proof = signing.Signer(salt="bookings.proof", sep=".")
_group = signing.Signer(salt="bookings.group", sep=".")
# For whoever of a group fills in a name: it shows no other name, no price, and changes nothing else.
_names = signing.Signer(salt="bookings.group.names", sep=".")
# Of a photo that pages of a guest, of a desk or of a public piece show.
_photo = signing.TimestampSigner(salt="bookings.piece_photo", sep=".")
# By the letter that it stands in: it names no address, and dies with what is known of its reader.
_muting = signing.Signer(salt="bookings.muting", sep=".")


class BadToken(Exception):
    """The address was cut short or changed."""


def booking_token(booking: Booking) -> str:
    """URL-safe token for the guest's pages."""
    return _sign(_guest, booking)


def read_token(token: str) -> uuids.UUID:
    """The uuid in a guest's token. Raises BadToken."""
    return _read(_guest, token)


def check_in_token(booking: Booking) -> str:
    """URL-safe token that only a desk opens."""
    return _desk.sign(booking.reference)


def read_check_in_token(token: str) -> str:
    """The reference in a desk's token. Raises BadToken."""
    try:
        return _desk.unsign(token)
    except signing.BadSignature as error:
        raise BadToken from error


def entry_token(entry: WaitingEntry) -> str:
    """URL-safe token for the pages of a place in a waiting list."""
    return _sign(_waiting, entry)


def read_entry_token(token: str) -> uuids.UUID:
    """The uuid in a waiting guest's token. Raises BadToken."""
    return _read(_waiting, token)


def proof_token(booking: Booking) -> str:
    """URL-safe token that proves that a mail was read."""
    return _sign(_proof, booking)


def read_proof_token(token: str) -> uuids.UUID:
    """The uuid in a mail's token. Raises BadToken."""
    return _read(_proof, token)


def group_token(request: GroupRequest) -> str:
    """URL-safe token for the pages of who asked for a group."""
    return _sign(_group, request)


def read_group_token(token: str) -> uuids.UUID:
    """The uuid in a group's token. Raises BadToken."""
    return _read(_group, token)


def names_token(request: GroupRequest) -> str:
    """URL-safe token for the page on which a group's people write their names."""
    return _sign(_names, request)


def read_names_token(token: str) -> uuids.UUID:
    """The uuid in the token of a group's list of names. Raises BadToken."""
    return _read(_names, token)


def muting_token(message: OutboxMessage) -> str:
    """URL-safe token that mutes what letters like this one are about."""
    return _muting.sign(str(message.pk))


def read_muting_token(token: str) -> int:
    """The key of the OutboxMessage in a token. Raises BadToken."""
    try:
        return int(_muting.unsign(token))
    except (signing.BadSignature, ValueError) as error:
        raise BadToken from error


def public_id(subject: Model) -> str:
    """Names it in files and mails for good, without giving away its uuid, which the guest's addresses carry."""
    return salted_hmac("bookings.public", f"{subject._meta.label}:{subject.pk}").hexdigest()[:32]


def _sign(signer: signing.Signer, subject: Booking | WaitingEntry | GroupRequest) -> str:
    return signer.sign(base64.urlsafe_b64encode(subject.uuid.bytes).decode().rstrip("="))


def _read(signer: signing.Signer, token: str) -> uuids.UUID:
    try:
        return uuids.UUID(bytes=base64.urlsafe_b64decode(signer.unsign(token) + "=="))
    except (signing.BadSignature, binascii.Error, ValueError) as error:
        raise BadToken from error


def booking_url(booking: Booking, *, view: str = "booking") -> str:
    """Absolute address of one of the booking's pages, in the booking's language."""
    with translation.override(booking.language):
        return settings.BASE_URL + reverse(f"bookings:{view}", args=[booking_token(booking)])


def proof_url(booking: Booking) -> str:
    """Absolute address that goes into the guest's mail and nowhere else."""
    with translation.override(booking.language):
        return settings.BASE_URL + reverse("bookings:proof", args=[proof_token(booking)])


def muting_url(message: OutboxMessage) -> str:
    """Absolute address that mutes, in the letter's language."""
    with translation.override(message.language):
        return settings.BASE_URL + reverse("bookings:mute", args=[muting_token(message)])


def entry_url(entry: WaitingEntry) -> str:
    """Absolute address of the page of a place in a waiting list, in its guest's language."""
    with translation.override(entry.language):
        return settings.BASE_URL + reverse("bookings:waiting", args=[entry_token(entry)])


def group_url(request: GroupRequest) -> str:
    """Absolute address of the page on which a group follows its request, in its language."""
    with translation.override(request.language):
        return settings.BASE_URL + reverse("bookings:group", args=[group_token(request)])


def names_url(request: GroupRequest) -> str:
    """Absolute address that a leader passes on, in the group's language."""
    with translation.override(request.language):
        return settings.BASE_URL + reverse("bookings:group_names", args=[names_token(request)])


def choose_url(experience: Experience, language: str) -> str:
    """Absolute address where a day of the experience is chosen, whether or not its story is told in `language`."""
    with translation.override(language):
        return settings.BASE_URL + reverse("bookings:choose", args=[experience.slug])


def desk_day_url(slot: Slot) -> str:
    """Absolute address of the slot's day at the host's desk."""
    day = timezone.localtime(slot.starts_at).date()
    with translation.override("vi"):
        return settings.BASE_URL + reverse("desk:day", args=[slot.experience.host.slug, day])


def feed_url(token: str) -> str:
    """Absolute address of a member's private calendar, in the language of now."""
    return settings.BASE_URL + reverse("desk_feed", args=[token])


def check_in_url(booking: Booking) -> str:
    """Absolute address that the QR code holds; only the host's desk may open it."""
    with translation.override("vi"):
        return settings.BASE_URL + reverse("desk:scan_token", args=[check_in_token(booking)])


def photo_token(photo_id: int) -> str:
    """URL-safe token of a photo of a piece, good for a day: whoever reads a page with it reads the photo."""
    return _photo.sign(str(photo_id))


def read_photo_token(token: str) -> int:
    """The photo's number. Raises BadToken."""
    try:
        return int(_photo.unsign(token, max_age=24 * 60 * 60))
    except (signing.BadSignature, ValueError) as error:
        raise BadToken from error
