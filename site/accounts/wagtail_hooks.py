"""The CMS's own account page, for a user with one name; on its first page, a word about a second key."""

from wagtail import hooks
from wagtail.admin.views.account import NameEmailSettingsPanel

from accounts.cms.home import SecondKeyPanel
from accounts.forms import NameForm

# Wagtail builds this panel itself and has no setting for its form, which asks for a first and a last name.
NameEmailSettingsPanel.form_class = NameForm


@hooks.register("construct_homepage_panels")
def ask_for_a_second_key(request, panels):
    panels.append(SecondKeyPanel())
