"""Closed lists of reviews."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Mark(models.IntegerChoices):
    """How a guest found a visit. Words go with every mark: a bare star is OCOP's."""

    DISAPPOINTED = 1, _("disappointed")
    NOT_QUITE = 2, _("not quite happy")
    ALL_RIGHT = 3, _("all right")
    HAPPY = 4, _("happy")
    DELIGHTED = 5, _("delighted")

    @property
    def text(self) -> str:
        """`5 of 5: delighted`."""
        return gettext("%(mark)s of 5: %(word)s") % {"mark": self.value, "word": self.label}


class HideGround(models.TextChoices):
    """What may hide a guest's words: that they break the law, and never that they displease."""

    INSULT = "insult", _("it insults or slanders somebody")
    PRIVACY = "privacy", _("it says or shows of somebody what is theirs alone")
    INDECENT = "indecent", _("it is indecent or stirs up hatred")
    ADVERT = "advert", _("it advertises something else")
    LAW = "law", _("it breaks another law")
