"""Rate limits per address, counted in the shared cache by REST framework's throttles."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from rest_framework.throttling import SimpleRateThrottle


def client_address(request: HttpRequest) -> str:
    """The address of the client: the connection's, or the one that our own outermost proxy saw."""
    hops = settings.TRUSTED_PROXY_COUNT
    forwarded = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",") if part.strip()]
    if hops and len(forwarded) >= hops:
        return forwarded[-hops]
    return request.META.get("REMOTE_ADDR", "")


def add_client(request: HttpRequest, log_kwargs: dict[str, object], **_signal: object) -> None:
    """Say in the log's line of a request where it came from, and with what."""
    log_kwargs["ip"] = client_address(request)
    log_kwargs["user_agent"] = request.headers.get("user-agent", "")


def address_key(request: HttpRequest) -> str:
    """The client's address as a keyed hash: the same for the same address, and no address."""
    return salted_hmac("common.address", client_address(request)).hexdigest()


class AddressThrottle(SimpleRateThrottle):
    """Counts by address under a name of its own."""

    def __init__(self, scope: str, rate: str) -> None:
        self.scope, self.rate = scope, rate
        super().__init__()

    def get_cache_key(self, request: HttpRequest, view: object) -> str:
        return self.cache_format % {"scope": self.scope, "ident": client_address(request)}


def too_many(request: HttpRequest, *, scope: str, rate: str) -> bool:
    """Count one more `scope` for the request's address; True when that is over `rate`, such as "40/hour"."""
    return not AddressThrottle(scope, rate).allow_request(request, None)
