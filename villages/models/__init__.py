"""Facts of the land, its villages and the people who receive guests."""

from .administrative import Commune, FormerCommune, Province
from .artisan import Artisan
from .artisan_page import ArtisanPage
from .festival import Festival
from .host import Host, Member
from .page import VillageIndexPage, VillagePage
from .village import Place, Village

__all__ = [
    "Artisan",
    "ArtisanPage",
    "Commune",
    "Festival",
    "FormerCommune",
    "Host",
    "Member",
    "Place",
    "Province",
    "Village",
    "VillageIndexPage",
    "VillagePage",
]
