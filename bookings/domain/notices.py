"""Which members of a house are told of news, and how: by a short mail of their own, or on a phone.

The house's own address gets its letters whatever members choose, unless it is that of a manager's account, who chooses
for it. What must be told always (papers, proposals, who joined, parties that wait for a word) is not asked here.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import PushDevice
from bookings.domain.history import acting_user
from bookings.enums import MessageKind, NoticeTopic, NoticeWay
from bookings.models import Booking, NoticeChoice
from villages.enums import RECEIVE_GUESTS, RUN_THE_HOUSE
from villages.models import Host, Member

TOPICS = {
    MessageKind.CONFIRMED: NoticeTopic.NEW,
    MessageKind.AWAITING: NoticeTopic.NEW,
    MessageKind.SAYS_PAID: NoticeTopic.NEW,
    MessageKind.PAID_LATE: NoticeTopic.NEW,
    MessageKind.CANCELLED: NoticeTopic.CHANGED,
    MessageKind.CALLED_OFF: NoticeTopic.CHANGED,
    MessageKind.RUNS: NoticeTopic.CHANGED,
    MessageKind.MOVED: NoticeTopic.CHANGED,
    MessageKind.PARTY_CHANGED: NoticeTopic.CHANGED,
    MessageKind.PLACE_CHANGED: NoticeTopic.CHANGED,
    MessageKind.WAY_CHANGED: NoticeTopic.CHANGED,
    MessageKind.WORDS_CHANGED: NoticeTopic.WORDS,
    MessageKind.QUESTION: NoticeTopic.QUESTION,
    MessageKind.REVIEWED: NoticeTopic.REVIEW,
}
ALL = frozenset(NoticeTopic.values)
# What the house's letters are about; each morning's mail is one more, and comes to who asks for it.
LETTERS = ALL - {NoticeTopic.DAY.value}
# Who comes today, and who does not: the rest is the house's business.
FOR_GUIDES = frozenset({NoticeTopic.NEW.value, NoticeTopic.CHANGED.value, NoticeTopic.DAY.value})
# Nothing that a guide could answer; and what a guest asks a guide may not read.
NOT_FOR_GUIDES = (
    MessageKind.AWAITING,
    MessageKind.QUESTION,
    MessageKind.REVIEWED,
    MessageKind.SAYS_PAID,
    MessageKind.PAID_LATE,
)
FOR_MANAGERS = (NoticeTopic.QUESTION, NoticeTopic.REVIEW, NoticeTopic.REQUEST)


@dataclass(frozen=True)
class Wanted:
    """Values of NoticeTopic."""

    by_mail: frozenset[str]
    by_phone: frozenset[str]


@dataclass(frozen=True)
class Reader:
    """A member (by mail) or a PushDevice, by its id."""

    way: NoticeWay
    id: int
    language: str


def wanted(member: Member) -> Wanted:
    """What the member has chosen; until then all letters where they come to them anyway, and what their role needs."""
    choice = getattr(member, "notice_choice", None)
    if choice:
        return Wanted(frozenset(choice.by_mail), frozenset(choice.by_phone))
    return Wanted(
        by_mail=LETTERS if reads_letters(member) else frozenset(),
        by_phone=ALL if _manages(member) else FOR_GUIDES,
    )


def offered(member: Member) -> list[NoticeTopic]:
    """Of what the member can be told, in the order of the form."""
    return [topic for topic in NoticeTopic if topic not in FOR_MANAGERS or _manages(member)]


def choose(
    *, member: Member, by_mail: Iterable[str] | None, by_phone: Iterable[str] | None, language: str
) -> NoticeChoice:
    """Keep what a member wants to be told of; None leaves it as it is. A second call changes nothing."""
    now = wanted(member)
    told = {
        "by_mail": sorted(now.by_mail if by_mail is None else by_mail),
        "by_phone": sorted(now.by_phone if by_phone is None else by_phone),
        "language": language,
    }
    choice, _made = NoticeChoice.objects.update_or_create(member=member, defaults=told)
    return choice


def reads_letters(member: Member) -> bool:
    """Whether the house's own address is that of this account."""
    own, house = member.user.email or "", member.host.email
    return bool(own) and own.lower() == house.lower() and _manages(member)


