"""What a reader may ask of the register. What cannot be meant is left out, never an error: a link may be old."""

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.words.text import single_line
from ocop.domain.criteria.reading import newest
from ocop.domain.register import Asked, communes_with_products
from ocop.enums import ProductGroup, QualityStandard
from villages.enums import HostKind
from villages.models import Village

ANY = ("", _("Any"))
STARS = [ANY, ("5", _("OCOP 5 stars")), ("4", _("OCOP 4 stars")), ("3", _("OCOP 3 stars"))]
FORMER = "cu-"


class SearchForm(forms.Form):
    q = forms.CharField(
        label=_("Name, host, commune: with or without marks"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "maxlength": 100, "enterkeyhint": "search"}),
    )
    nhom = forms.ChoiceField(label=_("Product group"), required=False, choices=[ANY, *ProductGroup.choices])
    bo = forms.ChoiceField(label=_("Kind of product"), required=False)
    sao = forms.ChoiceField(label=_("OCOP stars"), required=False, choices=STARS)
    xa = forms.ChoiceField(label=_("Commune, also by its old name"), required=False)
    lang = forms.ChoiceField(label=_("Village"), required=False)
    chuthe = forms.ChoiceField(label=_("Who makes it"), required=False, choices=[ANY, *HostKind.choices])
    chungnhan = forms.ChoiceField(
        label=_("Quality certificate"), required=False, choices=[ANY, *QualityStandard.choices]
    )

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        choices = self.fields
        sheets = newest(timezone.localdate()).sets.values()
        choices["bo"].choices = [ANY, *((str(sheet.number), str(sheet.name)) for sheet in sheets)]  # type: ignore[attr-defined]
        now, before = communes_with_products(timezone.localdate())
        choices["xa"].choices = [  # type: ignore[attr-defined]
            ANY,
            (_("Today"), [(each.code, str(each)) for each in now]),
            (_("Before July 2025"), [(f"{FORMER}{each.code}", str(each)) for each in before]),
        ]
        choices["lang"].choices = [ANY, *((each.slug, each.label) for each in Village.objects.order_by("name"))]  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        """What was understood of it."""
        self.is_valid()
        told = self.cleaned_data
        commune = told.get("xa", "")
        return Asked(
            text=single_line(told.get("q", ""))[:100],
            group=told.get("nhom", ""),
            criteria_set=int(told.get("bo") or 0) or None,
            stars=int(told.get("sao") or 0) or None,
            commune="" if commune.startswith(FORMER) else commune,
            former_commune=commune.removeprefix(FORMER) if commune.startswith(FORMER) else "",
            host_kind=told.get("chuthe", ""),
            standard=told.get("chungnhan", ""),
            village=told.get("lang", ""),
        )

    @property
    def narrowed(self) -> bool:
        """Whether more than words is asked for, so that the rest of the form stands open."""
        return any(value for name, value in self.cleaned_data.items() if name != "q")
