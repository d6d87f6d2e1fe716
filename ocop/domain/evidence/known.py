"""What the register and the villages know of a host."""

from django.urls import reverse
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from common.words.dates import date_text
from ocop.domain.evidence.registry import Offered, Period, both
from ocop.models import OcopProduct, SalesPoint
from villages.domain.festivals import festivals_between
from villages.models import Artisan, Host

# Names that a sentence holds.
NAMED = 6


def points_of_sale(host: Host, period: Period) -> list[Offered]:
    """Where what the host makes is sold by hand, and how much of it is certified on the last day."""
    points = list(SalesPoint.objects.filter(products__host=host).distinct().order_by("pk"))
    certified = OcopProduct.objects.public(period.last).filter(host=host).count()

    def say() -> str:
        n = len(points)
        if not n:
            return _("The register knows no point of sale of what you make yet.")
        names = ", ".join(point.label for point in points[:NAMED]) + (" …" if n > NAMED else "")
        told = ngettext("%(n)s point of sale: %(names)s.", "%(n)s points of sale: %(names)s.", n)
        also = ngettext("%(k)s product is certified OCOP.", "%(k)s products are certified OCOP.", certified)
        return f"{told % {'n': n, 'names': names}} {also % {'k': certified}}"

    with override("vi"):
        url = reverse("ocop_host", args=[host.slug]) if certified else ""
    return [Offered(len(points), both(say), period, url)]


def artisans(host: Host, period: Period) -> list[Offered]:
    """People who work with their hands at the host's, as its page names them."""
    n = sum(Artisan.objects.for_host(host).active().values_list("people", flat=True))

    def say() -> str:
        if not n:
            return _("No artisan is named at your house yet.")
        return ngettext("%(n)s artisan works at this house.", "%(n)s artisans work at this house.", n) % {"n": n}

    remark = both(lambda: _("Who lives in the commune, and who is insured, you prove by a list of your own."))
    return [Offered(n, both(say), period, remark=remark)]


def festivals(host: Host, period: Period) -> list[Offered]:
    """Festivals of the host's village in the period, by the lunar calendar."""
    if host.village_id is None:
        return []
    firsts: dict[int, tuple] = {}
    for day, found in sorted(festivals_between(period.first, period.last).items()):
        for festival in found:
            if festival.village_id == host.village_id:
                firsts.setdefault(festival.pk, (festival, day))

    def say() -> str:
        language = get_language() or "vi"
        told = [f"{festival.name_in(language)} ({date_text(day)})" for festival, day in firsts.values()]
        if not told:
            return _("No festival of the village is on record in these months.")
        return _("Festivals of the village, by the lunar calendar: %(names)s.") % {"names": "; ".join(told)}

    return [Offered(len(firsts), both(say), period, points=1 if firsts else None)]
