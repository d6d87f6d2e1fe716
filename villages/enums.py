"""Closed lists of the villages' facts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CommuneKind(models.TextChoices):
    COMMUNE = "xa", _("commune")
    WARD = "phuong", _("ward")
    TOWN = "thi-tran", _("township")


class Pigment(models.TextChoices):
    """The natural colours that our prints are filled with; css/components/pigment.css has one rule for each."""

    CLAY = "clay", _("clay brown")
    LEAF = "leaf", _("leaf green")
    ROSE = "rose", _("rose")
    CHAM = "cham", _("indigo green")
    HOE = "hoe", _("hòe yellow")
    GLAZE = "glaze", _("glaze brown")


class StepKind(models.TextChoices):
    """What a step of a craft means for who waits for the piece; its name is the craft's own."""

    UNDER_WAY = "under_way", _("under way")
    READY = "ready", _("ready for its owner")
    HANDED_OVER = "handed_over", _("handed over")
    SHIPPED = "shipped", _("sent")
    BROKEN = "broken", _("broken")


class PlaceKind(models.TextChoices):
    WORKSHOP = "workshop", _("workshop")
    KILN = "kiln", _("kiln")
    TEMPLE = "temple", _("temple")
    COMMUNAL_HOUSE = "communal_house", _("communal house")
    SHOP = "shop", _("shop")
    PIER = "pier", _("pier")
    HOUSE = "house", _("house")
    WELL = "well", _("well")
    GATE = "gate", _("village gate")
    OTHER = "other", _("place")


class HostKind(models.TextChoices):
    """OCOP entities (chủ thể) as Decision 26/2026/QĐ-TTg names them; associations only for group VI."""

    COOPERATIVE = "cooperative", _("cooperative")
    COOPERATIVE_GROUP = "cooperative_group", _("cooperative group")
    ENTERPRISE = "enterprise", _("small or medium enterprise")
    HOUSEHOLD = "household", _("household business")
    ASSOCIATION = "association", _("association")


class MemberRole(models.TextChoices):
    """What somebody may do at a host's desk. Owners and managers may all that those below them may; an adviser and a
    guide stand beside one another: the one sees dossiers and no guests, the other guests and no dossiers."""

    OWNER = "owner", _("owner")
    MANAGER = "manager", _("manager")
    ADVISER = "adviser", _("adviser")
    GUIDE = "guide", _("guide")

    def covers(self, needed: "MemberRole") -> bool:
        """Whether whoever has this role may do what asks for `needed`."""
        ranks = list(MemberRole)
        return self == needed or (self in RUN_THE_HOUSE and ranks.index(self) < ranks.index(needed))


RUN_THE_HOUSE = (MemberRole.OWNER, MemberRole.MANAGER)
# Whoever sees who comes.
RECEIVE_GUESTS = (*RUN_THE_HOUSE, MemberRole.GUIDE)


class TeamAct(models.TextChoices):
    """What happens to who works at a host's desk, in the host's history."""

    INVITED = "villages.invite_member", _("Invited to the desk")
    REVOKED = "villages.revoke_invitation", _("Invitation taken back")
    JOINED = "villages.join_team", _("Joined the desk")
    ROLE = "villages.change_role", _("Another role at the desk")
    LEFT = "villages.remove_member", _("Taken off the desk")
    BACK = "villages.put_back_member", _("Back at the desk")


class TeamNews(models.TextChoices):
    """Kinds of messages about invitations."""

    INVITED = "team-invited", _("somebody is invited to a desk")
    JOINED = "team-joined", _("somebody has joined a desk")


class ProposalState(models.TextChoices):
    OPEN = "open", _("waits for a verifier")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    REPLACED = "replaced", _("replaced by a later one")


class Paper(models.TextChoices):
    """What a verifier holds in their hands."""

    IDENTITY = "identity", _("identity card of who answers for the house")
    REGISTRATION = "registration", _("registration of the business or the cooperative")
    FOOD = "food", _("food safety")
    BANK = "bank", _("statement or card of the bank account")
    OTHER = "other", _("another paper")


class HostNews(models.TextChoices):
    """Kinds of messages about a host's proposal."""

    PROPOSED = "host-proposed", _("a change waits for a verifier")
    ACCEPTED = "host-accepted", _("a change was accepted")
    DECLINED = "host-declined", _("a change was declined")


class PaperNews(models.TextChoices):
    """Kinds of messages about papers that end."""

    ENDING = "papers-ending", _("papers end soon")
    OVER = "papers-over", _("papers are over")


class ApplicationState(models.TextChoices):
    OPEN = "open", _("waits for the office")
    JOINED = "joined", _("is a host now")
    DECLINED = "declined", _("declined")


class ApplicationNews(models.TextChoices):
    """Kinds of messages about a house that asks to join."""

    ASKED = "application-asked", _("a house asks to join")
    JOINED = "application-joined", _("the house is a host now")
    DECLINED = "application-declined", _("the office declined")


class ComplaintKind(models.TextChoices):
    """What a complaint is about, which decides until when it is answered (`domain.complaints`)."""

    VISIT = "visit", _("a visit, or who received me")
    MONEY = "money", _("a payment, or money to give back")
    WRONG = "wrong", _("wrong or missing information, and I want to end the contract")
    UNLAWFUL = "unlawful", _("something on this site that breaks the law and should be taken down")
    DATA = "data", _("my personal data")
    OTHER = "other", _("something else")
