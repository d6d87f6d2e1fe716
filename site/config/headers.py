"""Who may ask for health by an address, and what every answer tells the browser besides its policy."""

import ipaddress
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port

PROBED = ("/healthz", "/healthz/ready")
Next = Callable[[HttpRequest], HttpResponse]

# The desk reads tickets by the camera, and people sign in by a passkey. Nothing else of the device is ever asked for,
# by us or by what a page frames.
PERMISSIONS = "camera=(self), publickey-credentials-get=(self), " + ", ".join(
    f"{name}=()"
    for name in (
        *(
            "accelerometer",
            "autoplay",
            "browsing-topics",
            "display-capture",
            "geolocation",
            "gyroscope",
            "magnetometer",
        ),
        *("microphone", "midi", "payment", "serial", "usb", "xr-spatial-tracking"),
    )
)


class PermissionsMiddleware:
    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response


class ProbeMiddleware:
    """A load balancer asks for health by the machine's address, which is in no ALLOWED_HOSTS. Names stay refused."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info in PROBED and _is_address(request.META.get("HTTP_HOST", "")):
            request.META["HTTP_HOST"] = urlsplit(settings.BASE_URL).netloc
        return self.get_response(request)


def _is_address(host: str) -> bool:
    """Whether a Host header names an IP address, with a port or not."""
    name, _port = split_domain_port(host)
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
