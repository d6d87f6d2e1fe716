"""The CMS's own account page, for a user with one name."""

from wagtail.admin.views.account import NameEmailSettingsPanel

from accounts.forms import NameForm

# Wagtail builds this panel itself and has no setting for its form, which asks for a first and a last name.
NameEmailSettingsPanel.form_class = NameForm
