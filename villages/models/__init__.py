"""Facts of the land, its villages and the people who receive guests."""

from villages.models.administrative import Commune, FormerCommune, Province
from villages.models.application import HostApplication
from villages.models.artisan import Artisan
from villages.models.artisan_page import ArtisanPage
from villages.models.complaint import Complaint
from villages.models.craft import Craft, CraftStep
from villages.models.feed import CalendarFeed
from villages.models.festival import Festival
from villages.models.host import Host, Member
from villages.models.invitation import Invitation
from villages.models.page import VillageIndexPage, VillagePage
from villages.models.proposal import HostProposal
from villages.models.village import Place, Village

__all__ = [
    "Artisan",
    "ArtisanPage",
    "CalendarFeed",
    "Commune",
    "Complaint",
    "Craft",
    "CraftStep",
    "Festival",
    "FormerCommune",
    "Host",
    "HostApplication",
    "HostProposal",
    "Invitation",
    "Member",
    "Place",
    "Province",
    "Village",
    "VillageIndexPage",
    "VillagePage",
]
