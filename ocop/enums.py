"""Closed lists of the OCOP register (Decision 26/2026/QĐ-TTg, and what an office writes beside it)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProductGroup(models.TextChoices):
    """The six groups of Appendix I."""

    FOOD = "I", _("I. Food")
    DRINK = "II", _("II. Drinks")
    HERBS = "III", _("III. Medicinal plants and their products")
    CRAFTS = "IV", _("IV. Handicrafts")
    LIVING = "V", _("V. Ornamental plants and animals")
    TOURISM = "VI", _("VI. Community tourism, ecotourism and visitor sites")


class Basis(models.TextChoices):
    """What a record rests on. A proposal is nobody's business but the office's."""

    DECISION = "decision", _("official decision")
    PRESS = "press", _("state press")
    PROPOSAL = "proposal", _("proposal, not public")


class CodeScheme(models.TextChoices):
    """How a product code is built; those of the years before the two tiers have none in common."""

    DECISION_26 = "26-2026", _("province, commune, serial, year (Decision 26/2026)")
    OTHER = "other", _("another, as printed in the decision")


class CertificateState(models.TextChoices):
    """What a certificate is on a day; derived from its dates, never stored."""

    COMING = "coming", _("not yet in force")
    IN_FORCE = "in_force", _("in force")
    EXPIRING = "expiring", _("in force, expires soon")
    RE_EVALUATION = "re_evaluation", _("in force, being re-evaluated")
    EXTENDED = "extended", _("extended until re-evaluated")
    EXPIRED = "expired", _("expired")
    REPLACED = "replaced", _("replaced by a newer one")
    WITHDRAWN = "withdrawn", _("withdrawn")

    @classmethod
    def holding(cls) -> tuple["CertificateState", ...]:
        """Those in which the product may be called OCOP."""
        return (cls.IN_FORCE, cls.EXPIRING, cls.RE_EVALUATION, cls.EXTENDED)


class WithdrawalGround(models.TextChoices):
    """The six grounds of art. 8."""

    FALSE_DOSSIER = "false_dossier", _("the dossier was not true")
    CRITERIA = "criteria", _("criteria are no longer met")
    LAW = "law", _("law on quality, food, environment, intellectual property or labels broken")
    MARK = "mark", _("OCOP mark misused")
    STOPPED = "stopped", _("the entity has stopped or no longer makes it")
    AUTHORITY = "authority", _("found by another authority")


class Outcome(models.TextChoices):
    """What an evaluation ended with. One and two stars bring no certificate; nor does "ineligible"."""

    FIVE = "5", _("five stars")
    FOUR = "4", _("four stars")
    THREE = "3", _("three stars")
    TWO = "2", _("two stars, no certificate")
    ONE = "1", _("one star, no certificate")
    INELIGIBLE = "ineligible", _("not eligible")


class EvaluationKind(models.TextChoices):
    """Form 01, part 4."""

    FIRST = "first", _("first time")
    UPGRADE = "upgrade", _("upgrade")
    AGAIN = "again", _("re-evaluation")


class QualityStandard(models.TextChoices):
    ISO_22000 = "iso22000", "ISO 22000"
    ISO_9001 = "iso9001", "ISO 9001"
    HACCP = "haccp", "HACCP"
    VIETGAP = "vietgap", "VietGAP"
    GLOBALGAP = "globalgap", "GlobalGAP"
    GACP_WHO = "gacp-who", "GACP-WHO"
    GMP = "gmp", "GMP"
    ORGANIC = "organic", _("organic")
    FOOD_SAFETY = "food-safety", _("food safety eligibility")
    SAFE_CHAIN = "safe-chain", _("safe food chain")
    OTHER = "other", _("another standard")


class AreaStatus(models.TextChoices):
    ACTIVE = "active", _("in use")
    SUSPENDED = "suspended", _("suspended")
    WITHDRAWN = "withdrawn", _("withdrawn")


class SalesPointKind(models.TextChoices):
    SHOP = "shop", _("shop")
    SUPERMARKET = "supermarket", _("supermarket")
    STAND = "stand", _("stand")
    HUB = "hub", _("OCOP hub")


class ShopChannel(models.TextChoices):
    """Where a product is sold on the web."""

    ECOMBACNINH = "ecombacninh", "ecombacninh.vn"
    LAZADA = "lazada", "Lazada"
    SHOPEE = "shopee", "Shopee"
    TIKI = "tiki", "Tiki"
    VOSO = "voso", "Vỏ Sò"
    POSTMART = "postmart", "Postmart"
    TIKTOK = "tiktok", "TikTok Shop"
    OTHER = "other", _("another shop")


class RegisterAct(models.TextChoices):
    """What happens to a certificate, in the product's history."""

    GRANTED = "ocop.grant", _("Certificate recorded")
    EXTENDED = "ocop.extend", _("Certificate extended")
    OPENED = "ocop.open_withdrawal", _("Withdrawal opened")
    CONCLUDED = "ocop.conclude_withdrawal", _("Withdrawal concluded")
    WITHDRAWN = "ocop.withdraw", _("Certificate withdrawn")
    IMPORTED = "ocop.import", _("Written from a spreadsheet")


