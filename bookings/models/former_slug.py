"""Names in addresses that an experience had before."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from experiences.models import Experience


class FormerSlug(models.Model):
    """Leads from a name that mails, tickets and bookmarks still carry to the experience that had it last."""

    slug = models.SlugField(_("former name in addresses"), unique=True)
    experience = models.ForeignKey(Experience, models.CASCADE, related_name="former_slugs")

    class Meta:
        verbose_name = _("former name in addresses")
        verbose_name_plural = _("former names in addresses")

    def __str__(self) -> str:
        return self.slug
