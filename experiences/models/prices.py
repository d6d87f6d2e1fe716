"""When a visit costs something else than usual: seasons of the year, and tiers by the size of a party."""

import calendar
import datetime as dt

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from common.models import Named
from common.words.lunar import YearlySpan
from experiences.enums import SeasonCalendar
from experiences.models.experience import Experience, Unit

# What prices by percent are rounded down to, in đồng: nobody has smaller notes in hand.
STEP_VND = 1_000


class Season(Named):
    """Days that come back every year, both ends included, and may run on into the next year.

    By the lunar calendar as `common.words.lunar.YearlySpan` has it: months are ordinary ones, a span that runs from one
    month into the next takes in a leap month between, a 30th that a month lacks is its 29th. A 29 February that a year
    lacks is the 28th. `percent` is added to the usual price, or taken off where it is below 0.
    """

    experience = ParentalKey(Experience, on_delete=models.CASCADE, related_name="seasons", verbose_name=_("experience"))
    calendar = models.CharField(_("calendar"), max_length=5, choices=SeasonCalendar, default=SeasonCalendar.SOLAR)
    first_day = models.PositiveSmallIntegerField(_("first day"), validators=[MinValueValidator(1)])
    first_month = models.PositiveSmallIntegerField(
        _("its month"), validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    last_day = models.PositiveSmallIntegerField(_("last day"), validators=[MinValueValidator(1)])
    last_month = models.PositiveSmallIntegerField(
        _("its month"), validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    percent = models.SmallIntegerField(
        _("percent more, or less with −"), default=0, validators=[MinValueValidator(-90), MaxValueValidator(300)]
    )

    class Meta:
        verbose_name = _("season")
        verbose_name_plural = _("seasons")
        ordering = ["id"]

    def clean(self) -> None:
        super().clean()
        for name, month in (("first_day", self.first_month), ("last_day", self.last_month)):
            day = getattr(self, name)
            if day and month and day > days_of(self.calendar, month):
                raise ValidationError({name: _("This month has no such day.")})
        if not self.percent:
            raise ValidationError({"percent": _("Write how much is different, in percent.")})

    def span_at(self, day: dt.date) -> tuple[dt.date, dt.date] | None:
        """First and last day of the season that `day` is in, where it is in one."""
        ends = (self.first_month, self.first_day, self.last_month, self.last_day)
        if self.calendar == SeasonCalendar.LUNAR:
            return next(iter(YearlySpan(*ends).between(day, day)), None)
        over = (self.last_month, self.last_day) < (self.first_month, self.first_day)
        for year in (day.year - 1, day.year):
            first = _solar(year, self.first_month, self.first_day)
            last = _solar(year + over, self.last_month, self.last_day)
            if first <= day <= last:
                return first, last
        return None

    def price_of(self, unit: Unit) -> int:
        """What `unit` costs in it, in đồng."""
        return by_percent(unit.price_vnd, self.percent)


class Tier(models.Model):
    """Cheaper for who comes in numbers: from `from_people` guests on, those on a lap not counted.

    `percent` is taken off the price of the day, whatever it is.
    """

    experience = ParentalKey(Experience, on_delete=models.CASCADE, related_name="tiers", verbose_name=_("experience"))
    from_people = models.PositiveSmallIntegerField(
        _("from so many guests"), validators=[MinValueValidator(2), MaxValueValidator(500)]
    )
    percent = models.PositiveSmallIntegerField(_("percent less"), default=0, validators=[MaxValueValidator(90)])

    class Meta:
        verbose_name = _("price by number")
        verbose_name_plural = _("prices by number")
        ordering = ["from_people", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["experience", "from_people"],
                name="tier_once_per_number",
                violation_error_message=_("There is a price from this number on already. Change that one."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.from_people)

    def clean(self) -> None:
        super().clean()
        if not self.percent:
            raise ValidationError({"percent": _("Write how much is different, in percent.")})

    def price_of(self, price_vnd: int) -> int:
        """What one costs instead of `price_vnd`, the price of the day."""
        return by_percent(price_vnd, -self.percent)


def days_of(kind: str, month: int) -> int:
    """The most days that a month of a calendar can have."""
    return 30 if kind == SeasonCalendar.LUNAR else calendar.monthrange(2024, min(max(month, 1), 12))[1]


def by_percent(price_vnd: int, percent: int) -> int:
    """So many percent more, or less, in đồng, rounded down to whole thousands."""
    return price_vnd * (100 + percent) // 100 // STEP_VND * STEP_VND if percent else price_vnd


def _solar(year: int, month: int, day: int) -> dt.date:
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))
