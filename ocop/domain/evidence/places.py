"""Where in a dossier something is kept: at a criterion, or among the general papers of form 02, part III."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from common.data.refusal import Refused
from ocop.domain.criteria.edition import CriteriaSet
from ocop.domain.criteria.reading import read
from ocop.models import Dossier

# The rows of the annex of form 02 (Decision 26/2026/QĐ-TTg, Appendix III), in our words.
PAPERS = {
    1: _("Business registration"),
    2: _("Certificate that it may be produced, where one is compulsory"),
    3: _("Where materials come from: contracts, invoices, food safety of the area, links in the chain"),
    4: _("Environment: the file, photos, and what is done to spare it"),
    5: _("List of insured workers who live here, confirmed by you"),
    6: _("Rating of the cooperative, or financial statements of the last two years"),
    7: _("Trademark applied for or registered, rights of use, patents, designs"),
    8: _("Contracts, orders and invoices of distribution, export and promotion"),
    9: _("Website and what shows that it is promoted"),
    10: _("The story: leaflet, pictures, film or recording"),
    11: _("Declaration of quality"),
    12: _("Test results by the declared standard"),
    13: _("Barcode and traceability label"),
    14: _("Certificates of advanced quality management"),
    15: _("Prizes and votes"),
}


class NoSuchPlace(Refused):
    message = _("This dossier has no such criterion. Load the page anew and choose again.")


@dataclass(frozen=True)
class Place:
    """`code` of a criterion, or "" and the row of `PAPERS`."""

    code: str = ""
    paper: int = 0

    def of(self, sheet: CriteriaSet) -> bool:
        """Whether a dossier by `sheet` has it."""
        return (self.code in sheet.by_code and self.paper == 0) or (not self.code and self.paper in PAPERS)


def sheet_of(dossier: Dossier) -> CriteriaSet:
    return read(dossier.edition).sets[dossier.criteria_set]


def check_place(dossier: Dossier, place: Place) -> None:
    """Raises NoSuchPlace."""
    if not place.of(sheet_of(dossier)):
        raise NoSuchPlace