class OfficeRole(models.TextChoices):
    """What somebody may do at an office. The level of the office says of which products."""

    PROVINCE = "province", _("officer of the province")
    COMMUNE = "commune", _("officer of the commune")
    COUNCIL = "council", _("council member")
    INSPECTOR = "inspector", _("inspector")

    @classmethod
    def of_province(cls) -> tuple["OfficeRole", ...]:
        """Those that an office of a province has; a commune's has its own alone."""
        return (cls.PROVINCE, cls.COUNCIL, cls.INSPECTOR)


class ImportState(models.TextChoices):
    """A file's way. Two of them wait for a worker, two are in its hands."""

    WAITING = "waiting", _("waits to be read")
    READING = "reading", _("is being read")
    READY = "ready", _("waits for your decision")
    CONFIRMED = "confirmed", _("waits to be written")
    WRITING = "writing", _("is being written")
    DONE = "done", _("is in the register")
    REFUSED = "refused", _("could not be read")
    FAILED = "failed", _("stopped by a fault of ours")

    @classmethod
    def for_worker(cls) -> tuple["ImportState", ...]:
        return (cls.WAITING, cls.CONFIRMED)

    @classmethod
    def at_work(cls) -> tuple["ImportState", ...]:
        return (cls.READING, cls.WRITING)


class RowOutcome(models.TextChoices):
    """What becomes of one row of a file."""

    NEW = "new", _("new")
    CHANGED = "changed", _("changed")
    SAME = "same", _("same as the register")
    DUPLICATE = "duplicate", _("twice in this file")
    PROBLEM = "problem", _("to mend")
    NOTE = "note", _("no product")

    @classmethod
    def written(cls) -> tuple["RowOutcome", ...]:
        return (cls.NEW, cls.CHANGED)


class EvidenceKind(models.TextChoices):
    """What proves an answer of a dossier."""

    FILE = "file", _("file")
    PICTURE = "picture", _("picture")
    LINK = "link", _("link")
    PLATFORM = "platform", _("figure of this site")


class DossierState(models.TextChoices):
    """Where a dossier stands on its path (Decision 26/2026/QĐ-TTg, art. 6 and 7)."""

    IDEA = "idea", _("idea registered")
    PLAN = "plan", _("plan registered")
    DRAFT = "draft", _("being prepared")
    HANDED_IN = "handed_in", _("handed in, waits for the commune")
    COMMUNE = "commune", _("checked by the commune")
    REQUESTED = "requested", _("sent to the province")
    PROVINCE = "province", _("with the advisory team of the province")
    COUNCIL = "council", _("before the council")
    SCORED = "scored", _("scored, waits for the decision")
    MINISTRY = "ministry", _("forwarded to the ministry")
    RETURNED = "returned", _("returned for completion")
    RECOGNISED = "recognised", _("recognised")
    NOT_RECOGNISED = "not_recognised", _("not recognised")

    @classmethod
    def with_host(cls) -> tuple["DossierState", ...]:
        """Those in which its host may change it."""
        return (cls.IDEA, cls.PLAN, cls.DRAFT, cls.RETURNED)

    @classmethod
    def at_commune(cls) -> tuple["DossierState", ...]:
        return (cls.HANDED_IN, cls.COMMUNE)

    @classmethod
    def at_province(cls) -> tuple["DossierState", ...]:
        return (cls.REQUESTED, cls.PROVINCE, cls.COUNCIL, cls.SCORED, cls.MINISTRY)

    @classmethod
    def with_offices(cls) -> tuple["DossierState", ...]:
        """Handed in, and neither returned nor decided."""
        return (*cls.at_commune(), *cls.at_province())

    @classmethod
    def over(cls) -> tuple["DossierState", ...]:
        return (cls.RECOGNISED, cls.NOT_RECOGNISED)


class DossierAct(models.TextChoices):
    """What happens to a dossier, in its history."""

    IDEA = "idea", _("registered the idea")
    PLAN = "plan", _("registered the plan")
    HAND_IN = "hand_in", _("handed the dossier in")
    TAKE_BACK = "take_back", _("took the dossier back")
    COMMUNE_INTAKE = "commune_intake", _("the commune took the dossier in")
    RETURN = "return", _("returned the dossier for completion")
    REQUEST = "request", _("the commune asked the province to evaluate")
    PROVINCE_INTAKE = "province_intake", _("the province took the dossier in")
    REPORT = "report", _("the advisory team reported")
    AGENDA = "agenda", _("put before the council")
    OFF_AGENDA = "off_agenda", _("taken off the council's agenda")
    OPEN_SHEET = "open_sheet", _("opened a signed sheet again")
    CLOSE = "close", _("the council closed its scoring")
    RECOGNISE = "recognise", _("recognised by decision")
    REFUSE = "refuse", _("not recognised")
    FORWARD = "forward", _("forwarded to the ministry")


class IntakeLevel(models.TextChoices):
    COMMUNE = "commune", _("commune")
    PROVINCE = "province", _("province")


