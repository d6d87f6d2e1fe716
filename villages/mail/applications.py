"""Turn an outbox row about a house that asks to join into a mail."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from common.words.site import mail_domain, site_name
from outbox.models import OutboxMessage
from villages.enums import ApplicationNews
from villages.models import HostApplication


def compose(message: OutboxMessage) -> EmailMultiAlternatives:
    """To the office: who asks, and where to answer. To the house: what the office said, and what comes next."""
    application = HostApplication.objects.select_related("village").get(pk=message.subject_id)
    for_office = message.audience == "office"
    with translation.override(message.language):
        heading, text = _words(message.kind)
        context = {
            "site_name": site_name(),
            "language": message.language,
            "application": application,
            "heading": heading,
            "text": text,
            "reason": application.reason if message.kind == ApplicationNews.DECLINED else "",
            "link": settings.BASE_URL + reverse("host_application:answer", args=[application.pk]) if for_office else "",
        }
        mail = EmailMultiAlternatives(
            subject=f"{heading}: {application}",
            body=render_to_string("mail/application.txt", context),
            to=[message.to],
            # The same for every attempt, so that a mail sent twice by a dying worker is one mail to the reader.
            headers={
                "Message-ID": f"<application.{message.pk}.{message.kind}@{mail_domain()}>",
                "Auto-Submitted": "auto-generated",
            },
        )
        mail.attach_alternative(render_to_string("mail/application.html", context), "text/html")
    return mail


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
