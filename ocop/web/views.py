"""The public register: a list to look through, a product, a house."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.words.text import unmarked
from ocop.domain.register import listed, public_products, search, sold_at
from ocop.enums import AreaStatus, CertificateState
from ocop.models import Certificate, OcopProduct, QualityCertificate
from ocop.web.search_form import SearchForm
from villages.models import Host

PER_PAGE = 24


@require_safe
def products(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    asked = form.asked()
    day = timezone.localdate()
    page = Paginator(search(asked, day=day), PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "asked": asked,
        "page": page,
        "page_base": f"?{query.urlencode()}&" if query else "?",
        "cards": [card(each) for each in listed(list(page), day=day)],
    }
    return render(request, "ocop/products.html", context)


@require_safe
def product(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """Only while it is certified: afterwards there is no such page. A changed name leads on."""
    shown = public_products(timezone.localdate()).filter(pk=pk).first()
    if shown is None:
        raise Http404(pk)
    if slug != product_slug(shown):
        return redirect("ocop_product_page", pk=pk, slug=product_slug(shown), permanent=False)
    day = timezone.localdate()
    context = {
        "product": shown,
        "certificate": certificate_of(shown),
        "re_evaluated": certificate_of(shown).state_on(day) == CertificateState.RE_EVALUATION,
        "crumbs": [{"title": capfirst(_("OCOP products")), "url": reverse("ocop_products")}],
        "papers": QualityCertificate.objects.good_on(day).filter(product=shown).select_related("file"),
        "areas": shown.growing_areas.filter(status=AreaStatus.ACTIVE),
        "points": sold_at(shown),
        "shops": shown.shop_links.all(),
        "livestreams": shown.livestreams.filter(starts_at__gte=timezone.now()),
        "markets": shown.export_markets.all(),
        "photos": [picture.photo for picture in shown.pictures.all()],
    }
    return render(request, "ocop/product.html", context)


@require_safe
def host(request: HttpRequest, slug: str) -> HttpResponse:
    """A house and what it makes; there is such a page while something of it is certified."""
    shown = get_object_or_404(Host.objects.select_related("village__commune"), slug=slug)
    found = list(public_products(timezone.localdate()).filter(host=shown))
    if not found:
        raise Http404(slug)
    context = {
        "host": shown,
        "cards": [card(each) for each in found],
        "crumbs": [{"title": capfirst(_("OCOP products")), "url": reverse("ocop_products")}],
    }
    return render(request, "ocop/host.html", context)


def certificate_of(shown: OcopProduct) -> Certificate:
    """The one that counts today, of a product as `public_products` found it."""
    return shown.in_force[0]  # type: ignore[attr-defined]  # prefetched


def product_slug(shown: OcopProduct) -> str:
    return slugify(unmarked(shown.label))[:80].strip("-") or "san-pham"


def card(shown: OcopProduct) -> dict:
    """What a card of a list says of it."""
    pictures = list(shown.pictures.all())
    village = shown.village or shown.host.village
    return {
        "url": reverse("ocop_product_page", args=[shown.pk, product_slug(shown)]),
        "title": shown.label,
        "stars": shown.stars,  # type: ignore[attr-defined]  # annotated
        "re_evaluated": certificate_of(shown).state_on(timezone.localdate()) == CertificateState.RE_EVALUATION,
        "group": shown.get_group_display(),
        "host": shown.host.name,
        "place": str(shown.place),
        "photo": pictures[0].photo if pictures else None,
        "craft": village.craft if village else None,
        "example": shown.is_made_up,
    }
