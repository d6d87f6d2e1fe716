"""Which addresses are those of push services. A phone names the address to send to: no other is ever asked."""

from urllib.parse import urlsplit

# By browser: Chrome, Edge on Android, Samsung and others of Chromium; Firefox; Safari; Edge on Windows.
SERVICES = ("fcm.googleapis.com", "push.services.mozilla.com", "push.apple.com", "notify.windows.com")
LONGEST = 1_000


def is_push_service(endpoint: str) -> bool:
    """Whether `endpoint` is https at one of SERVICES or below it, at the usual port, and names nobody to sign in as."""
    if len(endpoint) > LONGEST or not endpoint.isascii() or not endpoint.isprintable() or " " in endpoint:
        return False
    try:
        address = urlsplit(endpoint)
        port = address.port
    except ValueError:
        return False
    host = address.hostname or ""
    known = any(host == service or host.endswith(f".{service}") for service in SERVICES)
    # A backslash is read as a slash by some, as part of the name by others.
    return known and address.scheme == "https" and port in (None, 443) and not {"@", "\\"} & set(address.netloc)
