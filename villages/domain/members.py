"""Who works at a host's desk, and as what. A house keeps an owner, whoever else comes and goes."""

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from accounts.models import User
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from villages.domain.seen import locked
from villages.enums import MemberRole, TeamAct
from villages.models import Host, Member


class LastOwner(Refused):
    message = _("A house needs an owner. Make somebody else an owner first.")


class NotThereAnyMore(Refused):
    message = _("This person does not work here any more.")


class RoleChangedMeanwhile(Refused):
    """Whoever asks still saw the role before."""

    def __init__(self, member: Member) -> None:
        said = _("Meanwhile somebody changed the role of %(name)s to “%(role)s”. Choose again if that is not right.")
        super().__init__(said % {"name": member.user, "role": member.get_role_display()})


@atomic_with_retry
def change_role(*, host: Host, member_id: int, role: MemberRole, by: User, seen: MemberRole | None = None) -> Member:
    """Give a member another role, in place of the one that was `seen`. A second call changes nothing.

    Raises NotThereAnyMore, RoleChangedMeanwhile, LastOwner.
    """
    member = _member(host, member_id)
    if member.role == role:
        return member
    if seen and member.role != seen:
        raise RoleChangedMeanwhile(member)
    _keep_an_owner(member)
    before, member.role = member.role, role
    member.save(update_fields=["role"])
    note(host, TeamAct.ROLE, by=by, name=str(member.user), role=role, before=before)
    return member


@atomic_with_retry
def remove(*, host: Host, member_id: int, by: User) -> Member | None:
    """Take a member out; their account stays. None where they are out already. Raises LastOwner."""
    try:
        member = _member(host, member_id)
    except NotThereAnyMore:
        return None
    _keep_an_owner(member)
    Member.objects.filter(pk=member.pk).delete()
    note(host, TeamAct.LEFT, by=by, name=str(member.user), role=member.role)
    return member


@atomic_with_retry
def put_back(*, host: Host, user: User, role: MemberRole, by: User) -> Member:
    """Take a removal back. Who is in again by now stays what they are."""
    locked(host.pk)
    member, made = Member.objects.get_or_create(host=host, user=user, defaults={"role": role})
    if made:
        note(host, TeamAct.BACK, by=by, name=str(user), role=role)
    return member


def owners(host: Host) -> list[User]:
    """Accounts that can act as its owners."""
    found = host.members.filter(role=MemberRole.OWNER, user__is_active=True).select_related("user").order_by("pk")
    return [member.user for member in found]


def require_owner(host: Host) -> None:
    """`host`, as it is to be saved with its members, keeps an owner where it has one. Raises LastOwner."""
    stay = any(member.role == MemberRole.OWNER and member.user.is_active for member in host.members.all())
    if not stay and owners(Host(pk=host.pk)):
        raise LastOwner


def note(host: Host, act: TeamAct, *, by: User | None, name: str, role: str, **more: str) -> None:
    """In the host's history, which the office reads: names as they are now, since an account can go."""
    log(host, act, user=by, data={"name": name, "role": role} | more)


def _member(host: Host, member_id: int) -> Member:
    """The member as stored, with the host locked."""
    locked(host.pk)
    member = Member.objects.filter(host=host, pk=member_id).select_related("user").first()
    if member is None:
        raise NotThereAnyMore
    return member


def _keep_an_owner(member: Member) -> None:
    others = [user for user in owners(member.host) if user != member.user]
    if member.role == MemberRole.OWNER and not others:
        raise LastOwner
