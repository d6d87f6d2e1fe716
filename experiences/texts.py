"""Numbers of guests in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.words.money import format_vnd
from experiences.enums import PaymentTerms, UnitType
from experiences.terms import read_steps


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


def before_text(hours: int) -> str:
    """`6 giờ`, `3 ngày`: so long before the start; whole days from two on."""
    days, rest = divmod(hours, 24)
    if days >= 2 and not rest:
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}


def cancel_step_lines(steps: str) -> list[str]:
    """What comes back of the price after cancelling free of charge has ended, a sentence a step; none without steps."""
    lines = []
    for step in read_steps(steps):
        if step.percent and step.hours:
            said = _("Up to %(before)s before, %(percent)s%% of the price comes back.")
            lines.append(said % {"before": before_text(step.hours), "percent": step.percent})
        elif step.percent:
            lines.append(_("Until it begins, %(percent)s%% of the price comes back.") % {"percent": step.percent})
    if steps:
        lines.append(_("Later nothing comes back. Never more than you have paid ahead is kept."))
    return lines


def payment_line(terms: str, *, percent: int, deposit_vnd: int, hours: int) -> str:
    """When a guest pays, as a sentence before anybody has chosen a party; empty where all is paid at the village."""
    within = before_text(hours)
    if terms == PaymentTerms.IN_ADVANCE:
        return _("You pay the whole price by bank transfer, within %(within)s of booking.") % {"within": within}
    if terms != PaymentTerms.DEPOSIT:
        return ""
    said = _(
        "You pay a deposit of %(deposit)s by bank transfer, within %(within)s of booking, and the rest at the village."
    )
    return said % {"deposit": f"{percent}%" if percent else format_vnd(deposit_vnd), "within": within}


def ready_text(first: int, last: int) -> str:
    """`about 3–4 weeks later`, `about 5 days later`: when what guests make is ready; nothing where nothing is later."""
    if not last:
        return ""
    weeks = first >= 14 and not first % 7 and not last % 7
    low, high = (first // 7, last // 7) if weeks else (first, last)
    span = str(high) if low == high else f"{low}–{high}"
    if weeks:
        return ngettext("ready about %(span)s week later", "ready about %(span)s weeks later", high) % {"span": span}
    return ngettext("ready about %(span)s day later", "ready about %(span)s days later", high) % {"span": span}


def left_text(left: int | None) -> str:
    """How many of an extra there are still; nothing where there is no end of it."""
    if left is None:
        return ""
    return ngettext("%(n)s left", "%(n)s left", left) % {"n": left} if left else _("none left at this time")
