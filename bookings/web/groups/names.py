"""Names and food: written by parents and colleagues on a page of its own, taken off by whoever leads the group."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings.domain.groups.names import add_name, is_open, remove_name
from bookings.forms.group import PersonForm
from bookings.links import group_token, names_token
from bookings.models import GroupPerson, GroupRequest
from bookings.web.access import takes_form
from bookings.web.groups.access import with_group, with_names
from common.data.refusal import Refused
from common.http.throttle import too_many
from common.words.numbers import read_id

# A whole school sends its forms from one address.
RATE = "600/hour"


@require_http_methods(["GET", "HEAD", "POST"])
@with_names
def names(request: HttpRequest, group: GroupRequest) -> HttpResponse:
    """The form for one; who else is on the list is nobody's business here."""
    now, status = timezone.now(), 200
    form = PersonForm(request.POST if request.method == "POST" else None, initial={"key": uuid.uuid4()})
    if form.is_valid():
        if too_many(request, scope="group_names", rate=RATE):
            form.add_error(None, _("That was asked for very often from here. Please wait a little."))
            status = 429
        elif person := _added(group, form):
            messages.success(request, _("%(name)s is on the list. You can write the next one.") % {"name": person.name})
            return redirect("bookings:group_names", names_token(group))
    if form.errors and status == 200:
        status = 422
    context = {"group": group, "host": group.host, "form": form, "open": is_open(group, now=now)}
    return render(request, "bookings/groups/names.html", context, status=status)


def _added(group: GroupRequest, form: PersonForm) -> GroupPerson | None:
    data = form.cleaned_data
    key = data["key"] or uuid.uuid4()
    try:
        return add_name(key=key, request=group, person=form.person(), agrees=data["agrees"], now=timezone.now())
    except Refused as refused:
        form.add_error(None, str(refused.message))
        return None


@takes_form(shown_at="bookings:group")
@with_group
def remove(request: HttpRequest, group: GroupRequest) -> HttpResponse:
    pk = read_id(request.POST.get("name", ""))
    if pk is not None and remove_name(request=group, pk=pk):
        messages.success(request, _("The name is deleted."))
    else:
        messages.info(request, _("It was so already: nothing has changed."))
    return redirect("bookings:group", group_token(group))
