"""Rate limits per address, counted in the shared cache."""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

SECONDS = {"minute": 60, "hour": 3600, "day": 86_400}


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
    """The client's address as a keyed hash: the same for the same client, and no address."""
    return salted_hmac("common.address", _network(client_address(request))).hexdigest()


def too_many(request: HttpRequest, *, scope: str, rate: str, who: str = "") -> bool:
    """Count one more `scope` for the request's address, or for `who`; True when that is over `rate`, such as "40/hour".

    Each that is let through takes a place of its own for as long as the period lasts, so that no two workers count one.
    """
    return not take_place(f"{scope}_{who or _network(client_address(request))}", rate)


def used_up(request: HttpRequest, *, scope: str, rate: str) -> bool:
    """Whether the next `too_many` would be True for the request's address; counts nothing."""
    places = _places(f"{scope}_{_network(client_address(request))}", rate)
    return len(cache.get_many(places)) == len(places)


def take_place(name: str, rate: str) -> bool:
    """Count one more of `name`, such as an address, where `rate` has a place left; whether it had."""
    places = _places(name, rate)
    taken = cache.get_many(places)
    return any(cache.add(place, 1, SECONDS[rate.partition("/")[2]]) for place in places if place not in taken)


def _places(name: str, rate: str) -> list[str]:
    return [f"throttle_{name}_{place}" for place in range(int(rate.partition("/")[0]))]


def _network(address: str) -> str:
    """What one client has at its hands: an address of IPv4, a /64 of IPv6."""
    try:
        read = ip_address(address)
    except ValueError:
        return address
    read = getattr(read, "ipv4_mapped", None) or read
    return str(ip_network((read, 64), strict=False)) if read.version == 6 else str(read)
