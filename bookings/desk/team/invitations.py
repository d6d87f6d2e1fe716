"""Inviting somebody to the desk by a link, a code and a mail or a text; for owners."""

import datetime as dt
import uuid as uuids

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from phonenumber_field.phonenumber import PhoneNumber

from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import changes
from bookings.desk.shell.page import desk_page
from bookings.desk.shell.words import near_moment
from bookings.desk.team.forms import InviteForm, LinkForm
from bookings.phone_texts import invitation_text
from common.http.throttle import take_place, too_many
from common.look import qr
from outbox.tasks import drain_soon
from texting.providers import available
from texting.tasks import send_soon
from villages.domain import invitations
from villages.enums import MemberRole
from villages.models import Invitation
from villages.texts import may_text

# Each may send a mail or a text of ours to anybody.
RATE = "30/hour"
# So that one house does not use up what the whole site may send in a day.
TEXTS_OF_A_HOUSE = "50/day"
# While whoever is invited stands there; after that the owner sends the link.
TEXT_GOOD_FOR = dt.timedelta(minutes=30)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: DeskRequest) -> HttpResponse:
    host, now = request.desk_host, timezone.now()
    form = InviteForm(request.POST or None, initial={"key": uuids.uuid4()})
    if request.method == "POST" and form.is_valid():
        if too_many(request, scope="invite", rate=RATE):
            return render(request, "429.html", status=429)
        told = form.cleaned_data
        stood = Invitation.objects.filter(host=host, key=told["key"]).exists()
        invitation = invitations.invite(
            key=told["key"],
            host=host,
            role=MemberRole(told["role"]),
            name=told["name"],
            email=told["email"],
            language=(get_language() or "vi")[:2],
            by=request.user,
            now=now,
        )
        if stood:
            messages.info(request, _("It was so already: nothing has changed."))
        else:
            _text(request, invitation, told.get("phone"), now=now)
        drain_soon()
        return redirect("desk:invitation", host=host.slug, pk=invitation.pk)
    return desk_page(request, "desk/team/invite.html", {"form": form}, current="setup")


@require_safe
def link(request: DeskRequest, pk: int) -> HttpResponse:
    """The link and its code, for whoever made it, for an hour."""
    invitation, now = _invitation(request, pk), timezone.now()
    if not invitation.waits(now):
        messages.info(request, _("This invitation does not wait any more."))
        return redirect("desk:team", host=request.desk_host.slug)
    context = {
        "invitation": invitation,
        "role_text": invitation.get_role_display(),
        "may_text": may_text(invitation.role),
        "until": near_moment(invitation.good_until),
        "key": uuids.uuid4(),
        "texts": available("invitation"),
    }
    if invitations.may_show(invitation, to=request.user, now=now):
        url = invitations.invitation_url(invitation)
        context |= {"url": url, "code": qr.svg(url)}
    return desk_page(request, "desk/team/link.html", context, current="setup")


@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: DeskRequest, pk: int) -> HttpResponse:
    """Another link; the one before opens nothing from now on. A GET asks for the number that it is texted to."""
    invitation, now = _invitation(request, pk), timezone.now()
    form = LinkForm(request.POST if request.method == "POST" else None, initial={"key": uuids.uuid4()})
    if not form.is_valid():
        if "key" in form.errors:
            return redirect("desk:team", host=request.desk_host.slug)
        return desk_page(request, "desk/team/invite.html", {"form": form, "invitation": invitation}, current="setup")
    if too_many(request, scope="invite", rate=RATE):
        return render(request, "429.html", status=429)
    made: list[Invitation] = []

    def act() -> None:
        key = form.cleaned_data["key"]
        made.append(
            invitations.renew(host=request.desk_host, invitation_id=invitation.pk, key=key, by=request.user, now=now)
        )

    went_well = changes(
        request,
        act,
        _("Here is the new link; the one before opens nothing any more."),
        rows=lambda: Invitation.objects.filter(pk=invitation.pk).values_list("key", "revoked_at"),
    )
    drain_soon()
    if not went_well:
        return redirect("desk:team", host=request.desk_host.slug)
    # Of two taps at once one made the link, and it alone is texted.
    if made[0].made_at == now:
        _text(request, made[0], form.cleaned_data.get("phone"), now=now)
    return redirect("desk:invitation", host=request.desk_host.slug, pk=invitation.pk)


@require_POST
def revoke(request: DeskRequest, pk: int) -> HttpResponse:
    invitation = _invitation(request, pk)
    changes(
        request,
        lambda: invitations.revoke(
            host=request.desk_host, invitation_id=invitation.pk, by=request.user, now=timezone.now()
        ),
        _("Taken back: the link of %(name)s opens nothing any more.") % {"name": invitation.name},
        rows=lambda: Invitation.objects.filter(pk=invitation.pk).values_list("revoked_at"),
    )
    return redirect("desk:team", host=request.desk_host.slug)


def _text(request: DeskRequest, invitation: Invitation, phone: PhoneNumber | None, *, now: dt.datetime) -> None:
    """Send the link to `phone`, if there is one, and say so."""
    if phone is None:
        return
    host = request.desk_host
    if not take_place(f"text_house_{host.pk}", TEXTS_OF_A_HOUSE):
        messages.error(request, _("Your house has sent many texts today, so none went out. Send the link yourself."))
        return
    with translation.override(invitation.language):
        text, data = invitation_text(host, invitations.invitation_url(invitation))
    send_soon(to=phone.as_e164, text=text, good_for=TEXT_GOOD_FOR, now=now, kind="invitation", data=data)
    messages.success(request, _("A text with the link is on its way to %(phone)s.") % {"phone": phone.as_national})


def _invitation(request: DeskRequest, pk: int) -> Invitation:
    found = Invitation.objects.filter(host=request.desk_host, pk=pk).first()
    if found is None:
        raise Http404
    return found
