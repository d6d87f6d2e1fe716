"""Answering htmx with the part of a page that it swaps in, instead of with the whole page."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers, patch_vary_headers


def wants(request: HttpRequest, part: str) -> bool:
    """Whether htmx asks for the element of that id alone. Going back in the history takes the whole page."""
    htmx = getattr(request, "htmx", None)
    if not htmx:
        return False
    return htmx.target == part and not htmx.history_restore_request


def told_apart(response: HttpResponse, *, part: bool) -> HttpResponse:
    """The whole page and its `part` share an address: no cache gives out one for the other."""
    patch_vary_headers(response, ["HX-Request", "HX-Target", "HX-History-Restore-Request"])
    if part:
        # A browser that goes back shows what it has of an address, however old.
        add_never_cache_headers(response)
    return response
