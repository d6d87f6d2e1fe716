"""A second key to an account: an app's codes, a passkey, codes on paper. allauth.mfa, in this house's words."""

from allauth.account.adapter import get_adapter as account_adapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.utils.translation import gettext_lazy as _

from accounts.codes import code_field
from accounts.models import User
from accounts.signed_in import SYSTEMS, first_named
from common.data.box import box
from common.words.site import site_name

BOX = "accounts.second_factor"
OF_APP_OR_PAPER = _("Code from the app or from paper")


class SecondFactorAdapter(DefaultMFAAdapter):
    """Names the site as its editors do, and keeps secrets unreadable in the database."""

    def encrypt(self, text: str) -> str:
        return box(BOX).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return box(BOX).decrypt(encrypted_text.encode()).decode()

    def _get_site_name(self) -> str:
        """What apps and passkeys are called by."""
        return site_name()

    def _get_user_identifier(self, user: User) -> str:
        return user.email or str(user.phone)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        """The device that asks, as far as it says what it is."""
        agent = account_adapter().get_http_user_agent(context.request)
        return first_named(SYSTEMS, agent) or super().generate_authenticator_name(user, type)


class EnterForm(AuthenticateForm):
    """The app's code, or one from paper, after the password."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field(OF_APP_OR_PAPER)


class EnterAgainForm(ReauthenticateForm):
    """The same, before something about the account is changed."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field(OF_APP_OR_PAPER)


class AppForm(ActivateTOTPForm):
    """The first code of an app, which shows that it has the secret."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field(_("The six figures"))
