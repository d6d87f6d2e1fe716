"""What machines ask every site for: where they may go, and whom to tell of a hole."""

import datetime as dt
from email.utils import parseaddr

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

# Nothing there is for search engines; pages of one booking say "noindex" themselves.
CLOSED = ["cms/", "desk/", "tai-khoan/", "dat-cho/", "tim/", "documents/", "demo/", "ocop-office/", "tham-gia/"]
GOOD_FOR = dt.timedelta(days=180)


def robots(request: HttpRequest) -> HttpResponse:
    """All may be read but what is behind a door; nothing at all of the demo, whose hosts are made up."""
    closed = ["/"] if settings.DEMO else [f"{home}{path}" for home in ("/", "/en/") for path in CLOSED]
    return _text(["User-agent: *", *(f"Disallow: {path}" for path in closed)])


def security(request: HttpRequest) -> HttpResponse:
    """By RFC 9116. Whoever runs the site reads what is sent to the sender of its mails."""
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    expires = (timezone.now() + GOOD_FOR).astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return _text(
        [
            f"Contact: mailto:{address}",
            f"Expires: {expires.strftime('%Y-%m-%dT%H:%M:%SZ')}",
            "Preferred-Languages: vi, en",
            f"Canonical: {settings.BASE_URL}{request.path}",
        ]
    )


def _text(lines: list[str]) -> HttpResponse:
    body = "".join(f"{line}\n" for line in lines)
    return HttpResponse(body, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "max-age=3600"})
