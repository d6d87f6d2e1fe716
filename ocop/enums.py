"""Closed lists of Decision 26/2026/QĐ-TTg."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProductGroup(models.TextChoices):
    """The six groups of Appendix I."""

    FOOD = "I", _("I. Food")
    DRINK = "II", _("II. Drinks")
    HERBS = "III", _("III. Medicinal plants and their products")
    CRAFTS = "IV", _("IV. Handicrafts")
    LIVING = "V", _("V. Ornamental plants and animals")
    TOURISM = "VI", _("VI. Community tourism, ecotourism and visitor sites")
