"""Turn an outbox row about a host's proposal into a mail."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from outbox.models import OutboxMessage
from outbox.sending import Overtaken
from villages.domain.seen import contact_changes
from villages.enums import HostNews, ProposalState
from villages.mail.letter import make_letter
from villages.models import HostProposal


def compose(message: OutboxMessage) -> EmailMultiAlternatives:
    """What happened to the proposal, before and after, and what to do next.

    Raises Overtaken where one that waited was decided on, or replaced by a later one, before this went out.
    """
    proposal = HostProposal.objects.select_related("host").get(pk=message.subject_id)
    if message.kind == HostNews.PROPOSED and proposal.state != ProposalState.OPEN:
        raise Overtaken
    for_verifier = message.audience == "verifier"
    with translation.override(message.language):
        heading, text = _words(message.kind, for_verifier=for_verifier)
        context = {
            "proposal": proposal,
            "heading": heading,
            "text": text,
            "reason": proposal.reason if message.kind == HostNews.DECLINED else "",
            "contact_changes": contact_changes(proposal.host) if message.kind == HostNews.PROPOSED else [],
            "link": settings.BASE_URL + reverse("host:proposal", args=[proposal.pk]) if for_verifier else "",
        }
        return make_letter(
            message,
            "host_change",
            subject=f"{heading}: {proposal.host}",
            about="host",
            context=context,
            is_made_up=proposal.host.is_made_up,
        )


def _words(kind: str, *, for_verifier: bool) -> tuple[str, str]:
    if for_verifier:
        return (
            _("A verified host's facts are to change"),
            _("Look at the papers and compare before and after. Until you decide, the facts before stay in force."),
        )
    return {
        HostNews.PROPOSED: (
            _("Your facts are to change"),
            _(
                "Somebody entered new facts about you. The office looks at them first; until then those before stay in "
                "force, and guests book as ever. If you did not ask for it, call the office."
            ),
        ),
        HostNews.ACCEPTED: (_("Your new facts are in force"), _("The office has looked at them. Guests see them now.")),
        HostNews.DECLINED: (
            _("Your facts stay as they were"),
            _("The office did not accept the change. Guests book as ever."),
        ),
    }[HostNews(kind)]
