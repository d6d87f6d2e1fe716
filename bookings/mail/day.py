"""The day's morning for members of a house: numbers as they are when it goes out, and never a name.

A phone's locked screen shows no money; a mail says what is to be collected to who runs the house (decision 0037).
"""

import datetime as dt
from collections import Counter

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import PushDevice
from accounts.push_devices import is_signed_in
from bookings.domain.notices import wants_day
from bookings.domain.reminding.houses import Day, day_of, is_still_coming
from bookings.enums import Dietary, NoticeWay
from bookings.links import public_id
from bookings.mail.notices import ToPhone
from bookings.texts import language_text
from common.words.dates import time_text
from common.words.example import marked
from common.words.money import format_vnd
from outbox.models import OutboxMessage
from outbox.sending import Overtaken
from pushing import keys
from pushing.sending import Push
from villages.enums import RUN_THE_HOUSE
from villages.mail.letter import make_letter
from villages.models import Host, Member

# A phone that was off until noon has seen the desk, or the guests.
WORTH_TELLING = dt.timedelta(hours=6)


def day_letter(message: OutboxMessage) -> EmailMultiAlternatives:
    """Raises Overtaken where its reader is not to be told any more, or the day is over."""
    member = _member(message, NoticeWay.MAIL, pk=message.reader_id)
    day = _day(message, member.host)
    with translation.override(message.language):
        heading = _heading(day)
        context = {
            "heading": heading,
            "where": member.host.name,
            "lines": _needs(day),
            "to_collect": format_vnd(day.to_collect_vnd) if _sees_money(member) and day.to_collect_vnd else "",
            "link": settings.BASE_URL + _desk_url(message, member.host),
            "notices_link": settings.BASE_URL + reverse("desk:notices", args=[member.host.slug]),
        }
        mail = make_letter(
            message, "day", subject=heading, about="day", context=context, is_made_up=member.host.is_made_up
        )
    mail.to = [str(member.user.email)]
    return mail


def day_push(message: OutboxMessage) -> ToPhone:
    """Raises Overtaken where the phone is not to be told any more, or the day is over."""
    device = PushDevice.objects.select_related("user", "session").filter(pk=message.reader_id or 0).first()
    if device is None or not keys.available():
        raise Overtaken
    if not is_signed_in(device):
        device.delete()
        raise Overtaken
    host = _member(message, NoticeWay.PHONE, user=device.user).host
    day = _day(message, host)
    with translation.override(message.language):
        told = {
            "title": marked(_heading(day), host.is_made_up),
            "body": " · ".join([host.name, *_needs(day)]),
            "url": _desk_url(message, host),
            "tag": f"day-{host.pk}",
            "lang": message.language,
        }
    push = Push(
        endpoint=device.endpoint,
        p256dh=device.p256dh,
        auth=device.auth,
        told=told,
        topic=public_id(message),
        keep_for=WORTH_TELLING,
        urgent=True,
    )
    return ToPhone(device, push)


def _member(message: OutboxMessage, way: NoticeWay, **named_by: object) -> Member:
    members = Member.objects.select_related("user", "host", "notice_choice")
    member = members.filter(host=message.subject_id, **named_by).first()
    if member is None or not member.user.is_active or not wants_day(member, way):
        raise Overtaken
    return member


def _day(message: OutboxMessage, host: Host) -> Day:
    now = timezone.now()
    day = _date(message)
    if timezone.localtime(now).date() != day or not is_still_coming(host, now=now):
        raise Overtaken
    return day_of(host, day)


def _date(message: OutboxMessage) -> dt.date:
    return timezone.localtime(message.created_at).date()


def _heading(day: Day) -> str:
    parties = ngettext("%(n)s party", "%(n)s parties", day.parties) % {"n": day.parties}
    guests = ngettext("%(n)s guest", "%(n)s guests", day.guests) % {"n": day.guests}
    time = time_text(day.first_at) if day.first_at else ""
    return _("Today: %(parties)s, %(guests)s, from %(time)s") % {"parties": parties, "guests": guests, "time": time}


def _needs(day: Day) -> list[str]:
    """`tiếng Anh: 1 đoàn`, what most want first."""
    return [
        *_counted({language_text(code): number for code, number in day.languages.items()}),
        *_counted({str(Dietary(code).label): n for code, n in day.diets.items() if code in Dietary.values}),
    ]


def _counted(numbers: dict[str, int]) -> list[str]:
    said = _("%(what)s: %(parties)s")
    return [
        said % {"what": what, "parties": ngettext("%(n)s party", "%(n)s parties", number) % {"n": number}}
        for what, number in Counter(numbers).most_common()
    ]


def _sees_money(member: Member) -> bool:
    return member.role in RUN_THE_HOUSE


def _desk_url(message: OutboxMessage, host: Host) -> str:
    return reverse("desk:day", args=[host.slug, _date(message)])
