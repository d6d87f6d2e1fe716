"""Turn an outbox row about an invitation into a mail."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from common.words.dates import moment_text
from outbox.models import OutboxMessage
from outbox.sending import Overtaken
from villages.domain.invitations import invitation_url
from villages.enums import MemberRole, TeamNews
from villages.mail.letter import make_letter
from villages.models import Invitation
from villages.texts import joins_as


def compose(message: OutboxMessage) -> EmailMultiAlternatives:
    """The link to whoever is invited; to the owners who has joined. Raises Overtaken where the link opens nothing."""
    invitation = Invitation.objects.select_related("host", "made_by", "accepted_by").get(pk=message.subject_id)
    if message.kind == TeamNews.INVITED and not _is_its_link(message, invitation):
        raise Overtaken
    with translation.override(message.language):
        told = _invited(invitation) if message.kind == TeamNews.INVITED else _joined(invitation)
        return make_letter(
            message, "team", subject=told["heading"], about="team", context=told, is_made_up=invitation.host.is_made_up
        )


def _is_its_link(message: OutboxMessage, invitation: Invitation) -> bool:
    """Whether the link still waits, and no other one was made since, which has a mail of its own."""
    return invitation.waits(timezone.now()) and message.key.endswith(str(invitation.key))


def _invited(invitation: Invitation) -> dict[str, str]:
    by, host = str(invitation.made_by or invitation.host), invitation.host.name
    return {
        "heading": _("%(by)s invites you to %(host)s") % {"by": by, "host": host},
        "hello": _("Hello %(name)s,") % {"name": invitation.name},
        "text": joins_as(invitation.role, host=host, by=by),
        "after": _("The link is for you alone and good until %(when)s. You know nothing of this? Then leave it be.")
        % {"when": moment_text(invitation.good_until)},
        "link": invitation_url(invitation),
        "link_text": _("See the invitation"),
    }


def _joined(invitation: Invitation) -> dict[str, str]:
    said = {
        "name": str(invitation.accepted_by or invitation.name),
        "host": invitation.host.name,
        "role": MemberRole(invitation.role).label,
    }
    return {
        "heading": _("%(name)s works at the desk of %(host)s now") % said,
        "hello": "",
        "text": _("%(name)s has said yes to the invitation and works at your desk now (%(role)s).") % said,
        "after": _("You do not know them? Take them off the desk, and call the office."),
        "link": settings.BASE_URL + reverse("desk:team", args=[invitation.host.slug]),
        "link_text": _("Who works here"),
    }
