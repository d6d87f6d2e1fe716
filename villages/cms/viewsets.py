"""The facts of the land in the editors' menu."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSetGroup

from villages.cms.applications import ApplicationViewSet
from villages.cms.artisans import ArtisanViewSet
from villages.cms.crafts import CraftViewSet
from villages.cms.hosts import HostViewSet
from villages.cms.places import (
    CommuneViewSet,
    FestivalViewSet,
    FormerCommuneViewSet,
    ProvinceViewSet,
    VillageViewSet,
)


class VillagesGroup(ModelViewSetGroup):
    """Villages and festivals often, the administrative units hardly ever."""

    menu_label = _("Villages")
    menu_name = "villages"
    menu_icon = "home"
    menu_order = 210
    items = (VillageViewSet, CraftViewSet, FestivalViewSet, CommuneViewSet, FormerCommuneViewSet, ProvinceViewSet)


hosts = HostViewSet("host", url_prefix="hosts", add_to_admin_menu=True, menu_order=220)
applications = ApplicationViewSet("host_application", url_prefix="joining", add_to_admin_menu=True, menu_order=222)
artisans = ArtisanViewSet("artisan", url_prefix="artisans", add_to_admin_menu=True, menu_order=225)
