"""Facts of an experience as a card shows them; they use what is already loaded and ask nothing."""

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from experiences.models import Experience, ExperiencePage
from experiences.models.page import cards

register = template.Library()


@register.filter
def stars_today(experience: Experience) -> int | None:
    """Stars of the certificate in force today, if there is one."""
    if experience.ocop_product is None:
        return None
    certificate = experience.ocop_product.certificate_on(timezone.localdate())
    return certificate.stars if certificate else None


@register.simple_tag(takes_context=True)
def village_experiences(context, village) -> list:
    """Pages of the village's experiences in the language of the page that is being made."""
    pages = ExperiencePage.objects.filter(experience__village=village, locale=context["page"].locale)
    return list(cards(pages))


@register.simple_tag
def product_experiences(product) -> list:
    """Pages of the experiences that are this OCOP product, or else of its host's, in the reader's language."""
    own = ExperiencePage.objects.filter(experience__ocop_product=product)
    return _of_language(own) or host_experiences(product.host)


@register.simple_tag
def host_experiences(host) -> list:
    """Pages of the host's experiences in the language of the page that is being made."""
    return _of_language(ExperiencePage.objects.filter(experience__host=host))


def _of_language(pages) -> list:
    return list(cards(pages.filter(locale__language_code=get_language() or "vi")))
