"""Tell me: each member chooses for themselves what they are told of at this house, and which phones are told."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import push_devices, signed_in
from accounts.models import PushDevice
from bookings.desk.notices.forms import NoticesForm
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import changes
from bookings.desk.shell.page import desk_page
from bookings.domain.notices import choose, reads_letters
from bookings.models import NoticeChoice
from common.cms.opened import Sent, opened
from pushing import keys
from villages.models import Member


@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: DeskRequest) -> HttpResponse:
    member = _member(request)
    standing = form = NoticesForm(member=member)
    if request.method == "POST":
        sent = Sent(request.POST, standing)
        form = NoticesForm(sent.data, member=member)
        if sent.accepted(form):
            _save(request, member, form)
            return redirect("desk:notices", host=request.desk_host.slug)
    devices = _devices(request)
    mailbox, sign, domain = request.desk_host.email.partition("@")
    context = {
        # Apart, so that a narrow screen breaks an address at its sign and nowhere else.
        "house_address": format_html("{}<wbr>{}", mailbox, f"{sign}{domain}") if domain else "",
        "form": form,
        "opened": opened(standing),
        "reads_letters": reads_letters(member),
        "key": keys.public_key() if keys.available() else "",
        "devices": devices,
        "here": next((device for device in devices if device["here"]), None),
    }
    return desk_page(request, "desk/notices/notices.html", context, current="setup")


@require_POST
def phone_on(request: DeskRequest) -> HttpResponse:
    """Sent by js/desk_push.js with what the browser gave it."""
    told = {name: request.POST.get(name, "") for name in ("endpoint", "p256dh", "auth")}
    sign_in = push_devices.this_sign_in(request)
    changes(
        request,
        lambda: push_devices.add_device(sign_in=sign_in, language=get_language(), now=timezone.now(), **told),
        _("This phone is told from now on."),
        rows=lambda: _rows(request),
    )
    return redirect("desk:notices", host=request.desk_host.slug)


@require_POST
def phone_off(request: DeskRequest) -> HttpResponse:
    number = request.POST.get("device", "")
    pk = int(number) if number.isascii() and number.isdecimal() and len(number) < 19 else 0
    changes(
        request,
        lambda: push_devices.remove_device(user=request.user, pk=pk),
        _("That phone is told no more."),
        rows=lambda: _rows(request),
    )
    return redirect("desk:notices", host=request.desk_host.slug)


def _member(request: DeskRequest) -> Member:
    members = Member.objects.select_related("user", "host", "notice_choice")
    return members.get(user=request.user, host=request.desk_host)


def _save(request: DeskRequest, member: Member, form: NoticesForm) -> None:
    changes(
        request,
        lambda: choose(
            member=member,
            by_mail=form.chosen("by_mail"),
            by_phone=form.chosen("by_phone"),
            language=get_language(),
        ),
        _("Saved."),
        rows=lambda: NoticeChoice.objects.filter(member=member).values_list("by_mail", "by_phone", "language"),
    )


def _rows(request: DeskRequest) -> QuerySet:
    return PushDevice.objects.filter(user=request.user).values_list("pk", "endpoint", "session")


def _devices(request: DeskRequest) -> list[dict]:
    """Where the member is told, in the words of the page of their sign-ins; ended ones are not among them."""
    browsers = {browser.pk: browser for browser in signed_in.devices(request, request.user)}
    rows = PushDevice.objects.filter(user=request.user, session__in=browsers)
    return [{"row": row, "browser": browsers[row.session_id], "here": browsers[row.session_id].here} for row in rows]
