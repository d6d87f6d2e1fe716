"""Mails about a group's request: to whoever asked, to the house, and short ones to its members."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import PushDevice
from accounts.push_devices import is_signed_in
from bookings import group_texts
from bookings.domain.groups.states import newest_quote, state_at
from bookings.domain.notices import declines_requests, wants_requests
from bookings.enums import GROUP_COMING, Audience, GroupNews, GroupState, GroupTurn, NoticeWay
from bookings.links import group_url, public_id
from bookings.mail.muting import is_silenced, muting_context, muting_headers
from bookings.mail.notices import WORTH_TELLING, ToPhone
from bookings.models import GroupRequest, Quote
from common.words.dates import moment_text
from common.words.example import marked
from common.words.money import format_vnd
from outbox.models import OutboxMessage
from outbox.sending import Overtaken
from pushing import keys
from pushing.sending import Push
from villages.mail.letter import make_letter
from villages.models import Member


def letter_of_group(message: OutboxMessage) -> EmailMultiAlternatives:
    """To the guest, or to the house's own address. Raises Overtaken where it is true no more."""
    request, quote = _about(message)
    if message.audience == Audience.HOST and declines_requests(request.host):
        raise Overtaken
    to = message.to if message.audience == Audience.HOST else request.contact_email
    if not to or is_silenced(message, to):
        raise Overtaken
    with translation.override(message.language):
        context = (
            _to_house(message, request, quote)
            if message.audience == Audience.HOST
            else _to_guest(message, request, quote)
        )
        mail = make_letter(
            message,
            "group",
            subject=context["heading"],
            about=public_id(request),
            context=context,
            is_made_up=request.is_made_up,
        )
    mail.to = [to]
    mail.extra_headers |= muting_headers(message)
    answer_to = request.contact_email if message.audience == Audience.HOST else request.host.email
    mail.reply_to = [answer_to] if answer_to else []
    return mail


def notice_of_group(message: OutboxMessage) -> EmailMultiAlternatives:
    """To a member: what, and never who. Raises Overtaken where nobody is to be told any more."""
    request, _quote = _about(message)
    member = _member(message, request, pk=message.reader_id)
    with translation.override(message.language):
        heading = _short(message, request)
        notices = reverse("desk:notices", args=[request.host.slug])
        context = {
            "heading": heading,
            "where": request.host.name,
            "link": settings.BASE_URL + _desk_path(request),
            "notices_link": settings.BASE_URL + notices,
        }
        mail = make_letter(
            message, "notice", subject=heading, about="notice", context=context, is_made_up=request.is_made_up
        )
    mail.to = [str(member.user.email)]
    return mail


def push_of_group(message: OutboxMessage) -> ToPhone:
    """To a member's phone. Raises Overtaken where it is not to be told any more."""
    request, _quote = _about(message)
    device = PushDevice.objects.select_related("user", "session").filter(pk=message.reader_id or 0).first()
    if device is None or not keys.available():
        raise Overtaken
    if not is_signed_in(device):
        device.delete()
        raise Overtaken
    _member(message, request, user=device.user)
    with translation.override(message.language):
        told = {
            "title": marked(_short(message, request), request.is_made_up),
            "body": request.host.name,
            "url": _desk_path(request),
            "tag": f"group-{request.pk}",
            "lang": message.language,
        }
    push = Push(
        endpoint=device.endpoint,
        p256dh=device.p256dh,
        auth=device.auth,
        told=told,
        topic=public_id(request),
        keep_for=WORTH_TELLING,
        urgent=False,
    )
    return ToPhone(device, push)


def _about(message: OutboxMessage) -> tuple[GroupRequest, Quote | None]:
    """Raises Overtaken where later news has taken it back, or nobody is left to tell."""
    request = GroupRequest.objects.select_related("host", "experience").get(pk=message.subject_id)
    quote = newest_quote(request)
    if request.erased_at is not None or _is_overtaken(message, request, quote, now=timezone.now()):
        raise Overtaken
    return request, quote


def _is_overtaken(message: OutboxMessage, request: GroupRequest, quote: Quote | None, *, now: dt.datetime) -> bool:
    state, kind = state_at(request, quote, now=now), GroupNews(message.kind)
    to_guest = message.audience == Audience.GUEST
    still = {
        # Its guest gets the address of the page with it, whatever became of it since.
        GroupNews.ASKED: to_guest or state == GroupState.NEW,
        GroupNews.QUOTED: state == GroupState.QUOTED and quote is not None and quote.version == message.sequence,
        GroupNews.CHANGE: state in (GroupState.QUOTED, GroupState.NEW),
        GroupNews.FULL: state == GroupState.QUOTED and quote is not None and quote.version == message.sequence,
        # Its guest is asked for the deposit; the house hears that they come, whatever was paid since.
        GroupNews.ACCEPTED: state == GroupState.ACCEPTED if to_guest else state in GROUP_COMING,
        GroupNews.DEPOSIT: state in GROUP_COMING,
        GroupNews.UNDONE: state in GROUP_COMING and request.turn == GroupTurn.HOUSE,
        GroupNews.LAPSING: state == GroupState.QUOTED and quote is not None and quote.version == message.sequence,
        GroupNews.NAMES: state in (GroupState.ACCEPTED, GroupState.CONFIRMED),
        GroupNews.UNPAID: state == GroupState.ACCEPTED,
        GroupNews.DECLINED: state == GroupState.DECLINED,
        GroupNews.WITHDRAWN: state == GroupState.WITHDRAWN,
    }
    return not still[kind]


