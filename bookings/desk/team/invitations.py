"""Inviting somebody to the desk by a link, a code and a mail; for owners."""

import uuid as uuids

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import changes
from bookings.desk.shell.page import desk_page
from bookings.desk.shell.words import near_moment
from bookings.desk.team.forms import InviteForm, KeyForm
from common.http.throttle import too_many
from common.look import qr
from outbox.tasks import drain_soon
from villages.domain import invitations
from villages.enums import MemberRole
from villages.models import Invitation
from villages.texts import may_text

# Each may send a mail of ours to anybody.
RATE = "30/hour"


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
    }
    if invitations.may_show(invitation, to=request.user, now=now):
        url = invitations.invitation_url(invitation)
        context |= {"url": url, "code": qr.svg(url)}
    return desk_page(request, "desk/team/link.html", context, current="setup")


@require_POST
def renew(request: DeskRequest, pk: int) -> HttpResponse:
    """Another link; the one before opens nothing from now on."""
    invitation, form = _invitation(request, pk), KeyForm(request.POST)
    if not form.is_valid():
        return redirect("desk:team", host=request.desk_host.slug)
    if too_many(request, scope="invite", rate=RATE):
        return render(request, "429.html", status=429)
    went_well = changes(
        request,
        lambda: invitations.renew(
            host=request.desk_host,
            invitation_id=invitation.pk,
            key=form.cleaned_data["key"],
            by=request.user,
            now=timezone.now(),
        ),
        _("Here is the new link; the one before opens nothing any more."),
        rows=lambda: Invitation.objects.filter(pk=invitation.pk).values_list("key", "revoked_at"),
    )
    drain_soon()
    if not went_well:
        return redirect("desk:team", host=request.desk_host.slug)
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


def _invitation(request: DeskRequest, pk: int) -> Invitation:
    found = Invitation.objects.filter(host=request.desk_host, pk=pk).first()
    if found is None:
        raise Http404
    return found
