"""A group asks, without an account: what it would like, and how it is answered."""

import datetime as dt
import hashlib
import json
import uuid as uuids
from dataclasses import asdict, dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings.domain.groups.states import note
from bookings.domain.groups.tell import tell_guest, tell_house
from bookings.domain.seats.contact import ConsentMissing
from bookings.domain.seats.idempotency import key_hash
from bookings.enums import AnswerBy, GroupActKind, GroupNews, GroupState
from bookings.models import GroupRequest
from common.data.db import atomic_with_retry, one_at_a_time
from common.data.refusal import Refused
from experiences.models import Experience
from villages.models import Host

# Of one address of the web, one phone number or one e-mail address, in a day: each is a mail to a house.
MOST_OF_ONE, DAY = 4, dt.timedelta(days=1)
# To one house in a day, whoever asks: more than that nobody answers.
MOST_TO_ONE = 40
# How far ahead a group plans.
LONGEST_AHEAD = dt.timedelta(days=400)


class NoWayToAnswer(Refused):
    """The way in which the group wants to be answered has no number, or no address."""


class NobodyComes(Refused):
    message = _("Write how many people would come.")


class BadDay(Refused):
    """A wished day that is over, or too far ahead."""


class NotReceiving(Refused):
    message = _("This house does not take requests at present. Please choose another one.")


class AskedOften(Refused):
    def __init__(self, host: Host) -> None:
        message = _("Several requests were sent like this today already. Please call %(host)s: %(phone)s.")
        super().__init__(message % {"host": host.name, "phone": host.phone.as_national})


class KeyReused(Refused):
    message = _("This form was used already, for another request. Please send it once more.")


@dataclass(frozen=True)
class Asked:
    """What a group says, as `GroupRequest` names it. `phone` in E.164, `dietary` codes of Dietary."""

    kind: str
    organisation: str
    name: str
    phone: str
    email: str
    answer_by: str
    first_day: dt.date
    second_day: dt.date | None
    day_part: str
    adults: int = 0
    leaders: int = 0
    little: int = 0
    children: int = 0
    teens: int = 0
    wants_meal: bool = False
    dietary: tuple[str, ...] = ()
    food_note: str = ""
    spoken_language: str = ""
    comes_by_bus: bool = False
    budget_vnd: int | None = None
    wants_invoice: bool = False
    words: str = ""

    @property
    def people(self) -> int:
        return self.adults + self.leaders + self.little + self.children + self.teens


@atomic_with_retry
def ask(
    *,
    key: uuids.UUID,
    host: Host,
    experience: Experience | None,
    asked: Asked,
    consent: bool,
    language: str,
    asked_from: str,
    now: dt.datetime,
) -> GroupRequest:
    """Keep it, and tell both sides. The same `key` with the same words gives the same request.

    `asked_from` is an address of the web as a keyed hash, or "" where nobody is to be rationed by it.
    Raises KeyReused, ConsentMissing, NobodyComes, BadDay, NoWayToAnswer, NotReceiving, AskedOften.
    """
    hashed, fingerprint = key_hash(key), _fingerprint(host, experience, asked)
    one_at_a_time(f"group:{hashed}", *(f"group:{who}" for who in (asked_from, asked.phone, asked.email) if who))
    known = GroupRequest.objects.select_related("host").filter(key_hash=hashed).first()
    if known:
        if known.fingerprint != fingerprint:
            raise KeyReused
        return known
    _require_sense(asked, consent=consent, now=now)
    if host.verified_at is None or (experience is not None and experience.host_id != host.pk):
        raise NotReceiving
    _require_fair(host, asked, asked_from, now=now)
    said = asdict(asked)
    contact = {f"contact_{name}": said.pop(name) for name in ("name", "phone", "email")}
    request = GroupRequest.objects.create(
        **said | contact | {"dietary": ",".join(asked.dietary)},
        key_hash=hashed,
        fingerprint=fingerprint,
        host=host,
        experience=experience,
        language=language,
        asked_from=asked_from,
        consented_at=now,
        created_at=now,
        changed_at=now,
    )
    note(request, GroupActKind.ASKED, now=now, people=request.people)
    tell_house(request, GroupNews.ASKED, now=now)
    tell_guest(request, GroupNews.ASKED, now=now)
    return request


def _require_sense(asked: Asked, *, consent: bool, now: dt.datetime) -> None:
    if not consent:
        raise ConsentMissing
    if not asked.people:
        raise NobodyComes
    today = timezone.localdate(now)
    for day in filter(None, (asked.first_day, asked.second_day)):
        if day <= today:
            raise BadDay(_("Choose a day from tomorrow on; for today please call the house."))
        if day > today + LONGEST_AHEAD:
            raise BadDay(_("Choose a day within the next year."))
    if asked.answer_by == AnswerBy.MAIL and not asked.email:
        raise NoWayToAnswer(_("Write an e-mail address, since that is how you want to be answered."))
    if asked.answer_by != AnswerBy.MAIL and not asked.phone:
        raise NoWayToAnswer(_("Write a phone number, since that is how you want to be answered."))


def _require_fair(host: Host, asked: Asked, asked_from: str, *, now: dt.datetime) -> None:
    """Whoever was answered since may ask again. Raises AskedOften."""
    today = GroupRequest.objects.filter(created_at__gt=now - DAY)
    unanswered = today.filter(state=GroupState.NEW)
    ways = [Q(asked_from=asked_from)] if asked_from else []
    ways += [Q(contact_phone=asked.phone)] if asked.phone else []
    ways += [Q(contact_email=asked.email.lower())] if asked.email else []
    if any(unanswered.filter(way).count() >= MOST_OF_ONE for way in ways):
        raise AskedOften(host)
    if today.filter(host=host).count() >= MOST_TO_ONE:
        raise AskedOften(host)


def _fingerprint(host: Host, experience: Experience | None, asked: Asked) -> str:
    """64 letters that say what was asked, in whichever language the page was read."""
    body = asdict(asked) | {"host": host.pk, "experience": experience.pk if experience else None}
    return hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).hexdigest()
