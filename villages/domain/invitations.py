"""Invitations to a host's desk: a link that makes whoever opens it first, and says yes, a member.

Everything happens under the lock of the host's row, so that two who say yes at once are one member and one refusal.
"""

import base64
import datetime as dt
import uuid as uuids

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.data.db import atomic_with_retry
from common.data.refusal import Refused
from outbox.owing import owe
from villages.domain.members import note, owners
from villages.domain.seen import locked
from villages.enums import MemberRole, TeamAct, TeamNews
from villages.models import Host, Invitation, Member

GOOD_FOR = dt.timedelta(days=7)
# Whoever made a link may look at it for so long; then a phone left on the table shows nothing that opens the desk.
SHOWN_FOR = dt.timedelta(hours=1)
FORGOTTEN_AFTER = dt.timedelta(days=90)


class NoLongerWaits(Refused):
    message = _("This invitation has been used, taken back or ran out.")


class HasAccount(Refused):
    """Said to whoever holds a link that is good, and to nobody else."""

    message = _("There is an account with this address or number already. If it is yours, sign in, then say yes.")


class WorksHere(Refused):
    message = _("You work at this desk already. The link is still good for whoever it was meant for.")


def token_of(invitation: Invitation) -> str:
    """What the link carries, 32 characters. The database alone does not make it: it takes the secret key.

    Not drawn by lot, because the mail that carries it is written later than the invitation, from the database.
    """
    made = salted_hmac("villages.invitation", f"{invitation.host_id}:{invitation.key}", algorithm="sha256").digest()
    return base64.urlsafe_b64encode(made[:24]).decode()


def invitation_url(invitation: Invitation) -> str:
    """Absolute address of the page where somebody says yes, in the invitation's language."""
    with translation.override(invitation.language):
        return settings.BASE_URL + reverse("join", args=[token_of(invitation)])


def by_token(token: str) -> Invitation | None:
    """The invitation that the link with `token` stands for, whatever became of it."""
    return Invitation.objects.filter(token_hash=_kept(token)).select_related("host", "made_by").first()


def may_show(invitation: Invitation, *, to: User, now: dt.datetime) -> bool:
    """Whether `to` may still look at the link: they made it, it waits, and not long ago."""
    fresh = now - invitation.made_at <= SHOWN_FOR
    return invitation.waits(now) and fresh and invitation.made_by_id == to.pk


@atomic_with_retry
def invite(
    *,
    key: uuids.UUID,
    host: Host,
    role: MemberRole,
    name: str,
    email: str,
    language: str,
    by: User,
    now: dt.datetime,
) -> Invitation:
    """Invite somebody by a link, and by a mail where `email` is given. The same `key` invites nobody anew."""
    locked(host.pk)
    standing = Invitation.objects.filter(host=host, key=key).first()
    if standing:
        return standing
    invitation = Invitation(host=host, role=role, name=name, email=email, language=language)
    _draw(invitation, key=key, by=by, now=now)
    note(host, TeamAct.INVITED, by=by, name=name, role=role)
    return invitation


@atomic_with_retry
def renew(*, host: Host, invitation_id: int, key: uuids.UUID, by: User, now: dt.datetime) -> Invitation:
    """Another link in place of the one before, also for one that ran out. The same `key` makes no other.

    Raises NoLongerWaits.
    """
    invitation = _of(host, invitation_id)
    if invitation.key == key:
        return invitation
    if invitation.accepted_at or invitation.revoked_at:
        raise NoLongerWaits
    _draw(invitation, key=key, by=by, now=now)
    note(host, TeamAct.INVITED, by=by, name=invitation.name, role=invitation.role)
    return invitation


@atomic_with_retry
def revoke(*, host: Host, invitation_id: int, by: User, now: dt.datetime) -> Invitation:
    """Take an invitation back: its link opens nothing, and the address it went to is forgotten.

    A second call changes nothing. Raises NoLongerWaits where somebody has accepted.
    """
    invitation = _of(host, invitation_id)
    if invitation.accepted_at:
        raise NoLongerWaits
    if invitation.revoked_at is None:
        invitation.revoked_at, invitation.email = now, ""
        invitation.save(update_fields=["revoked_at", "email"])
        note(host, TeamAct.REVOKED, by=by, name=invitation.name, role=invitation.role)
    return invitation


@atomic_with_retry
def accept(*, invitation: Invitation, user: User, now: dt.datetime) -> Member:
    """Make `user` a member, once; tell the owners. A second call by the same person changes nothing.

    Raises NoLongerWaits, WorksHere.
    """
    host = locked(invitation.host_id)
    token_hash = invitation.token_hash
    invitation = Invitation.objects.get(pk=invitation.pk)
    member = Member.objects.filter(host=host, user=user).first()
    if member and invitation.accepted_by_id == user.pk:
        return member
    if not invitation.waits(now) or invitation.token_hash != token_hash:
        raise NoLongerWaits
    if member:
        raise WorksHere
    member = Member.objects.create(host=host, user=user, role=invitation.role)
    invitation.accepted_at, invitation.accepted_by, invitation.email = now, user, ""
    invitation.save(update_fields=["accepted_at", "accepted_by", "email"])
    note(host, TeamAct.JOINED, by=user, name=str(user), role=member.role)
    _tell_owners(invitation, joined=user, now=now)
    return member


@atomic_with_retry
def accept_as_new(*, invitation: Invitation, account: User, now: dt.datetime) -> Member:
    """Keep `account`, which is new and has its password, and make it a member, or neither.

    Raises HasAccount, NoLongerWaits.
    """
    try:
        with transaction.atomic():
            # As new at a second attempt as at the first.
            account.pk = None
            account.save(force_insert=True)
            return accept(invitation=invitation, user=account, now=now)
    except IntegrityError as taken:
        raise HasAccount from taken


def forget_invitations(*, now: dt.datetime) -> int:
    """Remove those that ended long ago, with the names in them; returns how many. Who joined is in the history."""
    return Invitation.objects.filter(good_until__lt=now - FORGOTTEN_AFTER).delete()[0]


def _draw(invitation: Invitation, *, key: uuids.UUID, by: User, now: dt.datetime) -> None:
    """Give it a link of its own, good from now, and write to whoever is invited."""
    invitation.key, invitation.made_by = key, by
    invitation.made_at, invitation.good_until = now, now + GOOD_FOR
    invitation.token_hash = _kept(token_of(invitation))
    invitation.save()
    if invitation.email:
        _tell(invitation, TeamNews.INVITED, "invited", invitation.email, key=str(key), now=now)


def _tell_owners(invitation: Invitation, *, joined: User, now: dt.datetime) -> None:
    """At their own addresses; at the house's where none of them has one."""
    known = [user.email for user in owners(invitation.host) if user.email and user != joined]
    for number, address in enumerate(known or [invitation.host.email]):
        if address:
            _tell(invitation, TeamNews.JOINED, "owner", address, key=str(number), now=now)


def _tell(invitation: Invitation, news: TeamNews, audience: str, to: str, *, key: str, now: dt.datetime) -> None:
    owe(
        key=f"{news}:{invitation.pk}:{key}",
        subject=invitation,
        kind=news,
        audience=audience,
        to=to,
        language=invitation.language,
        now=now,
    )


def _of(host: Host, invitation_id: int) -> Invitation:
    """The invitation as stored, with the host locked. Raises Invitation.DoesNotExist."""
    locked(host.pk)
    return Invitation.objects.get(host=host, pk=invitation_id)


def _kept(token: str) -> str:
    return salted_hmac("villages.invitation.kept", token, algorithm="sha256").hexdigest()