class CouncilSeat(models.TextChoices):
    """Who sits on a province's council (art. 7.3b). The chair is one of them by nature."""

    CHAIR = "chair", _("chair: a leader of the provincial People's Committee")
    AGRICULTURE = "agriculture", _("Department of Agriculture and Environment")
    TRADE = "trade", _("Department of Industry and Trade")
    HEALTH = "health", _("Department of Health")
    SCIENCE = "science", _("Department of Science and Technology")
    CULTURE = "culture", _("Department of Culture, Sports and Tourism")
    FOOD_SAFETY = "food_safety", _("Department of Food Safety")
    OCOP_OFFICE = "ocop_office", _("OCOP office of the province")
    UNIT = "unit", _("specialised unit of Agriculture and Environment")
    INVITED = "invited", _("invited: consultant, association or other body")


class SessionMode(models.TextChoices):
    """How a council judges: first evaluations and upgrades meet, re-evaluations write (art. 7.6)."""

    MEETING = "meeting", _("meeting")
    WRITTEN = "written", _("written opinions")


class Origin(models.TextChoices):
    """Form 03: where the idea of the product comes from."""

    TRADITIONAL = "traditional", _("traditional product")
    NEW = "new", _("new product")


class DossierNews(models.TextChoices):
    """Kinds of messages about a dossier's way."""

    ARRIVED = "dossier-arrived", _("a dossier has come")
    TAKEN_IN = "dossier-taken-in", _("a dossier was taken in")
    RETURNED = "dossier-returned", _("a dossier was returned")
    FORWARDED = "dossier-forwarded", _("a dossier went to the ministry")
    DECIDED = "dossier-decided", _("a dossier was decided")
    OVERDUE = "dossier-overdue", _("a dossier is overdue")


class RegisterNews(models.TextChoices):
    """Kinds of messages about what runs out."""

    WINDOW_OPENS = "again-opens", _("a re-evaluation can be handed in")
    WINDOW_CLOSES = "again-closes", _("a re-evaluation must be handed in soon")
    CERTIFICATE_ENDS = "certificate-ends", _("a certificate ends soon")
    PAPER_ENDS = "quality-ends", _("a quality certificate ends soon")
    ROUND_CLOSES = "round-closes", _("a round of evaluation closes soon")


class InspectionOutcome(models.TextChoices):
    """What an inspection after recognition found (art. 9)."""

    KEPT = "kept", _("kept as in the dossier")
    MEND = "mend", _("something to mend")
    WITHDRAW = "withdraw", _("a ground for withdrawal")


# The programme.


class TargetMeasure(models.TextChoices):
    """What the number of a target is a number of."""

    PRODUCTS = "products", _("products with a certificate")
    HOST_SHARE = "host_share", _("percent of the hosts")
    DISTRICT = "district", _("products in each district of before July 2025")
    OTHER = "other", _("something that the register does not count")


class SnapshotTopic(models.TextChoices):
    PRODUCTS = "products", _("Products and certificates")
    TARGETS = "targets", _("Targets")
    TRADE = "trade", _("Training, fairs, support")
    SURVEY = "survey", _("Surveys of hosts")


class ActivityKind(models.TextChoices):
    """What an office holds, or takes hosts to."""

    TRAINING = "training", _("training class")
    FAIR = "fair", _("fair, exhibition or festival")
    MEETING = "meeting", _("meeting of buyers and sellers")
    MEDIA = "media", _("newspaper, broadcast, handbook")
    OTHER = "other", _("something else")


class CeilingOf(models.TextChoices):
    """What a scheme's ceiling is for."""

    YEAR = "year", _("everything paid in a year")
    HOST_YEAR = "host_year", _("what one host gets in a year")


class EnquiryNews(models.TextChoices):
    """Kinds of messages about what buyers ask."""

    ASKED = "product-enquiry", _("somebody asks about a product")


class ProgrammeAct(models.TextChoices):
    """What happens to a row of the programme's books, in its history."""

    WRITTEN = "ocop.programme_write", _("Written")
    CORRECTED = "ocop.programme_correct", _("Corrected")
    PUT_AWAY = "ocop.programme_put_away", _("Put away")


class PaperKind(models.TextChoices):
    """What is printed and signed of a dossier (Decision 26/2026/QĐ-TTg, Appendices II and III)."""

    FORM01 = "form01", _("form 01: registration")
    FORM02 = "form02", _("form 02: self-assessment")
    FORM03 = "form03", _("form 03: report of the commune")
    SHEET = "sheet", _("score sheet")
    MINUTES = "minutes", _("minutes")
    DECISION = "decision", _("decision")
    CENTRE = "centre", _("decision on the centre's result")

    @classmethod
    def of_host(cls) -> tuple["PaperKind", ...]:
        return (cls.FORM01, cls.FORM02)

    @classmethod
    def of_dossier(cls) -> tuple["PaperKind", ...]:
        """In the order in which they are signed; sheets and minutes are of a session."""
        return (*cls.of_host(), cls.FORM03, cls.DECISION, cls.CENTRE)
