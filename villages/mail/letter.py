"""What the mails about houses and their people have in common."""

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from common.words.example import foot, marked
from common.words.site import mail_domain, site_name
from outbox.models import OutboxMessage


def make_letter(
    message: OutboxMessage, template: str, *, subject: str, about: str, context: dict, is_made_up: bool
) -> EmailMultiAlternatives:
    """`mail/<template>` as text and as HTML, in the language that is active; `about` begins the Message-ID.

    `is_made_up`: it tells of a fictional example, and says so.
    """
    context = {"site_name": site_name(), "language": message.language, "is_made_up": is_made_up} | context
    mail = EmailMultiAlternatives(
        subject=marked(subject, is_made_up),
        body=render_to_string(f"mail/{template}.txt", context) + foot(is_made_up),
        to=[message.to],
        # The same for every attempt, so that a mail sent twice by a dying worker is one mail to the reader.
        headers={
            "Message-ID": f"<{about}.{message.pk}.{message.kind}@{mail_domain()}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(render_to_string(f"mail/{template}.html", context), "text/html")
    return mail
