"""Facts of an experience as a card shows them; they use what is already loaded and ask nothing."""

from django import template
from django.utils import timezone

from experiences.models import Experience, ExperiencePage
from experiences.models.page import cards

register = template.Library()


@register.filter
def stars_today(experience: Experience) -> int | None:
    """Stars of the certificate in force today, if there is one."""
    if experience.ocop_product is None:
        return None
    today = timezone.localdate()
    valid = [item for item in experience.ocop_product.certificates.all() if item.in_force_on(today)]
    return valid[0].stars if valid else None


@register.simple_tag(takes_context=True)
def village_experiences(context, village) -> list:
    """Pages of the village's experiences in the language of the page that is being made."""
    pages = ExperiencePage.objects.filter(experience__village=village, locale=context["page"].locale)
    return list(cards(pages))
