"""Kinds of guests and extras: one more, one changed, one no longer sold, and that taken back."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from bookings.desk.selling.forms import ExtraForm, UnitForm, part_text
from bookings.desk.selling.photos import TOO_MANY_PHOTOS, photos_over_rate
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import accepts, changes, succeeds
from bookings.desk.shell.page import desk_page
from bookings.desk.shell.undo import read_undo, undo_token
from bookings.domain.calendar.experiences import remove_part
from bookings.domain.sharing.extras import bring_back_extra, save_extra
from bookings.models import ExtraUse, Resource
from common.cms.opened import Sent, as_new, opened
from common.words.money import format_vnd
from common.words.numbers import read_id
from experiences.domain import selling
from experiences.models import Experience, Extra, Unit
from villages.models import Host

# What the extra that was removed last took of what the host shares: its id, the resource's and how many.
TAKEN = "removed_extra_took"


@dataclass(frozen=True)
class Kind:
    """What units and extras differ in. `name` is the first word of their addresses, `fields` what taking back needs."""

    name: str
    model: type[Any]
    form: type[Any]
    fields: list[str]
    new_title: Any


UNIT = Kind(
    "unit",
    Unit,
    UnitForm,
    ["id", "experience_id", "type", "price_vnd", "min_age", "max_age", "seats", "needs_adult"],
    gettext_lazy("Add a kind of guest"),
)
EXTRA = Kind(
    "extra",
    Extra,
    ExtraForm,
    ["id", "experience_id", *ExtraForm.Meta.fields, "photo_id"],
    gettext_lazy("Add an extra"),
)


@require_http_methods(["GET", "HEAD", "POST"])
def unit_new(request: DeskRequest, pk: int) -> HttpResponse:
    return _new(request, UNIT, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def extra_new(request: DeskRequest, pk: int) -> HttpResponse:
    return _new(request, EXTRA, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def unit(request: DeskRequest, pk: int) -> HttpResponse:
    return _one(request, UNIT, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def extra(request: DeskRequest, pk: int) -> HttpResponse:
    return _one(request, EXTRA, pk)


@require_POST
def unit_remove(request: DeskRequest, pk: int) -> HttpResponse:
    return _remove(request, UNIT, pk)


@require_POST
def extra_remove(request: DeskRequest, pk: int) -> HttpResponse:
    return _remove(request, EXTRA, pk)


@require_POST
def unit_undo(request: DeskRequest) -> HttpResponse:
    return _undo(request, UNIT)


@require_POST
def extra_undo(request: DeskRequest) -> HttpResponse:
    return _undo(request, EXTRA)


def lines(host: Host, units: list[Unit], extras: list[Extra]) -> dict[str, list[dict]]:
    """For templates/desk/selling/_part.html."""
    return {
        kind.name: [
            {
                "title": part_text(part),
                "price": format_vnd(part.price_vnd),
                "url": reverse(f"desk:{kind.name}", args=[host.slug, part.pk]),
                "remove_url": reverse(f"desk:{kind.name}_remove", args=[host.slug, part.pk]),
            }
            for part in parts
        ]
        for kind, parts in ((UNIT, units), (EXTRA, extras))
    }


def removed_context(request: DeskRequest, found: Experience) -> dict[str, object]:
    """What was removed of `found` a moment ago, while it is not back."""
    token = request.GET.get("undo", "")
    for kind in (UNIT, EXTRA) if token else ():
        part = read_undo(token, model=kind.model, host=request.desk_host)
        if part and part.experience_id == found.pk and not kind.model.objects.filter(pk=part.pk).exists():
            url = reverse(f"desk:{kind.name}_undo", args=[request.desk_host.slug])
            return {"removed": part_text(part), "undo": token, "undo_url": url}
    return {}


def _new(request: DeskRequest, kind: Kind, pk: int) -> HttpResponse:
    experience = Experience.objects.for_host(request.desk_host).filter(pk=pk).first()
    if experience is None:
        raise Http404
    others = _others(kind, experience)
    sent = request.POST if request.method == "POST" else None
    form = kind.form(sent, request.FILES, part=kind.model(experience=experience), others=others)
    if request.method == "POST" and not _too_many_photos(request, form) and form.is_valid():
        if _same(form.instance, others):
            messages.info(request, _("It was so already: nothing has changed."))
            return _back(request, experience.pk)
        if accepts(form, lambda: _save(request, form)):
            messages.success(request, _("Added: guests can choose it from now on."))
            return _back(request, experience.pk)
    return _page(request, kind, experience, form)


def _one(request: DeskRequest, kind: Kind, pk: int) -> HttpResponse:
    """One that was removed while somebody had it open keeps what they typed, to be added anew."""
    experience = (
        Experience.objects.for_host(request.desk_host).filter(pk=read_id(request.POST.get("experience")) or 0).first()
    )
    if experience and not kind.model.objects.filter(pk=pk).exists():
        messages.warning(
            request, _("This was removed meanwhile. What you typed is still here: save it to make it anew.")
        )
        others = _others(kind, experience)
        form = kind.form(as_new(request.POST), part=kind.model(experience=experience), others=others)
        action = reverse(f"desk:experience_{kind.name}", args=[request.desk_host.slug, experience.pk])
        return _page(request, kind, experience, form, action=action)
    found = _own(request, kind, pk)
    others = _others(kind, found.experience)
    standing = form = kind.form(part=found, others=others)
    if request.method == "POST":
        sent = Sent(request.POST, standing)
        form = kind.form(sent.data, request.FILES, part=found, others=others)
        if not _too_many_photos(request, form) and sent.accepted(form):
            stood = _stands(kind, pk)
            if not form.has_changed() or accepts(form, lambda: _save(request, form)):
                if _stands(kind, pk) == stood:
                    messages.info(request, _("It was so already: nothing has changed."))
                else:
                    messages.success(request, _("Saved. Whoever has booked keeps what they were told."))
                return _back(request, found.experience_id)
    return _page(request, kind, found.experience, form, part=found, opened=opened(standing))


def _save(request: DeskRequest, form: Any) -> Unit | Extra:
    cleaned = form.cleaned_data
    if isinstance(form.instance, Unit):
        return selling.save_part(part=form.instance, by=request.user)
    return save_extra(
        extra=form.instance,
        resource=cleaned.get("resource"),
        quantity=cleaned.get("takes") or 1,
        by=request.user,
        photo=cleaned.get("new_photo"),
        now=timezone.now(),
    )


def _stands(kind: Kind, pk: int) -> dict:
    use = ExtraUse.objects.filter(extra=pk).values("resource", "quantity").first() if kind is EXTRA else None
    return kind.model.objects.filter(pk=pk).values().get() | {"use": use}


def _too_many_photos(request: DeskRequest, form: Any) -> bool:
    if not photos_over_rate(request):
        return False
    form.add_error(None, TOO_MANY_PHOTOS)
    return True


def _remove(request: DeskRequest, kind: Kind, pk: int) -> HttpResponse:
    """It can be taken back for a day."""
    if not kind.model.objects.filter(pk=pk).exists():
        messages.info(request, _("This is not there any more."))
        return redirect("desk:experiences", host=request.desk_host.slug)
    found = _own(request, kind, pk)
    token = undo_token(found, host=request.desk_host, fields=kind.fields)
    taken = ExtraUse.objects.filter(extra=pk).values_list("extra", "resource", "quantity").first()
    if kind is EXTRA:
        request.session[TAKEN] = taken and list(taken)
    if not succeeds(request, lambda: remove_part(part=found, by=request.user, now=timezone.now())):
        return _back(request, found.experience_id)
    address = reverse("desk:experience", args=[request.desk_host.slug, found.experience_id])
    return redirect(f"{address}?{urlencode({'undo': token})}")


def _undo(request: DeskRequest, kind: Kind) -> HttpResponse:
    again = read_undo(request.POST.get("undo", ""), model=kind.model, host=request.desk_host)
    if again is None or not Experience.objects.for_host(request.desk_host).filter(pk=again.experience_id).exists():
        messages.error(request, _("It is too late to take this back. Please add it again."))
        return redirect("desk:experiences", host=request.desk_host.slug)
    changes(
        request,
        lambda: _bring_back(request, again),
        _("Taken back: guests can choose it again."),
        rows=lambda: kind.model.objects.filter(experience=again.experience_id).values_list("pk"),
    )
    return _back(request, again.experience_id)


def _bring_back(request: DeskRequest, again: Any) -> None:
    """With what it took of what the host shares, where that is shared still."""
    extra, resource, quantity = request.session.get(TAKEN) or (None, None, 1)
    if isinstance(again, Unit) or again.pk != extra:
        selling.bring_back(part=again, by=request.user)
        return
    shared = Resource.objects.filter(host=request.desk_host, pk=resource or 0).first()
    bring_back_extra(extra=again, resource=shared, quantity=quantity, by=request.user, now=timezone.now())


def _page(
    request: DeskRequest,
    kind: Kind,
    experience: Experience,
    form: Any,
    *,
    part: Unit | Extra | None = None,
    **more: str,
) -> HttpResponse:
    context = {
        "form": form,
        "experience": experience,
        "part": part,
        "title": part_text(part) if part else kind.new_title,
        **more,
    }
    return desk_page(request, "desk/selling/part.html", context, current="setup")


def _own(request: DeskRequest, kind: Kind, pk: int) -> Any:
    found = kind.model.objects.filter(experience__host=request.desk_host, pk=pk).select_related("experience").first()
    if found is None:
        raise Http404
    return found


def _others(kind: Kind, experience: Experience) -> list[Any]:
    return list(kind.model.objects.filter(experience=experience))


def _same(part: Unit | Extra, others: list[Any]) -> bool:
    """Whether one of `others` says what `part` says, as when the same tap came twice."""
    # A photo that came with it is not in the row yet.
    names = [field.name for field in part._meta.fields if field.name not in ("id", "photo")]
    return any(all(getattr(part, name) == getattr(other, name) for name in names) for other in others)


def _back(request: DeskRequest, pk: int) -> HttpResponse:
    return redirect("desk:experience", host=request.desk_host.slug, pk=pk)
