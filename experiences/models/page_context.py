"""What an experience's page shows besides its story."""

import datetime as dt

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from experiences.texts import ages_text, duration_text, ready_text
from ocop.enums import Basis
from ocop.models import Certificate, OcopProduct


def context(page, request: HttpRequest) -> dict:
    """Facts, certificate and the way back, in a constant number of queries."""
    facts = page.experience
    product = facts.ocop_product
    today = timezone.localdate()
    valid = product.certificate_on(today) if product else None
    village_page = facts.village.pages.live().filter(locale=page.locale).first()
    parent = page.get_parent()
    crumbs = [{"title": parent.title, "url": parent.get_url(request)}]
    if village_page:
        crumbs.append({"title": facts.village.label, "url": village_page.get_url(request)})
    return {
        "facts": facts,
        "fact_items": _fact_items(facts),
        "certificate": valid or _past(product, today),
        "certificate_valid": bool(valid),
        "crumbs": crumbs,
    }


def _past(product: OcopProduct | None, today: dt.date) -> Certificate | None:
    """What was certified once, by more than a proposal."""
    if product is None or product.basis == Basis.PROPOSAL:
        return None
    return product.certificates.filter(issued_on__lte=today).exclude(basis=Basis.PROPOSAL).first()


def _fact_items(facts) -> list[dict]:
    price = facts.lowest_price
    items = [{"term": _("Price"), "text": _("from %(price)s") % {"price": price}, "icon": "tag"}] if price else []
    items += [
        {"term": _("Duration"), "text": duration_text(facts.duration_minutes), "icon": "clock"},
        {"term": _("Languages"), "text": ", ".join(facts.language_labels), "icon": "message-circle"},
        {
            "term": _("Group"),
            "text": ngettext("up to %(n)s guest", "up to %(n)s guests", facts.capacity) % {"n": facts.capacity},
            "icon": "users",
        },
    ]
    if ready := ready_text(facts.ready_min_days, facts.ready_max_days):
        items.append({"term": _("What you make"), "text": ready, "icon": "package-open"})
    if facts.min_age:
        items.append({"term": _("Age"), "text": ages_text(facts.min_age, None), "icon": "baby"})
    return items