def _member(message: OutboxMessage, request: GroupRequest, **named_by: Any) -> Member:
    members = Member.objects.select_related("user", "host", "notice_choice")
    member = members.filter(host=request.host, **named_by).first()
    late = timezone.now() - message.created_at > WORTH_TELLING
    if member is None or not member.user.is_active or late or not wants_requests(member, NoticeWay(message.audience)):
        raise Overtaken
    return member


def _short(message: OutboxMessage, request: GroupRequest) -> str:
    """A line that a locked screen may show."""
    texts = {
        GroupNews.ASKED: _("A group asks for a visit: %(people)s"),
        GroupNews.CHANGE: _("A group would like another quote: %(people)s"),
        GroupNews.FULL: _("A group accepted, but places are gone: %(people)s"),
        GroupNews.ACCEPTED: _("A group has accepted your quote: %(people)s"),
        GroupNews.DEPOSIT: _("A group's deposit is here: %(people)s"),
        GroupNews.UNDONE: _("A group's deposit was taken back: %(people)s"),
        GroupNews.UNPAID: _("A group's deposit is still to come: %(people)s"),
        GroupNews.WITHDRAWN: _("A group does not come after all: %(people)s"),
    }
    return texts[GroupNews(message.kind)] % {"people": group_texts.size_text(request)}


def _desk_path(request: GroupRequest) -> str:
    return reverse("desk:group", args=[request.host.slug, request.pk])


def _to_house(message: OutboxMessage, request: GroupRequest, quote: Quote | None) -> dict[str, Any]:
    facts = group_texts.facts_of(request) if message.kind == GroupNews.ASKED else []
    return {
        "heading": _short(message, request),
        "text": f"{request.organisation} · {group_texts.days_text(request)}",
        "facts": facts,
        "words": _words(message, request),
        "link": settings.BASE_URL + _desk_path(request),
        "link_text": _("Open it at your desk"),
        "host": None,
    }


def _to_guest(message: OutboxMessage, request: GroupRequest, quote: Quote | None) -> dict[str, Any]:
    host = request.host
    headings = {
        GroupNews.ASKED: _("%(host)s has your request"),
        GroupNews.QUOTED: _("A quote from %(host)s"),
        GroupNews.ACCEPTED: _("The deposit for your visit to %(host)s"),
        GroupNews.DEPOSIT: _("%(host)s has your deposit"),
        GroupNews.LAPSING: _("The quote from %(host)s ends soon"),
        GroupNews.NAMES: _("Names for your visit to %(host)s"),
        GroupNews.UNPAID: _("The deposit for your visit to %(host)s"),
        GroupNews.DECLINED: _("%(host)s cannot receive you this time"),
    }
    texts = {
        GroupNews.ASKED: _("Nothing is booked yet. You can follow it on your page, where the quote will be too."),
        GroupNews.QUOTED: _("%(total)s in all. You can accept it on your page until %(until)s."),
        GroupNews.ACCEPTED: _("You are booked. Please pay the deposit of %(deposit)s now; how is on your page."),
        GroupNews.DEPOSIT: _("Thank you. Your visit is settled; what is left is paid at the village."),
        GroupNews.LAPSING: _("You can accept it on your page until %(until)s. After that no places are kept."),
        GroupNews.NAMES: _("Numbers can change until %(settled)s. Names are still missing on your list."),
        GroupNews.UNPAID: _("You are booked, and the deposit is still to come. How it is paid is on your page."),
        GroupNews.DECLINED: _("Nothing was booked, and you owe nothing."),
    }
    told = {
        "host": host.name,
        "total": format_vnd(quote.total_vnd, message.language) if quote else "",
        "deposit": format_vnd(quote.deposit_vnd, message.language) if quote else "",
        "until": moment_text(quote.valid_until) if quote else "",
        "settled": moment_text(request.frozen_at) if request.frozen_at else "",
    }
    kind = GroupNews(message.kind)
    return {
        "heading": headings[kind] % told,
        "text": texts[kind] % told,
        "facts": group_texts.facts_of(request) if kind == GroupNews.ASKED else [],
        "words": _words(message, request),
        "link": group_url(request),
        "link_text": _("Open your page"),
        "host": host,
        **muting_context(message),
    }


def _words(message: OutboxMessage, request: GroupRequest) -> str:
    """What whoever acted wrote last."""
    if message.kind == GroupNews.DECLINED:
        return request.decline_reason
    act = message.kind.removeprefix("group-")
    last = request.acts.filter(act=act).order_by("-pk").first()
    return last.words if last else ""
