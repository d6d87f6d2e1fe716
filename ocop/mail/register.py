"""Turn an outbox row about what runs out into a mail."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from common.words.dates import day_text
from ocop.domain.dossier.handing_in import CLOSES
from ocop.enums import RegisterNews
from ocop.models import EvaluationRound, OcopProduct
from outbox.models import OutboxMessage
from outbox.sending import Overtaken
from villages.mail.letter import make_letter


def compose(message: OutboxMessage) -> EmailMultiAlternatives:
    """To a house or to an officer. Raises Overtaken where nothing runs out any more."""
    with translation.override(message.language):
        if message.kind == RegisterNews.ROUND_CLOSES:
            return _round(message)
        product = OcopProduct.objects.select_related("host").get(pk=message.subject_id)
        heading, text = _words(RegisterNews(message.kind), product)
        link = (
            settings.BASE_URL + reverse("desk:dossiers", args=[product.host.slug]) if message.audience == "host" else ""
        )
        context = {"heading": heading, "name": product.label, "text": text, "link": link}
        return make_letter(
            message,
            "ocop",
            subject=f"{heading}: {product.label}",
            about="register",
            context=context,
            is_made_up=product.is_made_up,
        )


def _words(news: RegisterNews, product: OcopProduct) -> tuple[str, str]:
    if news == RegisterNews.PAPER_ENDS:
        return _("Quality certificate ends soon"), _("Enter the new one, so that the product's page stays true.")
    certificate = product.certificate_on(timezone.localdate())
    if certificate is None:
        raise Overtaken
    days = {
        "end": day_text(certificate.last_day),
        "until": day_text(certificate.valid_until - CLOSES),
    }
    if news != RegisterNews.CERTIFICATE_ENDS and timezone.localdate() > certificate.valid_until - CLOSES:
        raise Overtaken
    if news == RegisterNews.CERTIFICATE_ENDS:
        return _("OCOP certificate ends soon"), _("Its last day is %(end)s.") % days
    text = _("The certificate ends on %(end)s. Hand the dossier of re-evaluation in until %(until)s.") % days
    return _("Re-evaluation can be handed in"), text


def _round(message: OutboxMessage) -> EmailMultiAlternatives:
    found = EvaluationRound.objects.get(pk=message.subject_id)
    heading = _("Round of evaluation closes soon")
    text = _("Requests to the province come in before %(day)s.") % {"day": day_text(found.requests_before)}
    context = {"heading": heading, "name": str(found), "text": text, "link": ""}
    return make_letter(message, "ocop", subject=heading, about="round", context=context, is_made_up=False)
