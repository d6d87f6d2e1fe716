"""What was verified of a host changes only when a verifier has seen before and after; until then it stands."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from accounts.models import User
from common.data.refusal import Refused
from outbox.owing import owe
from villages.domain.members import require_owner
from villages.domain.seen import CONTACT, GUARDED, addresses, facts, locked
from villages.domain.verification import verifiers
from villages.enums import HostNews, ProposalState
from villages.models import Commune, Host, HostProposal, Village

# Whoever changes what they have just proposed is not done yet: only the last word of so long is told.
NOT_DONE = dt.timedelta(minutes=10)


class DecidedMeanwhile(Refused):
    message = _("Somebody else has decided on this change, or proposed another. Look at the host again.")


class ChangedMeanwhile(Refused):
    message = _("The host's facts are not those that this change was proposed for. Decline it, and enter it anew.")


@transaction.atomic
def save_host(*, host: Host, by: User | None, now: dt.datetime) -> HostProposal | None:
    """Write `host`, new or with other facts, and the rows below it.

    Of a verified host what GUARDED names stays as it is stored, also in `host`: what differs is added to its open
    proposal, which is returned. All verifiers are told, and the host at the address that was stored and at the one that
    it had when it was verified. Raises LastOwner.
    """
    if host.pk is None:
        host.save()
        return None
    stored = locked(host.pk)
    require_owner(host)
    for name in ("verified_at", "verified_by", "contact_when_verified"):
        setattr(host, name, getattr(stored, name))
    proposal = _propose(stored, host, by, now) if stored.is_verified else None
    host.save()
    return proposal


@transaction.atomic
def change_host(*, host_id: int, facts: Mapping[str, Any], by: User | None, now: dt.datetime) -> HostProposal | None:
    """`save_host` for `facts` by the names of their fields; all else stays as it is stored by now.

    A second call changes nothing.
    """
    host = locked(host_id)
    before = {name: getattr(host, name) for name in facts}
    for name, value in facts.items():
        setattr(host, name, value)
    proposal = save_host(host=host, by=by, now=now)
    if any(getattr(host, name) != value for name, value in before.items()):
        # In the history that the office reads; what is proposed says itself who and when.
        log(host, "wagtail.edit", user=by, content_changed=True)
    return proposal


@transaction.atomic
def accept(*, proposal_id: int, by: User, now: dt.datetime) -> HostProposal:
    """Put what was proposed in force, verified by whoever has looked at it. A second time changes nothing.

    Raises DecidedMeanwhile and ChangedMeanwhile.
    """
    proposal = _open(proposal_id, ProposalState.ACCEPTED)
    if proposal.state == ProposalState.ACCEPTED:
        return proposal
    host = proposal.host
    if _gone(proposal) or facts(host, tuple(proposal.before)) != proposal.before:
        raise ChangedMeanwhile
    known = addresses(host)
    _put(host, proposal.after)
    fields = list(proposal.after)
    if host.is_verified:
        host.verified_at, host.verified_by, host.contact_when_verified = now, by, facts(host, CONTACT)
        fields += ["verified_at", "verified_by", "contact_when_verified"]
    host.save(update_fields=fields)
    return _decide(proposal, ProposalState.ACCEPTED, by, now, known)


@transaction.atomic
def decline(*, proposal_id: int, by: User, now: dt.datetime, reason: str = "") -> HostProposal:
    """Leave everything as it is, and tell the host why. A second time changes nothing. Raises DecidedMeanwhile."""
    proposal = _open(proposal_id, ProposalState.DECLINED)
    if proposal.state == ProposalState.DECLINED:
        return proposal
    proposal.reason = reason
    return _decide(proposal, ProposalState.DECLINED, by, now, addresses(proposal.host))


def _put(host: Host, values: dict[str, Any]) -> None:
    for name, value in values.items():
        field: Any = Host._meta.get_field(name)
        setattr(host, field.attname, None if field.many_to_one and value == "" else value)


def _gone(proposal: HostProposal) -> bool:
    """Whether the village or commune that was proposed is not there any more."""
    places: tuple[tuple[str, type[Village | Commune]], ...] = (("village", Village), ("commune", Commune))
    wanted = [(model, proposal.after.get(name)) for name, model in places]
    return any(key and not model._default_manager.filter(pk=key).exists() for model, key in wanted)


def _propose(stored: Host, host: Host, by: User | None, now: dt.datetime) -> HostProposal | None:
    before, wanted = facts(stored, GUARDED), facts(host, GUARDED)
    after = {name: value for name, value in wanted.items() if value != before[name]}
    _put(host, {name: before[name] for name in after})
    standing = stored.proposals.open().first()
    if standing and standing.after.items() >= after.items():
        return standing if after else None
    if not after:
        return None
    if standing:
        after = standing.after | after
        stored.proposals.open().update(state=ProposalState.REPLACED, decided_at=now, decided_by=by)
    proposal = HostProposal.objects.create(
        host=stored,
        before={name: before[name] for name in after},
        after=after,
        proposed_at=now,
        proposed_by=by,
    )
    due = now + NOT_DONE if standing else now
    for verifier in verifiers():
        _tell(proposal, HostNews.PROPOSED, verifier.email, now, audience="verifier", reader=verifier.pk, due=due)
    _tell_host(proposal, HostNews.PROPOSED, addresses(stored), now, due=due)
    return proposal


def _open(pk: int, wanted: ProposalState) -> HostProposal:
    """The proposal, open or already what is `wanted` of it, with its host locked."""
    host = locked(HostProposal.objects.get(pk=pk).host_id)
    proposal = HostProposal.objects.get(pk=pk)
    if proposal.state not in (ProposalState.OPEN, wanted):
        raise DecidedMeanwhile
    proposal.host = host
    return proposal


def _decide(proposal: HostProposal, state: ProposalState, by: User, now: dt.datetime, known: list[str]) -> HostProposal:
    proposal.state, proposal.decided_at, proposal.decided_by = state, now, by
    proposal.save()
    news = HostNews.ACCEPTED if state == ProposalState.ACCEPTED else HostNews.DECLINED
    _tell_host(proposal, news, known, now)
    return proposal


def _tell_host(
    proposal: HostProposal, news: HostNews, known: list[str], now: dt.datetime, *, due: dt.datetime | None = None
) -> None:
    for number, address in enumerate(known):
        _tell(proposal, news, address, now, reader=number, due=due)


def _tell(
    proposal: HostProposal,
    news: HostNews,
    to: str | None,
    now: dt.datetime,
    *,
    audience: str = "host",
    reader: int = 0,
    due: dt.datetime | None = None,
) -> None:
    if to:
        owe(
            key=f"{news}:{proposal.pk}:{audience}:{reader}",
            subject=proposal,
            kind=news,
            audience=audience,
            to=to,
            language="vi",
            now=now,
            due=due,
        )
