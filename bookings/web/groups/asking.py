"""The form with which a group asks a house, without an account."""

import uuid

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings.domain.groups.ask import KeyReused, ask
from bookings.domain.history import acting
from bookings.enums import ActBy
from bookings.forms.group import GroupForm
from bookings.links import group_token
from bookings.models import GroupRequest
from common.data.refusal import Refused
from common.http.throttle import address_key, too_many
from experiences.models import Experience
from outbox.tasks import drain_soon
from villages.models import Host


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ask_house(request: HttpRequest, slug: str) -> HttpResponse:
    """`?buoi=` names the experience whose page led here."""
    host = Host.objects.verified().select_related("village").filter(slug=slug).first()
    if host is None:
        raise Http404
    name = request.GET.get("buoi", "")
    experience = Experience.objects.for_host(host).filter(active=True, slug=name).first() if name else None
    form = GroupForm(request.POST if request.method == "POST" else None, initial={"key": uuid.uuid4()})
    status = 200
    if form.is_valid():
        if too_many(request, scope="group", rate=settings.CONTACT_RATE):
            form.add_error(None, _("That was asked for very often from here. Please wait a little."))
            status = 429
        elif made := _made(request, host, experience, form):
            drain_soon()
            return redirect("bookings:group", group_token(made))
    if form.errors and status == 200:
        status = 422
    context = {"form": form, "host": host, "experience": experience}
    return render(request, "bookings/groups/ask.html", context, status=status)


def _made(request: HttpRequest, host: Host, experience: Experience | None, form: GroupForm) -> GroupRequest | None:
    try:
        with acting(ActBy.GUEST):
            return ask(
                key=form.cleaned_data["key"] or uuid.uuid4(),
                host=host,
                experience=experience,
                asked=form.asked(),
                consent=form.cleaned_data["consent"],
                language="en" if get_language() == "en" else "vi",
                asked_from=address_key(request),
                now=timezone.now(),
            )
    except KeyReused as refused:
        form.add_error(None, str(refused.message))
        # The next tap is another form's.
        data = request.POST.copy()
        data["key"] = str(uuid.uuid4())
        form.data = data
    except Refused as refused:
        form.add_error(None, str(refused.message))
    return None
