"""Turn an outbox row about a house that asks to join into a mail."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from outbox.models import OutboxMessage
from outbox.sending import Overtaken
from villages.enums import ApplicationNews, ApplicationState
from villages.mail.letter import make_letter
from villages.models import HostApplication


def compose(message: OutboxMessage) -> EmailMultiAlternatives:
    """To the office: who asks, and where to answer. To the house: what the office said, and what comes next.

    Raises Overtaken where the office answered before it was told.
    """
    application = HostApplication.objects.select_related("village").get(pk=message.subject_id)
    if message.kind == ApplicationNews.ASKED and application.state != ApplicationState.OPEN:
        raise Overtaken
    for_office = message.audience == "office"
    with translation.override(message.language):
        heading, text = _words(message.kind)
        context = {
            "application": application,
            "heading": heading,
            "text": text,
            "reason": application.reason if message.kind == ApplicationNews.DECLINED else "",
            "link": settings.BASE_URL + reverse("host_application:answer", args=[application.pk]) if for_office else "",
        }
        subject = f"{heading}: {application}"
        return make_letter(
            message, "application", subject=subject, about="application", context=context, is_made_up=False
        )


def _words(kind: str) -> tuple[str, str]:
    return {
        ApplicationNews.ASKED: (
            _("A house wants to receive guests"),
            _("Call them, look at the place and the papers, then make a host of it or say why not."),
        ),
        ApplicationNews.JOINED: (
            _("You are with us"),
            _(
                "The office has entered your house. Somebody will look at your papers with you; from then on guests "
                "can book. Who works at your desk gets a way in from the office."
            ),
        ),
        ApplicationNews.DECLINED: (
            _("Your house is not with us yet"),
            _("The office has looked at what you wrote. You may ask again whenever something has changed."),
        ),
    }[ApplicationNews(kind)]
