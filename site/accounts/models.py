"""The person who signs in: a host's member, an editor, a verifier. Tourists book without an account."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from common.models import LowerEmailField, NFCCharField


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail, by phone, or by both."""

    def create_user(self, email: str | None = None, password: str | None = None, **fields) -> "User":
        user = self.model(email=(email or "").strip().lower() or None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """An account with an e-mail address or a phone number, and one full name, as Vietnamese names are one."""

    email = LowerEmailField(_("email address"), unique=True, null=True, blank=True)
    phone = PhoneNumberField(_("phone number"), unique=True, null=True, blank=True)
    full_name = NFCCharField(_("full name"), max_length=120, blank=True)
    is_staff = models.BooleanField(_("works in the office"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.CheckConstraint(
                name="user_has_email_or_phone",
                condition=models.Q(email__isnull=False) | models.Q(phone__isnull=False),
                violation_error_message=_("Give an e-mail address or a phone number."),
            )
        ]

    def __str__(self) -> str:
        return self.full_name or self.email or str(self.phone)

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        """The given name, which Vietnamese put last and address people by."""
        return self.full_name.rsplit(" ", 1)[-1]

    # Wagtail's side bar asks for it.
    first_name = property(get_short_name)


class PushDevice(models.Model):
    """A browser that is told by push while its `session` lasts: the address and keys it gave for that (RFC 8291).

    One for an `endpoint`: whoever signs in on a phone after somebody else takes it over. `language` is what it is told
    in, `told_at` when its service last took something for it.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="push_devices")
    session = models.ForeignKey("usersessions.UserSession", models.CASCADE, related_name="push_devices")
    endpoint = models.CharField(max_length=1000, unique=True)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=30)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    made_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("phone that is told")
        verbose_name_plural = _("phones that are told")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.user} · {self.made_at:%Y-%m-%d}"
