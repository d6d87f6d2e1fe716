"""A house asks to receive guests: one page, and what comes next."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from common.http.throttle import too_many
from outbox.tasks import drain_soon
from villages.domain.applications import apply
from villages.web.application_form import ApplicationForm


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    form = ApplicationForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        if too_many(request, scope="application", rate=settings.CONTACT_RATE):
            form.add_error(None, _("That was asked for very often from here. Please wait a little."))
            status = 429
        else:
            apply(form.asked(), language="en" if get_language() == "en" else "vi", now=timezone.now())
            drain_soon()
            return redirect("application_sent")
    elif form.errors:
        status = 422
    return render(request, "villages/apply.html", {"form": form}, status=status)


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """The same for everybody: it tells nothing of who asked."""
    return render(request, "villages/applied.html")
