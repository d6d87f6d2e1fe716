"""Tell a host what a buyer asked of its product."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from ocop.models import Enquiry
from outbox.models import OutboxMessage
from villages.mail.letter import make_letter


def compose(message: OutboxMessage) -> EmailMultiAlternatives:
    """To the host: who asks what, and how to answer. An answer by mail goes to the buyer."""
    enquiry = Enquiry.objects.select_related("product__host").get(pk=message.subject_id)
    with translation.override(message.language):
        heading = _("Somebody asks about %(product)s") % {"product": enquiry.product.name}
        url = settings.BASE_URL + reverse("desk:enquiries", args=[enquiry.product.host.slug])
        context = {"enquiry": enquiry, "heading": heading, "url": url}
        mail = make_letter(
            message, "enquiry", subject=heading, about="enquiry", context=context, is_made_up=enquiry.product.is_made_up
        )
    if enquiry.email:
        mail.reply_to = [enquiry.email]
    return mail
