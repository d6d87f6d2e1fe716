"""Who works here: roles, taking somebody out and bringing them back; for owners."""

import uuid as uuids
from collections.abc import Callable

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from bookings.desk.shell.access import OWNER, DeskRequest, first_page, may_at
from bookings.desk.shell.answers import changes, succeeds
from bookings.desk.shell.page import desk_page
from bookings.desk.shell.undo import read_undo, undo_token
from bookings.desk.shell.words import near_moment
from bookings.desk.team.forms import RoleForm
from texting.providers import available
from villages.domain import members
from villages.domain.invitations import may_show
from villages.enums import MemberRole
from villages.models import Host, Invitation, Member
from villages.texts import may_text


@require_safe
def team(request: DeskRequest) -> HttpResponse:
    """Who is in, who is invited, and who was taken out a moment ago, to bring them back."""
    host, token = request.desk_host, request.GET.get("undo", "")
    found = Member.objects.filter(host=host, role__in=MemberRole.values).select_related("user").order_by("pk")
    people = sorted(found, key=lambda member: MemberRole.values.index(member.role))
    invited = Invitation.objects.filter(host=host).unanswered().order_by("pk")
    context = {
        "people": [_person(member, request) for member in people],
        "invited": [_invited(invitation, request) for invitation in invited],
        "key": uuids.uuid4(),
        "texts": available("invitation"),
    }
    removed = _removed(request, token)
    if removed and removed.user_id not in {member.user_id for member in people}:
        context |= {"removed": str(removed.user), "undo": token}
    return desk_page(request, "desk/team/team.html", context, current="setup")


@require_POST
def member_role(request: DeskRequest, pk: int) -> HttpResponse:
    member, form = _member(request.desk_host, pk), RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the roles."))
        return redirect("desk:team", host=request.desk_host.slug)
    role, seen = MemberRole(form.cleaned_data["role"]), form.cleaned_data["opened"]
    changes(
        request,
        lambda: members.change_role(host=request.desk_host, member_id=pk, role=role, by=request.user, seen=seen),
        _("%(name)s: %(role)s from now on.") % {"name": member.user, "role": role.label},
        rows=_rows(request.desk_host),
    )
    return _back(request)


@require_POST
def member_remove(request: DeskRequest, pk: int) -> HttpResponse:
    """Out at their next tap; it can be taken back for a day."""
    host = request.desk_host
    member = Member.objects.filter(host=host, pk=pk).first()
    if member is None:
        if Member.objects.filter(pk=pk).exists():
            raise Http404
        messages.info(request, _("This is not there any more."))
        return redirect("desk:team", host=host.slug)
    token = undo_token(member, host=host, fields=["user", "role"])
    if not succeeds(request, lambda: members.remove(host=host, member_id=pk, by=request.user)):
        return redirect("desk:team", host=host.slug)
    if member.user_id == request.user.pk:
        messages.success(request, _("You do not work at the desk of %(host)s any more.") % {"host": host.name})
        return redirect("after_login")
    return HttpResponseRedirect(f"{reverse('desk:team', args=[host.slug])}?undo={token}")


@require_POST
def member_undo(request: DeskRequest) -> HttpResponse:
    again = _removed(request, request.POST.get("undo", ""))
    if again is None:
        messages.error(request, _("It is too late to take this back. Please invite them again."))
        return redirect("desk:team", host=request.desk_host.slug)
    changes(
        request,
        lambda: members.put_back(host=request.desk_host, user=again.user, role=MemberRole(again.role), by=request.user),
        _("Taken back: %(name)s works here as before.") % {"name": again.user},
        rows=_rows(request.desk_host),
    )
    return redirect("desk:team", host=request.desk_host.slug)


def _person(member: Member, request: DeskRequest) -> dict:
    """For templates/desk/team/_person.html."""
    user = member.user
    mailbox, sign, domain = (user.email or "").partition("@")
    return {
        "pk": member.pk,
        "name": str(user),
        # Apart, so that a narrow screen breaks an address at its sign and nowhere else.
        "mailbox": mailbox or (user.phone.as_national if user.phone else ""),
        "domain": sign + domain,
        "is_me": user == request.user,
        "role": member.role,
        "role_text": member.get_role_display(),
        "may_text": may_text(member.role),
        "others": [(role.value, role.label, may_text(role)) for role in MemberRole if role != member.role],
    }


def _invited(invitation: Invitation, request: DeskRequest) -> dict:
    """For templates/desk/team/_invited.html."""
    now = timezone.now()
    return {
        "pk": invitation.pk,
        "name": invitation.name,
        "role_text": invitation.get_role_display(),
        "until": near_moment(invitation.good_until) if invitation.waits(now) else "",
        "may_show": may_show(invitation, to=request.user, now=now),
    }


def _back(request: DeskRequest) -> HttpResponse:
    """Whoever is no owner any more has no way back to this page."""
    host = Host.objects.for_member(request.user).filter(pk=request.desk_host.pk).first()
    if may_at(host, OWNER):
        return redirect("desk:team", host=request.desk_host.slug)
    return redirect(first_page(host) if host else "desk:home")


def _member(host: Host, pk: int) -> Member:
    member = Member.objects.filter(host=host, pk=pk).select_related("user").first()
    if member is None:
        raise Http404
    return member


def _rows(host: Host) -> Callable[[], QuerySet]:
    return lambda: Member.objects.filter(host=host).values_list("user", "role")


def _removed(request: DeskRequest, token: str) -> Member | None:
    """Who is in `token`, where their account is still there."""
    found = read_undo(token, model=Member, host=request.desk_host) if token else None
    if found is None or found.role not in MemberRole.values:
        return None
    known = User.objects.filter(pk=found.user_id).first()
    if known is None:
        return None
    found.user = known
    return found
