"""Numbers of guests in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from experiences.enums import UnitType


def guests_text(kind: str, n: int) -> str:
    """`2 người lớn`, `1 child`: so many guests of a unit type in the active language."""
    texts = {
        UnitType.ADULT: ngettext("%(n)s adult", "%(n)s adults", n),
        UnitType.CHILD: ngettext("%(n)s child", "%(n)s children", n),
        UnitType.STUDENT: ngettext("%(n)s student", "%(n)s students", n),
        UnitType.SENIOR: ngettext("%(n)s senior", "%(n)s seniors", n),
        UnitType.INFANT: ngettext("%(n)s infant", "%(n)s infants", n),
    }
    return texts[UnitType(kind)] % {"n": n}


def duration_text(minutes: int) -> str:
    """`2 giờ`, `1 giờ 30 phút`."""
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours})
    if rest:
        parts.append(ngettext("%(n)s minute", "%(n)s minutes", rest) % {"n": rest})
    return " ".join(parts)


def ages_text(low: int | None, high: int | None) -> str:
    """`4–11 tuổi`, `từ 12 tuổi`, or nothing where every age is welcome."""
    if low and high is not None:
        return _("%(low)s–%(high)s years") % {"low": low, "high": high}
    if high is not None:
        return _("up to %(high)s years") % {"high": high}
    return _("from age %(low)s") % {"low": low} if low else ""
