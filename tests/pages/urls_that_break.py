"""The site's addresses and some that raise."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404
from django.urls import path

from config.urls import *  # noqa: F403
from config.urls import urlpatterns as site_patterns

SECRET = "mật khẩu là 12345"


def raising(error):
    def view(request):
        raise error

    return view


urlpatterns = [
    path("hong/", raising(ValueError(SECRET))),
    path("hong/co-so-du-lieu/", raising(OperationalError(SECRET))),
    path("hong/cam/", raising(PermissionDenied(SECRET))),
    path("hong/khong-thay/", raising(Http404(SECRET))),
    path("hong/xau/", raising(SuspiciousOperation(SECRET))),
    *site_patterns,
]
