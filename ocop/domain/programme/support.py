"""Payouts never go above a scheme's ceiling, however many officers write at once."""

from django.db.models import F, Max, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.data.refusal import Refused
from common.words.money import format_vnd
from ocop.enums import CeilingOf
from ocop.models import Payout, Scheme
from ocop.models.programme.kept import STANDING


class AboveCeiling(Refused):
    message = gettext_lazy("That is above the ceiling.")


class SchemeGone(Refused):
    message = gettext_lazy("This scheme was put away: choose another.")


class NeedsHost(Refused):
    message = gettext_lazy("This scheme's ceiling is for one host: say which one.")


def within_ceiling(payout: Payout) -> None:
    """Whether `payout` may be kept as it is, beside what was paid of its scheme in its year. Locks the scheme.

    Raises SchemeGone, NeedsHost, AboveCeiling with what is left.
    """
    if not Scheme.objects.filter(STANDING, pk=payout.scheme_id).update(version=F("version")):
        raise SchemeGone
    scheme = Scheme.objects.get(pk=payout.scheme_id)
    rows = Payout.objects.filter(STANDING, scheme=scheme, year=payout.year).exclude(pk=payout.pk)
    if scheme.ceiling_of == CeilingOf.HOST_YEAR:
        if payout.host_id is None:
            raise NeedsHost
        rows = rows.filter(host=payout.host_id)
    left = scheme.ceiling_vnd - (rows.aggregate(sum=Sum("amount_vnd"))["sum"] or 0)
    if payout.amount_vnd > left:
        said = _("The ceiling of this scheme in %(year)s is %(ceiling)s; %(left)s of it is left.")
        told = {"year": payout.year, "ceiling": format_vnd(scheme.ceiling_vnd), "left": format_vnd(max(left, 0))}
        raise AboveCeiling(said % told)


def ceiling_holds(scheme: Scheme) -> None:
    """Whether what was paid already fits under the scheme as it is to be. Its row is locked. Raises AboveCeiling."""
    if scheme.pk is None:
        return
    by = ("year", "host") if scheme.ceiling_of == CeilingOf.HOST_YEAR else ("year",)
    sums = Payout.objects.filter(STANDING, scheme=scheme).order_by().values(*by).annotate(sum=Sum("amount_vnd"))
    most = sums.aggregate(most=Max("sum"))["most"] or 0
    if most > scheme.ceiling_vnd:
        said = _("%(paid)s was paid of this scheme in a year already: its ceiling cannot be lower.")
        raise AboveCeiling(said % {"paid": format_vnd(most)})
