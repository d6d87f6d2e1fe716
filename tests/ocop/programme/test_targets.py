"""Targets: which period a day means, and how each stands."""

import datetime as dt
from decimal import Decimal

import pytest

from ocop.domain.programme.figures import figures
from ocop.domain.programme.targets import Period, percent, period_on, standing, targets_of
from ocop.enums import TargetMeasure
from ocop.models import Target
from tests.factories import make_commune, make_host, make_land, make_office
from tests.ocop.programme.test_figures import TODAY, certified
from villages.models import FormerCommune

Y2022, Y2025, Y2026, Y2030 = dt.date(2022, 1, 1), dt.date(2025, 12, 31), dt.date(2026, 1, 1), dt.date(2030, 12, 31)
OLD, NOW, SOON = Period(None, Y2025), Period(Y2026, Y2030), Period(dt.date(2031, 1, 1), dt.date(2035, 12, 31))


def make_target(office, **fields) -> Target:
    facts = {
        "province": make_land().province,
        "value": 10,
        "period_to": Y2025,
        "source": "Kế hoạch",
        "made_at": dt.datetime.now(dt.UTC),
    }
    return Target.objects.create(**(facts | fields))


@pytest.mark.parametrize(
    ("known", "day", "key", "found"),
    [
        ([], TODAY, "", None),
        ([OLD], TODAY, "", OLD),
        ([SOON, NOW, OLD], TODAY, "", NOW),
        ([SOON, NOW, OLD], dt.date(2025, 6, 1), "", OLD),
        ([SOON, NOW, OLD], dt.date(2041, 1, 1), "", SOON),
        ([SOON], TODAY, "", SOON),
        ([NOW, OLD], TODAY, OLD.key, OLD),
        ([NOW, OLD], TODAY, "'; --", NOW),
    ],
)
def test_a_day_means_the_period_that_runs_then_or_that_ended_last(known, day, key, found):
    assert period_on(known, day, key) == found


@pytest.mark.django_db
def test_each_target_is_counted_by_what_it_names():
    office = make_office()
    htx = make_host(kind="cooperative")
    certified(host=htx, stars=4, group="IV")
    certified(host=make_host(kind="household"), group="I")
    certified(host=make_host(kind="household"), group="IV")
    found = figures(office, TODAY)

    def done(**facets):
        return standing(Target(value=2, **facets), found).done

    assert done(measure=TargetMeasure.PRODUCTS) == 3
    assert done(measure=TargetMeasure.PRODUCTS, stars=4) == 1
    assert done(measure=TargetMeasure.PRODUCTS, group="IV", host_kind="household") == 1
    assert done(measure=TargetMeasure.PRODUCTS, commune_id=make_land().pk) == 3
    assert done(measure=TargetMeasure.HOST_SHARE, host_kind="cooperative") == Decimal("33.3")
    assert done(measure=TargetMeasure.DISTRICT) == 3
    assert done(measure=TargetMeasure.OTHER) is None


@pytest.mark.django_db
def test_a_district_in_which_nothing_is_made_is_the_one_that_misses_the_target():
    office = make_office()
    certified()
    target = Target(measure=TargetMeasure.DISTRICT, value=1)
    assert standing(target, figures(office, TODAY)).done == 1
    empty = make_commune("Lương Tài")
    facts = {"commune": empty, "district": "huyện Lương Tài"}
    FormerCommune.objects.create(code="09997", name="Trung Kênh", province="Bắc Ninh", **facts)
    short = standing(target, figures(office, TODAY))
    assert (short.done, short.reached, short.left) == (0, False, 1)
    assert standing(target, figures(office, TODAY).of("Bắc Giang")).done is None


@pytest.mark.django_db
def test_districts_of_one_name_are_counted_each():
    office = make_office()
    for code, province in (("09999", "Bắc Giang"), ("09998", "Bắc Ninh")):
        commune = make_commune(f"Xã của {province}")
        facts = {"commune": commune, "district": "huyện Yên Phong"}
        FormerCommune.objects.create(code=code, name=commune.name, province=province, **facts)
        certified(commune=commune)
    certified()
    certified()
    assert standing(Target(measure=TargetMeasure.DISTRICT, value=2), figures(office, TODAY)).done == 1


@pytest.mark.django_db
def test_what_is_reached_and_what_is_missing():
    office = make_office()
    certified()
    found = figures(office, TODAY)
    assert standing(Target(measure="products", value=1), found).reached is True
    short = standing(Target(measure="products", value=700), found)
    assert (short.reached, short.left) == (False, 699)


@pytest.mark.django_db
def test_a_commune_has_the_targets_of_its_commune():
    province, land = make_office(), make_land()
    whole, own = make_target(province), make_target(province, commune=land)
    old = make_target(province, former_province="Bắc Ninh")
    make_target(province, stars=5, put_away_at=dt.datetime.now(dt.UTC))
    assert set(targets_of(province)) == {whole, own}
    assert targets_of(province, former_province="Bắc Ninh") == [old]
    assert targets_of(make_office(commune=land)) == [own]


def test_percent_of_nothing_is_nothing_and_halves_go_up():
    assert percent(0, 0) is None
    assert percent(69, 76) == Decimal("90.8")
    assert percent(1, 16) == Decimal("6.3")
