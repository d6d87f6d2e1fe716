"""What opens an account for good is changed only by who has just shown that it is theirs."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.codes import came_by_code_lately
from accounts.models import User

View = Callable[..., HttpResponse]


def after_a_code(view: View) -> View:
    """`view`, for an account without password and second key only minutes after its code.

    allauth asks the others for theirs, and lets these pass: whoever finds a phone unlocked could lock its owner out.
    """

    @login_required
    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = cast(User, request.user)
        if user.has_usable_password() or is_mfa_enabled(user) or came_by_code_lately(request, user):
            return view(request, *args, **kwargs)
        return render(request, "account/fresh.html", status=403)

    return asked
