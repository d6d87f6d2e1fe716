"""What a phone needs to open the desk without signal: the page, and the script that gives it. No guest is in either."""

import hashlib
import json
import re

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bookings.desk.shell.access import DeskRequest
from bookings.desk.shell.waiting import waiting_frame

# What the page names of our own files; what style sheets name besides is pretty, and may be missing.
STATIC = re.compile(rf'(?:href|src)="({re.escape(settings.STATIC_URL)}[^"]+)"')


@require_safe
def page(request: DeskRequest) -> HttpResponse:
    return HttpResponse(_page())


@require_safe
def worker(request: DeskRequest) -> HttpResponse:
    """The service worker of the desk in one language: what to keep, then common/look/static/js/desk_worker.js.

    The page's files are named by their contents, so a new release has another version.
    """
    html = _page()
    url = reverse("desk:offline")
    shell = {
        "language": get_language(),
        "version": hashlib.sha256(html.encode()).hexdigest()[:16],
        "page": url,
        "files": [url, *dict.fromkeys(STATIC.findall(html))],
        # Of a push that cannot be read the phone says so much; its icons.
        "told": {
            "title": _("There is news at your desk"),
            "url": reverse("desk:home"),
            "icon": static("art/app-192.png"),
            "badge": static("art/app-monochrome-512.png"),
        },
    }
    lines = [f"self.shell = {json.dumps(shell)};", f"importScripts({json.dumps(static('js/desk_worker.js'))});", ""]
    return HttpResponse("\n".join(lines), content_type="text/javascript; charset=utf-8")


def _page() -> str:
    """The same for everybody: rendered without the request, so that nothing of who asks can be in it."""
    return render_to_string("desk/offline/page.html", {"offline": waiting_frame()})
