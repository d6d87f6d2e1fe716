"""OCOP products, their certificates and lots, where they are sold, dossiers, and the offices that keep them."""

from ocop.models.certificate import Assessment, Certificate, Withdrawal
from ocop.models.council import (
    AgendaItem,
    Council,
    CouncilMember,
    CouncilSession,
    Decision,
    EvaluationRound,
    ScoreSheet,
)
from ocop.models.dossier import Answer, Dossier
from ocop.models.evidence import Evidence
from ocop.models.inspection import Inspection
from ocop.models.intake import AdvisoryReport, CommuneReport, Intake
from ocop.models.lot import Lot, LotStep, ProductStep
from ocop.models.office import Office, OfficeMember
from ocop.models.passport import PassportCode, ScanDay
from ocop.models.product import OcopProduct
from ocop.models.programme.activity import Activity, Participation
from ocop.models.programme.enquiry import Enquiry
from ocop.models.programme.host_book import CaseNote, Survey
from ocop.models.programme.snapshot import Snapshot
from ocop.models.programme.support import Payout, Scheme
from ocop.models.programme.target import Target
from ocop.models.register_import import ImportRow, RegisterImport
from ocop.models.signed_paper import SignedPaper
from ocop.models.submission import DossierStep, Submission, SubmittedFile
from ocop.models.trade import (
    ExportMarket,
    GrowingArea,
    Livestream,
    ProductPicture,
    QualityCertificate,
    SalesPoint,
    ShopLink,
)

__all__ = [
    "Activity",
    "AdvisoryReport",
    "AgendaItem",
    "Answer",
    "Assessment",
    "CaseNote",
    "Certificate",
    "CommuneReport",
    "Council",
    "CouncilMember",
    "CouncilSession",
    "Decision",
    "Dossier",
    "DossierStep",
    "Enquiry",
    "EvaluationRound",
    "Evidence",
    "ExportMarket",
    "GrowingArea",
    "ImportRow",
    "Inspection",
    "Intake",
    "Livestream",
    "Lot",
    "LotStep",
    "OcopProduct",
    "Office",
    "OfficeMember",
    "Participation",
    "PassportCode",
    "Payout",
    "ProductPicture",
    "ProductStep",
    "QualityCertificate",
    "RegisterImport",
    "SalesPoint",
    "ScanDay",
    "Scheme",
    "ScoreSheet",
    "ShopLink",
    "SignedPaper",
    "Snapshot",
    "Submission",
    "SubmittedFile",
    "Survey",
    "Target",
    "Withdrawal",
]
