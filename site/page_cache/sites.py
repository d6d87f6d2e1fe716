"""Which of Wagtail's sites a request is for, without asking the database each time."""

from django.http import HttpRequest
from django.http.request import split_domain_port
from wagtail.models import Site

from page_cache.store import cached


def site_name(request: HttpRequest) -> str:
    """For the names of what is kept: addresses are relative on their own site and whole on others.

    Of the sites there are, so that hosts and ports that somebody makes up make no names.
    """
    known = vars(request)
    if "site_name" not in known:
        known["site_name"] = _find(*split_domain_port(request.get_host()))
    return known["site_name"]


def _find(host: str, port: str) -> str:
    sites = cached("sites", lambda: list(Site.objects.values_list("hostname", "port", "is_default_site")))
    known = [site for site in sites if site[0] == host]
    exact = any(str(site[1]) == port for site in known)
    if not known:
        return ""
    return f"{host}:{port}" if exact else host
