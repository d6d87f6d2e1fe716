"""Who may open an office's pages: decided here for every address, and nowhere else.

A view finds everything through `request.office`, so that products of another commune are not there for it. Pages ask
`request.office_may`, the template's `office_may`, what their reader may do, so that no button leads to a closed door.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.views.decorators.cache import never_cache

from accounts.models import User
from ocop.enums import OfficeRole
from ocop.models import Office

View = Callable[..., HttpResponseBase]
PROVINCE, COMMUNE = OfficeRole.PROVINCE, OfficeRole.COMMUNE
COUNCIL, INSPECTOR = OfficeRole.COUNCIL, OfficeRole.INSPECTOR
EVERYBODY = tuple(OfficeRole)
OFFICERS = (PROVINCE, COMMUNE)


@dataclass(frozen=True)
class May:
    """`decide`: what changes the register: imports, and how certificates end. `keep`: the register and its dossiers.
    `judge`: sessions of a council. `inspect`: what was found after recognition."""

    decide: bool = False
    keep: bool = False
    judge: bool = False
    inspect: bool = False


class OfficeRequest(HttpRequest):
    """What a view is given. `office` is None at home, where the address names none."""

    user: User  # type: ignore[assignment]  # strangers were sent to sign in
    office: Office
    offices: list[Office]
    office_may: May


def office_path(route: str, view: View, *, name: str, roles: tuple[OfficeRole, ...]) -> URLPattern:
    """`path()` for members of an office who have one of `roles` there: a stranger signs in first, anyone else gets 404,
    no cache keeps the page. An `office` in the route is taken out of the arguments and becomes `request.office`."""
    return path(route, never_cache(_members_only(view, roles)), name=name)


def _members_only(view: View, roles: tuple[OfficeRole, ...]) -> View:
    @wraps(view)
    def enter(request, *args, office: str | None = None, **kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _sign_in_first(request)
        request.offices = list(Office.objects.for_member(request.user).select_related("province", "commune"))
        request.office = next((mine for mine in request.offices if mine.slug == office), None)
        role = _role_at(request.office)
        request.office_may = May(
            decide=role == PROVINCE,
            keep=role in OFFICERS,
            judge=role in (PROVINCE, COUNCIL),
            inspect=role in (PROVINCE, INSPECTOR),
        )
        if not request.offices or (office is not None and role not in roles):
            raise Http404
        return view(request, *args, **kwargs)

    return enter


def _role_at(office: Office | None) -> str:
    """One that does not fit the office's level opens nothing."""
    role = office.role if office else ""  # type: ignore[attr-defined]  # for_member adds it
    return role if office and role in office.roles else ""


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    """Then to the page that was asked; after a form, to the first page."""
    asked = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("office:home")
    return redirect_to_login(asked)
