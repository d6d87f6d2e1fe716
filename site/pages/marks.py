"""Which pages tell of what is made up, asked once for a whole list."""

from django.db.models import BooleanField, ExpressionWrapper, Q

from common.data.made_up import made_up
from experiences.models import ExperiencePage
from villages.models import ArtisanPage, VillagePage


def with_marks(*, pages):
    """Adds `tells_made_up`, also to their specific pages: a query for each of them would come with `is_made_up`."""
    found = Q()
    for model in (ExperiencePage, VillagePage, ArtisanPage):
        found |= Q(pk__in=model.objects.filter(made_up(model)).values("pk"))
    return pages.annotate(tells_made_up=ExpressionWrapper(found, output_field=BooleanField()))
