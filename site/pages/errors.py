"""Error pages: friendly, in the reader's language, never a stack."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from bookings.desk.shell import taps


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or cookies that are off.

    Of the desk's, where the form is plainly this site's own, it is kept and offered again with a fresh mark.
    """
    match = request.resolver_match
    own = request.headers.get("origin") == f"{request.scheme}://{request.get_host()}"
    of_desk = own and match is not None and match.namespace == "desk" and request.user.is_authenticated
    if of_desk and taps.keep(request, sure=False):
        url = reverse("desk:again")
        return HttpResponseClientRedirect(url) if getattr(request, "htmx", None) else HttpResponseRedirect(url)
    return render(request, "403_csrf.html", status=403)
