"""Choosing another password, also for those who forgot the one they have."""

from allauth.account.forms import ChangePasswordForm
from allauth.core import context

from accounts.codes import came_by_code_lately


class NewPasswordForm(ChangePasswordForm):
    """allauth's, without the question for the old one where a code has just shown who it is."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if came_by_code_lately(context.request, self.user):
            del self.fields["oldpassword"]
