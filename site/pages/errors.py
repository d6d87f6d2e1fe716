"""Error pages: friendly, in the reader's language, never a stack."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or cookies that are off."""
    return render(request, "403_csrf.html", status=403)
