"""Who guides which experience: artisans reach experiences through the rotas that these draw on."""

from django import template

from experiences.models import Experience, ExperiencePage
from experiences.models.page import cards
from villages.models import Artisan, ArtisanPage

register = template.Library()


@register.simple_tag(takes_context=True)
def guides_of(context, experience: Experience) -> list[dict]:
    """`artisan` and their live `page` in the language of this page, or None; two queries however many there are."""
    artisans = Artisan.objects.active().filter(resources__uses__experience=experience).select_related("host").distinct()
    pages = ArtisanPage.objects.live().public().filter(artisan__in=artisans.values("pk"), locale=context["page"].locale)
    page_of = {page.artisan_id: page for page in pages}
    return [{"artisan": artisan, "page": page_of.get(artisan.pk)} for artisan in artisans]


@register.simple_tag(takes_context=True)
def artisan_experiences(context, artisan: Artisan) -> list[ExperiencePage]:
    """Pages of the experiences in which the artisan works, in the language of this page, as cards take them."""
    theirs = Experience.objects.filter(uses__resource__artisans=artisan).values("pk")
    return list(cards(ExperiencePage.objects.filter(experience__in=theirs, locale=context["page"].locale)))
