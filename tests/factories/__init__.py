"""Plain functions that make valid rows with Vietnamese names, through the domain where that has a way in."""

from tests.factories.bookings import (
    ask,
    cancel_for_good,
    make_booking,
    make_contact,
    make_discount,
    make_invoice,
    make_schedule,
    make_slot,
    quantities,
)
from tests.factories.clock import NOW, local_time
from tests.factories.experiences import make_experience
from tests.factories.lots import code_text, lot_facts, make_lot
from tests.factories.ocop import make_commune, make_land, make_office, make_sheet
from tests.factories.pages import (
    PageTree,
    make_agreed_pages,
    make_artisan_page,
    make_experience_page,
    make_page_tree,
    make_standard_page,
    make_story_page,
    make_village_page,
)
from tests.factories.people import make_application, make_host, make_invitation, make_proposal, make_user
from tests.factories.resources import make_artisan, make_resource, make_rota, make_use
from tests.factories.villages import (
    make_certificate,
    make_craft,
    make_festival,
    make_product,
    make_sales_point,
    make_village,
)

__all__ = [
    "NOW",
    "PageTree",
    "ask",
    "cancel_for_good",
    "code_text",
    "local_time",
    "lot_facts",
    "make_agreed_pages",
    "make_application",
    "make_artisan",
    "make_artisan_page",
    "make_booking",
    "make_certificate",
    "make_commune",
    "make_contact",
    "make_craft",
    "make_discount",
    "make_experience",
    "make_experience_page",
    "make_festival",
    "make_host",
    "make_invitation",
    "make_invoice",
    "make_land",
    "make_lot",
    "make_office",
    "make_page_tree",
    "make_product",
    "make_proposal",
    "make_resource",
    "make_rota",
    "make_sales_point",
    "make_schedule",
    "make_sheet",
    "make_slot",
    "make_standard_page",
    "make_story_page",
    "make_use",
    "make_user",
    "make_village",
    "make_village_page",
    "quantities",
]
