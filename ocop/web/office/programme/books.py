"""Rows of the programme's books as forms: written, corrected, put away, by one domain call each."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.models import ModelLogEntry

from common.cms.opened import Sent, opened
from common.data.refusal import Refused
from common.words.numbers import read_id
from ocop.domain.once import KeyReused
from ocop.domain.programme import keeping
from ocop.models.programme.kept import Kept
from ocop.web.keys import renew_key
from ocop.web.office.access import PROVINCE, OfficeRequest, office_path
from ocop.web.office.programme.finding import find
from ocop.web.office.programme.forms import KeptForm
from ocop.web.office.programme.page import programme_page

HISTORY = 50


@dataclass(frozen=True)
class Book:
    """`name` names its addresses, `slug` is the word in them, `back` the page that lists its rows."""

    name: str
    slug: str
    model: type[Kept]
    form: type[KeptForm]
    back: str
    new_title: Any
    title: Any
    put_away_says: Any
    # Looks at a row as it is to be kept, within its transaction.
    check: Callable[[Any], None] | None = None


def paths(book: Book) -> list[URLPattern]:
    """Officers of the province alone write."""
    base = f"<slug:office>/chuong-trinh/{book.slug}/"

    def address(rest: str, view: Callable[..., HttpResponse], act: str) -> URLPattern:
        return office_path(base + rest, view, name=f"{book.name}_{act}", roles=(PROVINCE,))

    return [
        address("them/", _add(book), "add"),
        address("<int:pk>/", _change(book), "change"),
        address("<int:pk>/bo/", _put_away(book), "put_away"),
    ]


def _add(book: Book) -> Callable[..., HttpResponse]:
    @require_http_methods(["GET", "HEAD", "POST"])
    def add(request: OfficeRequest) -> HttpResponse:
        row = book.model(province=request.office.province)
        found = {"host": read_id(request.GET.get("chu-the"))}
        form = book.form(request.POST or None, instance=row, office=request.office, initial=found)
        if request.method == "POST" and form.is_valid():
            row.key = form.cleaned_data["key"]
            try:
                keeping.write(row=row, by=request.user, now=timezone.now(), check=book.check)
            except KeyReused as refused:
                form.add_error(None, str(refused.message))
                renew_key(form)
            except Refused as refused:
                form.add_error(None, str(refused.message))
            else:
                messages.success(request, _("Written down."))
                return redirect(book.back, request.office.slug)
        return _page(request, book, form)

    return add


def _change(book: Book) -> Callable[..., HttpResponse]:
    @require_http_methods(["GET", "HEAD", "POST"])
    def change(request: OfficeRequest, pk: int) -> HttpResponse:
        # What somebody has put away meanwhile refuses what was typed, and shows it.
        row = _row(request, book, pk, standing=request.method != "POST")
        form = standing = book.form(instance=row, office=request.office)
        held = opened(standing)
        if request.method == "POST":
            sent = Sent(request.POST, standing)
            form = book.form(sent.data, instance=copy(row), office=request.office)
        if request.method == "POST" and sent.accepted(form):
            try:
                seen = form.cleaned_data["version"] or 0
                keeping.correct(row=row, version=seen, values=form.values, by=request.user, check=book.check)
            except Refused as refused:
                form.add_error(None, str(refused.message))
            else:
                messages.success(request, _("Corrected. What it said before stays in the history."))
                return redirect(book.back, request.office.slug)
        return _page(request, book, form, row=row, held=held)

    return change


def _put_away(book: Book) -> Callable[..., HttpResponse]:
    @require_POST
    def put_away(request: OfficeRequest, pk: int) -> HttpResponse:
        keeping.put_away(row=_row(request, book, pk, standing=False), by=request.user, now=timezone.now())
        messages.success(request, _("Put away: it counts in no sum any more."))
        return redirect(book.back, request.office.slug)

    return put_away


def _row(request: OfficeRequest, book: Book, pk: int, *, standing: bool = True) -> Kept:
    rows = book.model._default_manager.filter(province=request.office.province_id)
    if standing:
        rows = rows.filter(put_away_at__isnull=True)
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _page(
    request: OfficeRequest, book: Book, form: KeptForm, *, row: Kept | None = None, held: str = ""
) -> HttpResponse:
    """`held` is what the form of a row that stands held when it was opened."""
    history = []
    if row:
        entries = ModelLogEntry.objects.for_instance(row).select_related("user").order_by("-timestamp", "-pk")
        history = [{"at": one.timestamp, "who": str(one.user or ""), "what": one.message} for one in entries[:HISTORY]]
    about_host = "host" in form.fields
    context = {
        "about": form.host if about_host else None,
        "found": find(request.office, request.GET.get("q", "")) if about_host and not row else None,
        "title": book.title if row else book.new_title,
        "form": form,
        "row": row,
        "opened": held,
        "back": reverse(book.back, args=[request.office.slug]),
        "put_away_url": reverse(f"office:{book.name}_put_away", args=[request.office.slug, row.pk]) if row else "",
        "put_away_says": book.put_away_says,
        "history": history,
    }
    status = 400 if form.is_bound else 200
    return programme_page(request, "form.html", context, current=book.back.removeprefix("office:"), status=status)
