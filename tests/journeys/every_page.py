"""Every page that the links of a desk, of an office or of the public site lead to, one of each kind."""

import re
from collections.abc import Callable, Iterator

from django.urls import Resolver404, resolve
from django.utils import translation
from playwright.sync_api import Page

from tests.journeys.parties import PARTY_TODAY

# What a link is followed to; what is downloaded opens no page.
FOLLOWED = "a[href]:not([download])"
LINKS = """all => all.map(a => new URL(a.href)).filter(at => at.origin === location.origin)
  .map(at => at.pathname + at.search)"""
# Files to be saved, not pages.
SAVED = re.compile(r"\.(xlsx|docx|pdf)$|/tep/|/in-ky/\d+/")
# Below the public site's address, and not of it; and the drawn maps, whose pins stand in the list beside them too.
NOT_PUBLIC = re.compile(r"(/en)?/(desk|cms|tai-khoan|ocop-office|demo|documents|media|du-lieu)/|.*/khung/")

# What other journeys may have left on a desk, so that its pages are as full whichever of them ran before: a time
# called off with a party left to call, one that waits for a word, and things that prove a criterion and a paper.
TODAY = "Tôn Nữ Thị Bích Phượng"
FULL_DESK = f"""{PARTY_TODAY.replace(TODAY, "Ngô Thị Thanh Tâm").replace('email=""', 'email="tam@example.org"')}
{PARTY_TODAY.replace(TODAY, "Ngô Thị Thanh Huyền")}
from bookings.domain.booking.cancel_slot import cancel_slot
from bookings.enums import SlotCancelReason
from ocop.domain.evidence.keeping import add_link
from ocop.domain.evidence.places import Place, sheet_of
from ocop.enums import DossierState
from ocop.models import Dossier
host = model.host
someone = host.members.earliest("pk").user
cancel_slot(slot_id=slot.pk, reason=SlotCancelReason.RAIN, by=someone, now=timezone.now())
for dossier in Dossier.objects.filter(host=host, state__in=DossierState.with_host()):
    for place in (Place(code=next(code for code in sheet_of(dossier).by_code if "." in code)), Place(paper=1)):
        add_link(dossier=dossier, place=place, link="https://example.org/giay-dang-ky", by=someone, now=timezone.now(),
            title="Giấy đăng ký hộ kinh doanh (ví dụ)")
print("")
"""

# A walk that goes on takes each page for a kind of its own.
MOST = 200


def kind(path: str) -> str:
    """One address for all of a kind."""
    return re.sub(r"\d+|(?<=/don/)\w{6}(?=/)", "N", path.split("?")[0])


def public_kind(path: str) -> str:
    """One address for all of a kind: pages of the CMS by where they stand in its tree, others by their route."""
    bare = path.split("?")[0]
    with translation.override("en" if bare.startswith("/en/") else "vi"):
        try:
            match = resolve(bare)
        except Resolver404:
            return bare
    parts = [part for part in bare.removeprefix("/en").split("/") if part]
    return f"{parts[:1]} {len(parts)}" if match.url_name == "wagtail_serve" else match.route


def every_page(
    page: Page,
    home: str,
    *,
    least: int,
    kind: Callable[[str], str] = kind,
    is_led_to: Callable[[str], bool] | None = None,
) -> Iterator[str]:
    """Opens `home` and what it leads to beneath itself, one page of each kind; yields the address of each.

    Fewer than `least` mean that it lost its way.
    """
    waiting, seen = [home], set()
    while waiting:
        path = waiting.pop(0)
        if kind(path) in seen:
            continue
        seen.add(kind(path))
        assert len(seen) < MOST, sorted(seen)
        page.goto(path)
        yield path
        links = [link for link in page.eval_on_selector_all(FOLLOWED, LINKS) if not SAVED.search(link.split("?")[0])]
        waiting += filter(is_led_to or (lambda link: link.startswith(home)), links)
    assert len(seen) >= least, sorted(seen)


def public_pages(page: Page, language: str) -> Iterator[str]:
    """What a reader of `language` comes to from the home page."""
    home = {"vi": "/", "en": "/en/"}[language]

    def is_led_to(link: str) -> bool:
        return link.startswith("/en/") == (language == "en") and not NOT_PUBLIC.match(link)

    return every_page(page, home, least=20, kind=public_kind, is_led_to=is_led_to)
