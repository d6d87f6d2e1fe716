"""The bytes of what is handed in, copied to a place of their own before any lock is held.

What an earlier version handed in is there already and never changes, so a new one points at it: handed in again, a
dossier takes no more room than its words.
"""

import hashlib
from types import TracebackType
from typing import Self

from django.core.files import File
from django.db.models.query import QuerySet
from django.utils.translation import gettext_lazy as _

from common.data.refusal import Refused
from ocop.models import Dossier, Evidence, SubmittedFile


class FileChanged(Refused):
    message = _("A file of this dossier is not the one that was added. Remove it, add it again and hand in then.")


class StillAdding(Refused):
    message = _("Somebody is adding files to this dossier at this moment. Hand it in once they are done.")


class Copies:
    """Names of the copies of a dossier's files, by their hash. On leaving, what no version points at is deleted."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.storage = SubmittedFile._meta.get_field("file").storage
        self.names: dict[str, str] = {}
        self.fresh: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        used = set(SubmittedFile.objects.filter(file__in=self.fresh).values_list("file", flat=True))
        for name in self.fresh:
            if name not in used:
                self.storage.delete(name)

    def make(self) -> None:
        """Of all that stands and is not there yet. Raises FileChanged."""
        earlier = SubmittedFile.objects.filter(submission__dossier=self.dossier).order_by("pk")
        handed_in = dict(earlier.values_list("sha256", "file"))
        for proof in with_file(self.dossier):
            if proof.sha256 in self.names:
                continue
            name = handed_in.get(proof.sha256, "")
            self.names[proof.sha256] = name if name and self._holds(name, proof) else self._copy(proof)

    def of(self, proof: Evidence) -> str:
        """Raises StillAdding where it came after the copies were made."""
        if proof.sha256 not in self.names:
            raise StillAdding
        return self.names[proof.sha256]

    def _copy(self, proof: Evidence) -> str:
        field = SubmittedFile._meta.get_field("file")
        try:
            with proof.file.open("rb") as opened:
                name = self.storage.save(field.generate_filename(SubmittedFile(), f"{proof.sha256}.bin"), File(opened))
        except OSError as error:
            raise FileChanged from error
        self.fresh.append(name)
        if not self._holds(name, proof):
            raise FileChanged
        return name

    def _holds(self, name: str, proof: Evidence) -> bool:
        """Whether the bytes of that name are those that were added."""
        try:
            with self.storage.open(name, "rb") as written:
                return hashlib.file_digest(written, "sha256").hexdigest() == proof.sha256
        except OSError:
            return False


def with_file(dossier: Dossier) -> QuerySet[Evidence]:
    return dossier.evidence.standing().exclude(file="")
