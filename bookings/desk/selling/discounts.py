"""Discount codes: what there are, a new one, and taking one out of use."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings.desk.selling.discount_form import DiscountForm
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import accepts, changes
from bookings.desk.shell.page import desk_page
from bookings.domain.money.discount_codes import end_code, use_again, write_code
from bookings.models import Booking, DiscountCode
from common.http.compress import repeats_nothing
from common.words.dates import date_text
from common.words.money import format_vnd
from villages.models import Host

# Of those that are over, the newest.
MOST_OVER = 20


@require_safe
@repeats_nothing()
def discounts(request: DeskRequest) -> HttpResponse:
    now = timezone.now()
    codes = _with_uses(request.desk_host, now)
    in_use = list(codes.open(now))
    over = list(codes.exclude(pk__in=[code.pk for code in in_use])[:MOST_OVER])
    context = {"lines": [_line(code, now) for code in in_use], "over": [_line(code, now) for code in over]}
    return desk_page(request, "desk/selling/discounts.html", context, current="setup")


@require_http_methods(["GET", "HEAD", "POST"])
def discount_new(request: DeskRequest) -> HttpResponse:
    host = request.desk_host
    form = DiscountForm(request.POST if request.method == "POST" else None, host=host)
    if form.is_bound and form.is_valid():
        there = DiscountCode.objects.filter(host=host).count()
        if accepts(form, lambda: write_code(host=host, terms=form.terms(), now=timezone.now())):
            if DiscountCode.objects.filter(host=host).count() == there:
                messages.info(request, _("It was so already: nothing has changed."))
            else:
                messages.success(request, _("Guests can use %(code)s now.") % {"code": form.cleaned_data["code"]})
            return redirect("desk:discounts", host=host.slug)
    return desk_page(request, "desk/selling/discount_form.html", {"form": form}, current="setup")


@require_POST
def discount_end(request: DeskRequest, pk: int) -> HttpResponse:
    code = _own(request, pk)
    done = _("%(code)s is out of use. Whoever booked with it keeps their price.") % {"code": code}
    return _change(request, code, lambda: end_code(code, now=timezone.now()), done)


@require_POST
def discount_again(request: DeskRequest, pk: int) -> HttpResponse:
    code = _own(request, pk)
    return _change(request, code, lambda: use_again(code), _("Guests can use %(code)s now.") % {"code": code})


def _change(request: DeskRequest, code: DiscountCode, act: Any, done: str) -> HttpResponse:
    changes(request, act, done, rows=lambda: DiscountCode.objects.filter(pk=code.pk).values_list("ended_at"))
    return redirect("desk:discounts", host=request.desk_host.slug)


def _own(request: DeskRequest, pk: int) -> DiscountCode:
    found = DiscountCode.objects.filter(host=request.desk_host, pk=pk).first()
    if found is None:
        raise Http404
    return found


def _with_uses(host: Host, now: dt.datetime) -> Any:
    having = Q(bookings__in=Booking.objects.taking_seats(now).filter(discount_code__isnull=False).values("pk"))
    return (
        DiscountCode.objects.filter(host=host)
        .select_related("experience")
        .annotate(uses=Count("bookings", filter=having))
        .order_by("-pk")
    )


def _line(code: DiscountCode, now: dt.datetime) -> dict[str, Any]:
    """For templates/desk/selling/_discount.html."""
    off = f"−{code.percent}%" if code.percent else f"−{format_vnd(code.amount_vnd or 0)}"
    of = code.experience.label if code.experience else _("all our experiences")
    said = [off, of]
    if code.from_vnd:
        said.append(_("from %(amount)s on") % {"amount": format_vnd(code.from_vnd)})
    uses = getattr(code, "uses", 0)
    if code.most_uses is None:
        used = ngettext("%(n)s booking has it", "%(n)s bookings have it", uses) % {"n": uses}
    else:
        used = _("%(n)s of %(most)s used") % {"n": uses, "most": code.most_uses}
    if code.last_day:
        used += " · " + _("until %(day)s") % {"day": date_text(code.last_day)}
    return {
        "pk": code.pk,
        "code": code.code,
        "text": " · ".join(said),
        "used": used,
        "purpose": code.purpose,
        "again": code.ended_at is not None and (code.last_day is None or code.last_day >= timezone.localdate(now)),
    }
