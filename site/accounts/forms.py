"""Wagtail's account forms for a user with one full name, and an e-mail address, a phone number or both."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm as WagtailUserCreationForm
from wagtail.users.forms import UserEditForm as WagtailUserEditForm

from accounts.models import User
from common.words.fields import OwnNameField

FIELDS = ["email", "full_name", "phone", "is_superuser", "groups"]


class AccountForm(forms.ModelForm):
    """What making and editing an account have in common. Goes before Wagtail's form among the bases."""

    email = forms.EmailField(
        label=_("Email"), required=False, help_text=_("People sign in with this address, or with the phone number.")
    )
    first_name = None
    last_name = None

    def clean_email(self) -> str | None:
        """The address in lower case, as it is looked up; none is NULL, so that many may have none."""
        email = self.cleaned_data["email"].lower() or None
        others = User.objects.exclude(pk=self.instance.pk)
        if email and others.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Another account has this email address."))
        return email

    def clean_phone(self):
        return self.cleaned_data["phone"] or None

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not (self.cleaned_data.get("email") or self.cleaned_data.get("phone")):
            self.add_error("email", _("An account needs an email address or a phone number."))
        return cleaned

    def _clean_username(self) -> None:
        """Wagtail's check takes two accounts without an address for duplicates; clean_email does it."""


class UserCreationForm(AccountForm, WagtailUserCreationForm):
    """Without a password people sign in by a code, and choose one themselves if they like."""

    password_required = False

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = _(
            "Leave it empty, and they sign in by a code that is sent to them. They can choose a password then."
        )

    def save(self, commit: bool = True) -> User:
        if not self.cleaned_data["password1"]:
            self.instance.set_unusable_password()
        return super().save(commit)

    class Meta:
        model = User
        fields = FIELDS
        widgets = {"groups": forms.CheckboxSelectMultiple}


class UserEditForm(AccountForm, WagtailUserEditForm):
    class Meta:
        model = User
        fields = [*FIELDS, "is_active"]
        widgets = {"groups": forms.CheckboxSelectMultiple}


class NameForm(forms.ModelForm):
    """People change their own name; address and password are allauth's to change.

    It stands on a page of many forms that are sent at once: what nobody typed does not take back what the office wrote.
    """

    full_name = OwnNameField(label=_("Full name"), max_length=120)
    opened = forms.CharField(label="", required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["opened"] = self.initial["full_name"]

    def clean_full_name(self) -> str:
        typed, stands = self.cleaned_data["full_name"], self.initial["full_name"]
        return stands if typed == self.data.get(self.add_prefix("opened")) else typed

    class Meta:
        model = User
        fields = ["full_name"]
