"""Every compiled query of the product gives what the plain one gives, whatever it is asked about.

This is what an upgrade of Django has to pass: the compiled way leans on parts of it that are no public interface.
"""

import datetime as dt
import importlib
import itertools
import pkgutil
from pathlib import Path

import pytest
from django.db import models

import bookings
from bookings.domain.calendar.availability import _between, _soonest
from common.data.compiled import Select
from experiences.models import Extra, Season, Tier
from tests.bookings.audit.audit_world import make_world
from tests.common.data.rows import facts
from tests.factories import NOW, make_booking, make_slot
from tests.plugins.shared_stage import shared

pytestmark = pytest.mark.django_db

MOMENTS = [NOW, NOW + dt.timedelta(days=4), NOW + dt.timedelta(days=60)]
# Of what a query is asked about by itself, and by several things at once.
ALONE, TOGETHER = 20, 5

for module in pkgutil.walk_packages(bookings.__path__, "bookings."):
    if ".migrations" not in module.name and ".management" not in module.name:
        importlib.import_module(module.name)

# What is made for so many experiences at once.
MADE = [make(count) for make in (_between, _soonest) for count in (1, 2)]


def name_of(select: Select) -> str:
    code = select.build.__code__
    return f"{Path(code.co_filename).stem}:{code.co_firstlineno}:{len(select.fields)}"


SELECTS = sorted((select for select in Select.known if select.build.__module__.startswith("bookings")), key=name_of)


@shared
def world():
    """Everything that an audit knows, a hold by somebody with an address, a party that nobody has proved, and an
    experience with an interpreter, a season and a tier.
    """
    world = make_world()
    held = make_booking(make_slot(world.party.slot.experience, days=30), "ON_HOLD", now=NOW)
    type(held).objects.filter(pk=held.pk).update(holder="an address")
    type(held).objects.filter(pk=world.party.pk).update(asked_from="an address")
    Extra.objects.create(experience=held.slot.experience, name="Phiên dịch", price_vnd=300_000, spoken_language="ja")
    dear = {"first_day": 1, "first_month": 11, "last_day": 31, "last_month": 12, "percent": 20}
    Season.objects.create(experience=held.slot.experience, name="mùa đông", **dear)
    Tier.objects.create(experience=held.slot.experience, from_people=5, percent=10)
    return world


def values_for(field: models.Field, most: int) -> list:
    if not hasattr(field, "model"):
        return MOMENTS
    # Nobody asks for the row that has none.
    newest = field.model.objects.exclude(**{field.attname: None}).order_by("-pk").values_list(field.attname, flat=True)
    return list(dict.fromkeys(newest))[:most]


def rows(select: Select, given: dict) -> list:
    return [facts(row) if isinstance(row, models.Model) else row for row in select.all(**given)]


def test_there_are_queries_to_compare():
    assert len(SELECTS) >= 14


@pytest.mark.parametrize("select", SELECTS, ids=name_of)
def test_both_ways_give_the_same_rows(select, world, settings):
    most = ALONE if len(select.fields) == 1 else TOGETHER
    choices = [values_for(field, most) for field in select.fields.values()]
    asked = [dict(zip(select.fields, values, strict=True)) for values in itertools.product(*choices)]
    assert asked
    settings.COMPILED_QUERIES = True
    compiled = [rows(select, given) for given in asked]
    settings.COMPILED_QUERIES = False
    assert [rows(select, given) for given in asked] == compiled
    # Else nothing was compared.
    assert any(compiled)
