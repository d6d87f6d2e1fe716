"""What a phone is told when the desk is put on its home screen. The same for everybody, so nobody signs in for it."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from common.words.site import site_name

# Of tokens.css: paper, and the glaze of the header's line.
PAPER, GLAZE = "#f7f0e1", "#5b3417"


@require_safe
@cache_control(max_age=3600)
def manifest(request: HttpRequest) -> HttpResponse:
    home = reverse("desk:home")
    told = {
        "id": home,
        "name": _("%(site)s: the host's desk") % {"site": site_name()},
        "short_name": site_name(),
        "lang": get_language(),
        "start_url": home,
        # Signing in is outside the desk.
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": GLAZE,
        "icons": [
            _icon("app-192", 192, "any"),
            _icon("app-512", 512, "any"),
            _icon("app-maskable-512", 512, "maskable"),
            # Drawn by the phone in the colours of its own theme, light or dark.
            _icon("app-monochrome-512", 512, "monochrome"),
        ],
    }
    return JsonResponse(told, content_type="application/manifest+json")


def _icon(name: str, size: int, purpose: str) -> dict[str, str]:
    return {"src": static(f"art/{name}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
