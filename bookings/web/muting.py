"""What a guest is written of: muted by the button of a mail program, by the link below a letter, or in the account."""

from typing import cast

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.models import User
from bookings.domain import muting
from bookings.enums import Audience, MutedTopic
from bookings.links import BadToken, read_muting_token
from outbox.models import OutboxMessage

# What RFC 8058 has a mail program send, with no cookie and from no page of ours.
ONE_CLICK = ("List-Unsubscribe", "One-Click")


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mute(request: HttpRequest, token: str) -> HttpResponse:
    """What the reader of one letter is written of. Mail servers open links too, so reading the page mutes nothing."""
    message = _letter(token)
    if message is None:
        return _unlisted(render(request, "bookings/letters/gone.html", status=404))
    name, value = ONE_CLICK
    if request.POST.get(name) == value:
        muting.mute(address=message.to, topic=muting.TOPICS[message.kind], now=timezone.now())
        # A mail program follows no redirect, and shows nobody what it was answered.
        return HttpResponse(status=200)
    if request.method == "POST":
        _change(request, message.to)
        return redirect("bookings:mute", token)
    return _unlisted(render(request, "bookings/letters/letters.html", _context(message.to)))


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: HttpRequest) -> HttpResponse:
    """The same for the address of the account, once it has proved to be theirs."""
    user = cast(User, request.user)
    own = EmailAddress.objects.filter(user=user, verified=True, email__iexact=user.email or "").first()
    address = own.email if own else ""
    if request.method == "POST" and address:
        _change(request, address)
        return redirect("bookings:letters")
    return render(request, "bookings/letters/letters.html", _context(address) | {"in_account": True})


def _letter(token: str) -> OutboxMessage | None:
    """None where the link is not whole, or nobody knows any more to whom that letter went."""
    try:
        pk = read_muting_token(token)
    except BadToken:
        return None
    letters = OutboxMessage.objects.filter(pk=pk, audience=Audience.GUEST, kind__in=muting.TOPICS)
    return letters.exclude(to="").first()


def _change(request: HttpRequest, address: str) -> None:
    topic = request.POST.get("topic", "")
    if topic not in MutedTopic.values:
        return
    if request.POST.get("wanted"):
        muting.unmute(address=address, topic=MutedTopic(topic))
        messages.success(request, _("Saved: we write to you of it again."))
    else:
        muting.mute(address=address, topic=MutedTopic(topic), now=timezone.now())
        messages.success(request, _("Saved: we write to you of it no more."))


def _context(address: str) -> dict:
    muted = muting.muted_topics(address) if address else set()
    return {
        "address": _veiled(address),
        "topics": [{"value": topic.value, "label": topic.label, "muted": topic.value in muted} for topic in MutedTopic],
    }


def _veiled(address: str) -> str:
    """`k…@example.com`: the letter may have been passed on."""
    name, sign, domain = address.partition("@")
    return f"{name[:1]}…{sign}{domain}" if name else ""


def _unlisted(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response
