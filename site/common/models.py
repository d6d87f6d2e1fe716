"""Abstract pieces shared by the apps, and what is known of work that nobody watches."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.words.text import nfc, single_line


class NFCCharField(models.CharField):
    """One line of text, kept in NFC without control characters or doubled spaces."""

    def to_python(self, value):
        value = super().to_python(value)
        return single_line(value) if isinstance(value, str) else value

    def get_prep_value(self, value):
        return self.to_python(super().get_prep_value(value))


class NFCTextField(models.TextField):
    """Text of several lines, kept in NFC."""

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return nfc(value).strip() if isinstance(value, str) else value


class LowerEmailField(models.EmailField):
    """An address in lower case, kept and asked for: the same person's, however it is typed; "" is as good as none."""

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return value.strip().lower() if isinstance(value, str) else value


class Named(models.Model):
    """A fact with a Vietnamese name and, where it has one, an English name."""

    name = NFCCharField(_("name"), max_length=120)
    name_en = NFCCharField(_("English name"), max_length=120, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def name_in(self, language: str) -> str:
        """The name for readers of `language`, the Vietnamese one where there is no other."""
        return (self.name_en if language.startswith("en") else "") or self.name

    @property
    def label(self) -> str:
        """The name in the language of the page that is being made."""
        return self.name_in(get_language() or "vi")


class WrittenOnceQuerySet(models.QuerySet):
    """Adds rows, and changes nothing but the columns of `MOVES`."""

    def update(self, **changes: Any) -> int:
        self.model.refuse_changing(changes)  # type: ignore[attr-defined]  # of WrittenOnce
        return super().update(**changes)

    def bulk_create(self, objs, *args, update_fields=None, **kwargs):
        if update_fields is not None:
            self.model.refuse_changing(update_fields)
        return super().bulk_create(objs, *args, update_fields=update_fields, **kwargs)

    def delete(self):
        raise TypeError(f"rows of {self.model.__name__} are never deleted")

    # As Django has them: no template changes a row, and no manager deletes all of them.
    update.alters_data = True  # type: ignore[attr-defined]
    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


class WrittenOnce(models.Model):
    """A row that is written once: to change or delete it raises TypeError, but for the columns named in `MOVES`.

    Where an account goes (SET_NULL), or a row goes with what it hangs on (CASCADE), Django works by the base manager,
    which is plain: both go on.
    """

    MOVES: ClassVar[frozenset[str]] = frozenset()

    objects = WrittenOnceQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        if not self._state.adding:
            raise TypeError(f"a row of {type(self).__name__} is never edited")
        # A key that was put in by hand is no way round.
        super().save(*args, **kwargs | {"force_insert": True})

    def delete(self, *args, **kwargs):
        raise TypeError(f"a row of {type(self).__name__} is never deleted")

    @classmethod
    def refuse_changing(cls, names: Iterable[str]) -> None:
        if others := sorted(set(names) - cls.MOVES):
            raise TypeError(f"{', '.join(others)} of {cls.__name__} never change")


class Work(models.Model):
    """When work that nobody watches was last done: a periodic task by its name, a queue, beat.

    `ran_at` is when it last came to its end, `failed` how many rows it had to leave on the way; a run that ended with
    an error counts as one and leaves `ran_at` as it was.
    """

    name = models.CharField(max_length=120, unique=True)
    ran_at = models.DateTimeField(null=True)
    failed = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("work")
        verbose_name_plural = _("work")

    def __str__(self) -> str:
        return self.name
