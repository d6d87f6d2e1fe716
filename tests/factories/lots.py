"""Lots of OCOP products, as their hosts write them down."""

import datetime as dt

from ocop.domain.lots import LotFacts, Step, save_lot
from ocop.domain.passport.passport import LOT, PRODUCT
from ocop.models import Lot, OcopProduct, PassportCode
from tests.factories.clock import NOW, number
from tests.factories.villages import make_product

DAYS = dt.timedelta(days=1)


def lot_facts(**fields) -> LotFacts:
    """A lot of 40 pieces, made nine days before NOW, with two steps."""
    made = NOW.date() - 9 * DAYS
    steps = [Step("Chuốt bình", made - 20 * DAYS, "Sân xưởng"), Step("Nung củi", made, "Lò số 2")]
    told = {"number": f"L{number()}", "made_on": made, "pieces": 40, "raw_material": "Đất sét", "steps": steps}
    return LotFacts(**told | fields)


def make_lot(product: OcopProduct | None = None, **fields) -> Lot:
    return save_lot(product=product or make_product(), facts=lot_facts(**fields), now=NOW)


def code_text(row: Lot | OcopProduct) -> str:
    """The code on the package of a lot, or of a product."""
    kind = LOT if isinstance(row, Lot) else PRODUCT
    return PassportCode.objects.get(kind=kind, key=row.pk).code
