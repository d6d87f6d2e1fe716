"""Addresses of Wagtail's that break on what none of its own pages sends: they are told so before that."""

import re
from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from common.cms.keys import is_key

# The key of one of a form's rows, such as "units-0-id", and its place among those that are sorted by hand.
ROW = re.compile(r"(?P<rows>.+)-\d+-(?:id|ORDER)")


class MalformedCmsRequests:
    """Looks at the CMS's views alone, once one is found for the address.

    Seen with Wagtail 7; `tests/fuzz/test_cms_requests.py` asks each of them, so that what Wagtail mends can go.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, arguments: dict) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or not match.route.startswith("cms/"):
            return None
        name = match.url_name or ""
        # A page that fails on purpose, for trying out what people see then.
        if name == "wagtailadmin_error_test":
            raise Http404
        if name == "chosen" and not is_key(arguments.get("pk", "")):
            raise Http404
        if name.startswith("wagtailadmin_choose_page") and not is_key(request.GET.get("parent_page_id") or "1"):
            raise Http404
        external = name == "wagtailadmin_choose_page_external_link" and request.method == "POST"
        if external and "external-link-chooser-url" not in request.POST:
            raise BadRequest
        if request.method == "POST" and _names_no_row(request.POST):
            raise BadRequest
        if match.view_name == "wagtailredirects:process_import" and not _names_file(request):
            return redirect("wagtailredirects:start_import")
        return None


def _names_no_row(sent: QueryDict) -> bool:
    """Whether a list of rows in a form has one whose key or place is none. A stream's blocks have other names."""
    for name, value in sent.items():
        found = ROW.fullmatch(name)
        # A row without a place is one that no script of Wagtail's has added.
        told = bool(value) or name.endswith("-ORDER")
        if found and told and f"{found['rows']}-TOTAL_FORMS" in sent and not is_key(str(value)):
            return True
    return False


def _names_file(request: HttpRequest) -> bool:
    """Whether the form came from the page before it, which names the file that was sent there."""
    try:
        for name in ("import_file_name", "input_format"):
            Signer().unsign(request.POST.get(name, ""))
    except BadSignature:
        return False
    return True
