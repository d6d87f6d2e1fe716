"""Offices and who works at them, in the editors' menu."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList

from accounts.models import User
from common.cms.facts import FactViewSet
from common.cms.slugs import HELP
from ocop.enums import OfficeRole
from ocop.models import Office


class AccountByAddress(forms.EmailInput):
    """An account by the e-mail address that it signs in with: a list of all accounts is not for everybody here."""

    # A field that chooses a row tells its widget which there are.
    choices: object = ()

    def format_value(self, value):
        if value is None or not str(value).isdecimal():
            return value
        return User.objects.filter(pk=value).values_list("email", flat=True).first()

    def value_from_datadict(self, data, files, name):
        sent = super().value_from_datadict(data, files, name)
        found = User.objects.filter(email=sent.strip().lower(), is_active=True).first() if sent else None
        # A figure that was typed is nobody's key: it would show whose address that is.
        return found.pk if found else ("?" if sent and sent.strip().isdecimal() else sent)


class OfficeForm(WagtailAdminModelForm):
    """A role fits the level of its office, which a member alone cannot know while both are new."""

    def is_valid(self) -> bool:
        valid = super().is_valid()
        level = OfficeRole.PROVINCE if self.cleaned_data.get("province") else OfficeRole.COMMUNE
        for form in self.formsets["members"].forms:
            said = getattr(form, "cleaned_data", {})
            if said.get("user") and not said.get("DELETE") and said.get("role") != level:
                form.add_error("role", _("The role does not fit the level of this office."))
                valid = False
        return valid


class OfficeViewSet(FactViewSet):
    model = Office
    icon = "group"
    related = ("province", "commune")
    search_fields = ["name"]
    list_display = ["name", "province", "commune"]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("slug", help_text=HELP),
            FieldRowPanel([FieldPanel("province"), FieldPanel("commune")]),
            FieldPanel("is_example"),
            InlinePanel(
                "members",
                heading=_("People at the office"),
                label=_("member"),
                help_text=_(
                    "By the e-mail address of their account. An officer of the province imports, extends and "
                    "withdraws; one of a commune looks at its products."
                ),
                panels=[FieldPanel("user", widget=AccountByAddress), FieldPanel("role")],
            ),
        ],
        base_form_class=OfficeForm,
    )


offices = OfficeViewSet(
    "ocop_office", url_prefix="ocop-offices", add_to_admin_menu=True, menu_order=251, menu_label=_("OCOP offices")
)
