"""The form by which hosts and editors sign in, with an e-mail address or a phone number."""

from allauth.account.forms import LoginForm
from django import forms
from django.utils.translation import gettext_lazy as _


def login_field() -> forms.CharField:
    """By what people sign in, as the one field that it is to them."""
    widget = forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"})
    return forms.CharField(label=_("Email address or phone number"), widget=widget, max_length=254)


class SignInForm(LoginForm):
    """allauth's, which asks for a "Login" as soon as there are two kinds of it."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = login_field()
        self.order_fields(["login", "password", "remember"])