def topic_of(kind: str, booking: Booking) -> NoticeTopic:
    """What the news is about. One query, for those that a waiting list may have brought about."""
    if kind == MessageKind.CONFIRMED and hasattr(booking, "waiting_entry"):
        return NoticeTopic.OFFER_TAKEN
    return TOPICS[MessageKind(kind)]


def wants(member: Member, way: str, kind: str, booking: Booking) -> bool:
    """Whether the member is told of the news that `way`."""
    if member.role not in RECEIVE_GUESTS or (kind in NOT_FOR_GUIDES and not _manages(member)):
        return False
    choice = wanted(member)
    topics = choice.by_phone if way == NoticeWay.PHONE else choice.by_mail
    if way == NoticeWay.MAIL and (reads_letters(member) or not member.user.email):
        return False
    return topic_of(kind, booking) in topics


def wants_day(member: Member, way: str) -> bool:
    """Whether the member is told in the morning, that `way`, who comes."""
    choice = wanted(member)
    if member.role not in RECEIVE_GUESTS or (way == NoticeWay.MAIL and not member.user.email):
        return False
    return NoticeTopic.DAY in (choice.by_phone if way == NoticeWay.PHONE else choice.by_mail)


def declines_letter(*, booking: Booking, kind: str) -> bool:
    """Whether the house's own letter about the news is not wanted: a manager has that address, and chose so."""
    if kind == MessageKind.AWAITING:
        return False
    members = [member for member in _choosers(booking.slot.experience.host) if reads_letters(member)]
    return any(topic_of(kind, booking) not in wanted(member).by_mail for member in members)


def readers(*, booking: Booking, kind: MessageKind) -> list[Reader]:
    """Which members are told of the news; nobody of what they did themselves. One query where nobody ever chose."""
    members = [member for member in _choosers(booking.slot.experience.host) if member.user != acting_user()]
    mails = [member for member in members if wants(member, NoticeWay.MAIL, kind, booking)]
    called = [member for member in members if wants(member, NoticeWay.PHONE, kind, booking)]
    return _reached(mails, called)


def day_readers(host: Host) -> list[Reader]:
    """Which members are told in the morning who comes. Two queries at most."""
    members = _choosers(host)
    mails = [member for member in members if wants_day(member, NoticeWay.MAIL)]
    return _reached(mails, [member for member in members if wants_day(member, NoticeWay.PHONE)])


def _reached(mails: list[Member], called: list[Member]) -> list[Reader]:
    phones = PushDevice.objects.filter(user__in=[member.user for member in called]) if called else []
    return [
        *(Reader(NoticeWay.MAIL, member.pk, _language(member)) for member in mails),
        *(Reader(NoticeWay.PHONE, phone.pk, phone.language) for phone in phones),
    ]


def readers_of_requests(host: Host) -> list[Reader]:
    """Which members are told of a group that asks, or that answers a quote."""
    members = [member for member in _choosers(host) if member.user != acting_user()]
    mails = [member for member in members if wants_requests(member, NoticeWay.MAIL)]
    return _reached(mails, [member for member in members if wants_requests(member, NoticeWay.PHONE)])


def wants_requests(member: Member, way: str) -> bool:
    """Whether the member is told of groups that `way`; whose address is the house's own gets the letter instead."""
    if not _manages(member) or (way == NoticeWay.MAIL and (reads_letters(member) or not member.user.email)):
        return False
    choice = wanted(member)
    return NoticeTopic.REQUEST in (choice.by_phone if way == NoticeWay.PHONE else choice.by_mail)


def declines_requests(host: Host) -> bool:
    """Whether the house's own letter about groups is not wanted by the manager whose address it is."""
    members = [member for member in _choosers(host) if reads_letters(member)]
    return any(NoticeTopic.REQUEST not in wanted(member).by_mail for member in members)


def choosers() -> QuerySet[Member]:
    """Active members who have chosen something or have a phone: of the others all is as it always is."""
    phones = PushDevice.objects.filter(user=OuterRef("user"))
    return Member.objects.filter(Q(notice_choice__isnull=False) | Exists(phones), user__is_active=True)


def _choosers(host: Host) -> list[Member]:
    return list(choosers().filter(host=host).select_related("user", "host", "notice_choice").order_by("pk"))


def _manages(member: Member) -> bool:
    return member.role in RUN_THE_HOUSE


def _language(member: Member) -> str:
    choice = getattr(member, "notice_choice", None)
    return choice.language if choice else "vi"
