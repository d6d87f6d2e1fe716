"""Turn an outbox row about papers that end into a mail."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from common.words.dates import day_text
from outbox.models import OutboxMessage
from outbox.sending import Overtaken
from villages.enums import PaperNews
from villages.mail.letter import make_letter
from villages.models import Host


def compose(message: OutboxMessage) -> EmailMultiAlternatives:
    """To the house and to verifiers. Raises Overtaken where papers that were to end have been seen anew."""
    host = Host.objects.get(pk=message.subject_id)
    over = message.kind == PaperNews.OVER
    if over == host.is_verified or (not over and not _still_ends(message, host)):
        raise Overtaken
    with translation.override(message.language):
        heading, text = _over() if over else _ending(host)
        for_verifier = message.audience == "verifier"
        context = {
            "heading": heading,
            "host": host,
            "text": text,
            "link": settings.BASE_URL + reverse("host:inspect", args=[host.pk]) if for_verifier else "",
        }
        return make_letter(
            message, "papers", subject=f"{heading}: {host}", about="papers", context=context, is_made_up=host.is_made_up
        )


def _still_ends(message: OutboxMessage, host: Host) -> bool:
    return host.verified_until is not None and f":{host.verified_until}:" in message.key


def _ending(host: Host) -> tuple[str, str]:
    text = _(
        "What the office has seen is good until %(day)s. Show new papers before that, or guests can no longer book."
    )
    return _("Papers end soon"), text % {"day": day_text(host.verified_until)}  # type: ignore[arg-type]  # it still ends


def _over() -> tuple[str, str]:
    return (
        _("Papers are over"),
        _(
            "Nobody new can book until the office has seen new papers. Whoever has booked still comes, and all times "
            "stay as they are."
        ),
    )
