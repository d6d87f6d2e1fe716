"""A product of the OCOP register: what it is, who makes it and where."""

import datetime as dt

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel

from common.data.made_up import MaybeMadeUp
from common.models import Named, NFCCharField, NFCTextField
from ocop.enums import Basis, CodeScheme, ProductGroup
from ocop.models.certificate import Certificate
from ocop.models.numbers import check_gtin, check_product_code
from ocop.models.office import Office
from villages.models import Commune, FormerCommune, Host, Village
from villages.models.host import placed


class OcopProductQuerySet(models.QuerySet["OcopProduct"]):
    def public(self, day: dt.date) -> "OcopProductQuerySet":
        """What anybody may see on `day`: certified in force, by a decision or as the state press wrote."""
        certified = Certificate.objects.public().valid_on(day).filter(product=models.OuterRef("pk"))
        return self.recorded().filter(models.Exists(certified))

    def recorded(self) -> "OcopProductQuerySet":
        """Those that rest on more than a proposal. What is proposed counts nowhere, in no list and no sum."""
        return self.exclude(basis=Basis.PROPOSAL)

    def of_office(self, office: Office) -> "OcopProductQuerySet":
        """Those that an office keeps: of its commune, or of all communes of its province."""
        return self.in_communes(**office.land)

    def in_communes(self, **asked) -> "OcopProductQuerySet":
        """Those whose own commune is so; without one, their village's; without that, their host's."""
        nowhere = models.Q(commune__isnull=True, village__isnull=True)
        return self.filter(placed(**asked) | (nowhere & placed("host__", **asked)))


class OcopProduct(MaybeMadeUp, ClusterableModel, Named):
    """`criteria_set` is the number of its sheet, 1 to 26. A code is optional: decisions often print none."""

    made_up_with = ("host",)

    host = models.ForeignKey(Host, models.PROTECT, related_name="ocop_products", verbose_name=_("host"))
    group = models.CharField(_("product group"), max_length=3, choices=ProductGroup)
    criteria_set = models.PositiveSmallIntegerField(
        _("set of criteria"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(26)]
    )
    code = models.CharField(_("product code"), max_length=40, unique=True, null=True, blank=True)
    code_scheme = models.CharField(
        _("scheme of the code"),
        max_length=10,
        choices=CodeScheme,
        default=CodeScheme.DECISION_26,
        db_default=CodeScheme.DECISION_26,
    )
    gtin = models.CharField(
        _("barcode (GTIN)"), max_length=14, unique=True, null=True, blank=True, validators=[check_gtin]
    )
    village = models.ForeignKey(
        Village, models.PROTECT, null=True, blank=True, related_name="ocop_products", verbose_name=_("village")
    )
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="ocop_products", verbose_name=_("commune")
    )
    former_commune = models.ForeignKey(
        FormerCommune,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="ocop_products",
        verbose_name=_("commune before July 2025"),
    )
    story = NFCTextField(_("story"), max_length=3000, blank=True, db_default="")
    story_en = NFCTextField(_("story in English"), max_length=3000, blank=True, db_default="")
    basis = models.CharField(
        _("rests on"), max_length=10, choices=Basis, default=Basis.DECISION, db_default=Basis.DECISION
    )
    source = NFCCharField(_("source"), max_length=250, blank=True, db_default="")
    # What a search compares: folded names of product, host and places; `domain/words` writes it.
    words = models.TextField(editable=False, blank=True, default="", db_default="")
    is_example = models.BooleanField(_("fictional example"), default=False)

    objects = OcopProductQuerySet.as_manager()

    class Meta:
        verbose_name = _("OCOP product")
        verbose_name_plural = _("OCOP products")
        ordering = ["name", "pk"]

    def clean(self) -> None:
        super().clean()
        self.code, self.gtin = self.code or None, self.gtin or None
        if self.code:
            check_product_code(self.code, self.code_scheme)

    def certificate_on(self, day: dt.date) -> Certificate | None:
        """The public certificate in force on `day` that counts, of those that are loaded: the most stars, then the
        longest. None for a proposal."""
        if self.basis == Basis.PROPOSAL:
            return None
        known = [each for each in self.certificates.all() if each.basis != Basis.PROPOSAL and each.in_force_on(day)]
        return max(known, key=lambda each: (each.stars, each.last_day, -each.pk), default=None)

    @property
    def place(self) -> Commune:
        """The commune it is made in: its own, or that of its village, of its host or of its host's village."""
        return self.commune or (self.village.commune if self.village else None) or self.host.place

    @property
    def story_text(self) -> str:
        """The story in the language of the page that is being made, the Vietnamese one where there is no other."""
        return ((self.story_en if (get_language() or "vi").startswith("en") else "") or self.story).strip()
