"""What the host's experiences share: wheels, a boat, the people of a rota."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings.desk.sharing.before_saving import do_if_seen, short_context
from bookings.desk.sharing.resource_forms import ResourceForms
from bookings.desk.sharing.resource_list import resource_lines
from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.answers import accepts, after_rules, succeeds
from bookings.desk.shell.page import desk_page
from bookings.domain.sharing import resources as domain
from bookings.models import Resource
from common.cms.opened import Sent, opened
from common.http.compress import repeats_nothing

# What was removed last, in the session: it may be too long for an address.
REMOVED = "removed_resource"


@require_safe
@repeats_nothing()
def resources(request: DeskRequest) -> HttpResponse:
    context = {"lines": resource_lines(request.desk_host), "removed": _removed(request)}
    return desk_page(request, "desk/sharing/resources.html", context, current="setup")


@require_http_methods(["GET", "HEAD", "POST"])
def resource_new(request: DeskRequest) -> HttpResponse:
    return _form(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def resource(request: DeskRequest, pk: int) -> HttpResponse:
    """One that was removed while somebody had it open keeps what they typed, to be added anew."""
    if request.method == "POST" and not Resource.objects.filter(pk=pk).exists():
        messages.warning(
            request, _("This was removed meanwhile. What you typed is still here: save it to make it anew.")
        )
        typed = ResourceForms(request.POST, host=request.desk_host)
        return _page(request, typed, action=reverse("desk:resource_new", args=[request.desk_host.slug]))
    return _form(request, _own(request, pk))


def _form(request: DeskRequest, resource: Resource | None) -> HttpResponse:
    host, now = request.desk_host, timezone.now()
    standing = ResourceForms(None, host=host, resource=resource)
    if request.method != "POST":
        return _page(request, standing, resource=resource, opened=opened(*standing.all))
    sent = Sent(request.POST, *standing.all)
    forms = ResourceForms(sent.data if resource else request.POST, host=host, resource=resource)
    accepted = sent.accepted(*forms.all) if resource else forms.is_valid()
    if resource and accepted and not forms.has_changed():
        messages.info(request, _("It was so already: nothing has changed."))
        return redirect("desk:resources", host=host.slug)
    context: dict = {}
    if accepted:

        def save() -> None:
            wanted = partial(domain.save, host=host, wanted=forms.wanted(), resource=resource, now=now)
            context.update(short_context(do_if_seen(host, wanted, request.POST, now=now)))

        if accepts(forms.form, save) and not context["affected"]:
            messages.success(request, _("Saved. Bookings from now on keep to it."))
            return after_rules(request, "resources", affected=bool(request.POST.get("seen")), now=now)
    return _page(request, forms, resource=resource, opened=opened(*standing.all), **context)


def _page(request: DeskRequest, forms: ResourceForms, **context: object) -> HttpResponse:
    shown = {"form": forms.form, "draws": forms.draws} | context
    return desk_page(request, "desk/sharing/resource.html", shown, current="setup")


@require_POST
def resource_remove(request: DeskRequest, pk: int) -> HttpResponse:
    """Share it no more; it can be taken back until something else is removed."""
    found = Resource.objects.filter(host=request.desk_host, pk=pk).first()
    if found is None and Resource.objects.filter(pk=pk).exists():
        raise Http404
    if found is None:
        messages.info(request, _("This is not there any more."))
    else:
        title = found.label
        told = domain.remove(resource=found, now=timezone.now())
        request.session[REMOVED] = {"host": request.desk_host.pk, "title": title, "told": told}
    return redirect("desk:resources", host=request.desk_host.slug)


@require_POST
def resource_undo(request: DeskRequest) -> HttpResponse:
    removed = _removed(request)
    if removed is None:
        messages.error(request, _("It is too late to take this back. Please add it again."))
    elif succeeds(request, lambda: domain.restore(host=request.desk_host, told=removed["told"], now=timezone.now())):
        del request.session[REMOVED]
        messages.success(request, _("Taken back: %(name)s is shared again.") % {"name": removed["title"]})
    return redirect("desk:resources", host=request.desk_host.slug)


def _own(request: DeskRequest, pk: int) -> Resource:
    found = Resource.objects.filter(host=request.desk_host, pk=pk).first()
    if found is None:
        raise Http404
    return found


def _removed(request: DeskRequest) -> dict | None:
    removed = request.session.get(REMOVED)
    return removed if removed and removed["host"] == request.desk_host.pk else None
