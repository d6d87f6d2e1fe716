"""A figure as somebody printed it on a day, with where it stands: never mixed with what the register counts."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.models import Named, NFCCharField
from ocop.enums import SnapshotTopic
from ocop.models.programme.kept import Kept


class Snapshot(Named, Kept):
    """`figure` is as printed ("~350", "≥ 200"). Those with one `dispute` do not agree: all are kept, none preferred.

    `as_of` is the day that is meant, where the article names one; `article` and `source_file` are where it was read.
    """

    topic = models.CharField(_("topic"), max_length=10, choices=SnapshotTopic)
    place = NFCCharField(_("of where"), max_length=120)
    figure = NFCCharField(_("figure as printed"), max_length=60)
    by_stars = models.JSONField(_("by stars"), default=dict, blank=True, editable=False)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    as_of_text = NFCCharField(_("as of, in the article's words"), max_length=120, blank=True)
    article = NFCCharField(_("article"), max_length=250)
    source_file = NFCCharField(_("source file"), max_length=120, blank=True)
    dispute = models.SlugField(_("mark of figures that do not agree"), max_length=40, blank=True)
    note = NFCCharField(_("note"), max_length=300, blank=True)
    note_en = NFCCharField(_("note in English"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        ordering = ["topic", "place", "dispute", "-as_of", "pk"]

    @property
    def shown_note(self) -> str:
        """The note in the language of the page that is being made, the Vietnamese one where there is no other."""
        return (self.note_en if (get_language() or "vi").startswith("en") else "") or self.note
