"""Where an invitation's link leads: whoever opens it says yes, signed in or with a new account."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.devices import remember_device
from accounts.models import User
from accounts.new_account import NewAccountForm
from common.data.refusal import Refused
from common.http.throttle import too_many
from outbox.tasks import drain_soon
from villages.domain.invitations import accept, accept_as_new, by_token, token_of
from villages.enums import MemberRole
from villages.models import Invitation, Member
from villages.texts import joins_as

RATE = "60/hour"


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """The link is a key: it stays out of search engines, and out of what a browser tells the pages that follow."""
    response = _page(request, token)
    response["X-Robots-Tag"] = "noindex"
    # Not "no-referrer": a browser would hide the form's origin too, and Django refuses such a form.
    response["Referrer-Policy"] = "strict-origin"
    return response


def _page(request: HttpRequest, token: str) -> HttpResponse:
    invitation = by_token(token)
    if (invitation is None or request.method == "POST") and too_many(request, scope="join", rate=RATE):
        return render(request, "429.html", status=429)
    if invitation is None:
        return render(request, "villages/join_over.html", {"why": "", "host": None}, status=404)
    user = request.user if request.user.is_authenticated else None
    if user and invitation.accepted_by_id == user.pk and user.memberships.exists():
        messages.info(request, _("It was so already: nothing has changed."))
        return redirect("desk:home")
    if not invitation.waits(timezone.now()):
        return render(request, "villages/join_over.html", _over(invitation), status=410)
    if user:
        return _as_who_is_signed_in(request, invitation, user)
    return _as_somebody_new(request, invitation)


def _as_who_is_signed_in(request: HttpRequest, invitation: Invitation, user: User) -> HttpResponse:
    if request.method == "POST":
        try:
            accept(invitation=invitation, user=user, now=timezone.now())
        except Refused as refused:
            messages.error(request, str(refused.message))
            return redirect("join", token_of(invitation))
        return _welcome(request, invitation)
    works_here = Member.objects.filter(host=invitation.host_id, user=user).exists()
    return render(request, "villages/join.html", _invited(invitation) | {"works_here": works_here})


def _as_somebody_new(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Sign-up is open here and nowhere else."""
    form = NewAccountForm(request.POST or None, initial={"full_name": invitation.name, "login": invitation.email})
    if request.method == "POST" and form.is_valid():
        account = form.account()
        try:
            accept_as_new(invitation=invitation, account=account, now=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused.message))
        else:
            login(request, account, backend=settings.AUTHENTICATION_BACKENDS[-1])
            response = _welcome(request, invitation)
            remember_device(response, account)
            return response
    return render(request, "villages/join.html", _invited(invitation) | {"form": form})


def _welcome(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    drain_soon()
    messages.success(request, _("Welcome: this is the desk of %(host)s.") % {"host": invitation.host.name})
    first = "desk:dossiers" if invitation.role == MemberRole.ADVISER else "desk:today"
    return redirect(first, host=invitation.host.slug)


def _invited(invitation: Invitation) -> dict:
    """For templates/villages/join.html."""
    by, host = str(invitation.made_by or invitation.host), invitation.host.name
    return {
        "invitation": invitation,
        "token": token_of(invitation),
        "text": joins_as(invitation.role, host=host, by=by),
    }


def _over(invitation: Invitation) -> dict:
    """What became of it, and whom to ask."""
    if invitation.accepted_at:
        why = _("This invitation has been used already: a link is good for one person, once.")
    elif invitation.revoked_at:
        why = _("This invitation was taken back.")
    else:
        why = _("This invitation is too old: a link is good for seven days.")
    return {"why": why, "host": invitation.host, "used": invitation.accepted_at is not None}
