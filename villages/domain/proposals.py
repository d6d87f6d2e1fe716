"""What was verified of a host changes only when a verifier has seen before and after; until then it stands."""

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.data.refusal import Refused
from outbox.owing import owe
from villages.domain.verification import verifiers
from villages.enums import HostNews, ProposalState
from villages.models import Host, HostProposal

# Who the host is, where, and who is paid.
GUARDED = (
    "kind",
    "legal_name",
    "registration_number",
    "address",
    "bank_bin",
    "bank_account",
    "bank_account_name",
)


class DecidedMeanwhile(Refused):
    message = _("Somebody else has decided on this change, or proposed another. Look at the host again.")


class ChangedMeanwhile(Refused):
    message = _("The host's facts are not those that this change was proposed for. Decline it, and enter it anew.")


@transaction.atomic
def save_host(*, host: Host, by: User | None, now: dt.datetime) -> HostProposal | None:
    """Write `host`, new or with other facts, and the rows below it.

    Of a verified host what GUARDED names stays as it is stored, also in `host`: what differs is added to its open
    proposal, which is returned. The host (at the address that was stored) and all verifiers are told.
    """
    if host.pk is None:
        host.save()
        return None
    stored = _locked(host.pk)
    host.verified_at, host.verified_by = stored.verified_at, stored.verified_by
    proposal = _propose(stored, host, by, now) if stored.is_verified else None
    host.save()
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
    if any(getattr(host, name) != value for name, value in proposal.before.items()):
        raise ChangedMeanwhile
    for name, value in proposal.after.items():
        setattr(host, name, value)
    fields = list(proposal.after)
    if host.is_verified:
        host.verified_at, host.verified_by = now, by
        fields += ["verified_at", "verified_by"]
    host.save(update_fields=fields)
    return _decide(proposal, ProposalState.ACCEPTED, by, now)


@transaction.atomic
def decline(*, proposal_id: int, by: User, now: dt.datetime, reason: str = "") -> HostProposal:
    """Leave everything as it is, and tell the host why. A second time changes nothing. Raises DecidedMeanwhile."""
    proposal = _open(proposal_id, ProposalState.DECLINED)
    if proposal.state == ProposalState.DECLINED:
        return proposal
    proposal.reason = reason
    return _decide(proposal, ProposalState.DECLINED, by, now)


def _locked(pk: int) -> Host:
    # An UPDATE first: whoever else is at this host waits here.
    Host.objects.filter(pk=pk).update(verified_at=F("verified_at"))
    return Host.objects.get(pk=pk)


def _propose(stored: Host, host: Host, by: User | None, now: dt.datetime) -> HostProposal | None:
    before = {name: getattr(stored, name) for name in GUARDED}
    after = {name: getattr(host, name) for name in GUARDED if getattr(host, name) != before[name]}
    for name in after:
        setattr(host, name, before[name])
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
    for verifier in verifiers():
        _tell(proposal, HostNews.PROPOSED, verifier.email, now, audience="verifier", reader=verifier.pk)
    _tell(proposal, HostNews.PROPOSED, stored.email, now)
    return proposal


def _open(pk: int, wanted: ProposalState) -> HostProposal:
    """The proposal, open or already what is `wanted` of it, with its host locked."""
    host = _locked(HostProposal.objects.get(pk=pk).host_id)
    proposal = HostProposal.objects.get(pk=pk)
    if proposal.state not in (ProposalState.OPEN, wanted):
        raise DecidedMeanwhile
    proposal.host = host
    return proposal


def _decide(proposal: HostProposal, state: ProposalState, by: User, now: dt.datetime) -> HostProposal:
    proposal.state, proposal.decided_at, proposal.decided_by = state, now, by
    proposal.save()
    news = HostNews.ACCEPTED if state == ProposalState.ACCEPTED else HostNews.DECLINED
    _tell(proposal, news, proposal.host.email, now)
    return proposal


def _tell(
    proposal: HostProposal, news: HostNews, to: str | None, now: dt.datetime, *, audience: str = "host", reader: int = 0
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
        )
