"""Villages, hosts and verification in the CMS."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from villages.cms.artisans import artisan_chooser
from villages.cms.hosts import host_chooser
from villages.cms.members import account_chooser
from villages.cms.papers_log import register_papers_log
from villages.cms.places import commune_chooser, former_commune_chooser, place_chooser, village_chooser
from villages.cms.proposals import ACCEPTED, DECLINED
from villages.cms.team_log import register_team_log
from villages.cms.viewsets import VillagesGroup, applications, artisans, hosts


@hooks.register("register_admin_viewset")
def register_viewsets():
    people = [account_chooser, host_chooser, artisan_chooser]
    land = [place_chooser, commune_chooser, former_commune_chooser, village_chooser]
    return [VillagesGroup(), hosts, applications, artisans, *people, *land]


@hooks.register("register_log_actions")
def register_log_actions(actions):
    register_papers_log(actions)
    actions.register_action(ACCEPTED, _("Put a change in force"), _("New facts verified and in force"))
    actions.register_action(DECLINED, _("Decline a change"), _("Change declined"))
    register_team_log(actions)
