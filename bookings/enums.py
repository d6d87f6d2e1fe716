"""States and closed lists of booking. Groups of states sit on the enum that names them."""

from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _


class BookingStatus(models.TextChoices):
    """OCTO's booking statuses."""

    ON_HOLD = "ON_HOLD", _("On hold")
    PENDING = "PENDING", _("Not confirmed yet")
    CONFIRMED = "CONFIRMED", _("Confirmed")
    REDEEMED = "REDEEMED", _("Checked in")
    CANCELLED = "CANCELLED", _("Cancelled")
    EXPIRED = "EXPIRED", _("Hold ran out")
    REJECTED = "REJECTED", _("Declined by the host")


# Seats are kept for these until a deadline, and not a moment longer: see BookingQuerySet.taking_seats.
HELD = (BookingStatus.ON_HOLD, BookingStatus.PENDING)
# With the guest's name and consent. ON_HOLD takes seats too.
TAKES_SEATS = (BookingStatus.PENDING, BookingStatus.CONFIRMED, BookingStatus.REDEEMED)
CANCELLABLE = (BookingStatus.ON_HOLD, BookingStatus.PENDING, BookingStatus.CONFIRMED)
# Booked and still to be received: what a host can move, keep or call off.
AWAITED = (BookingStatus.CONFIRMED, BookingStatus.PENDING)
EXPECTED = (BookingStatus.CONFIRMED, BookingStatus.REDEEMED)


class Awaits(models.TextChoices):
    """What a booking that is PENDING still needs."""

    PROOF = "proof", _("a word from the guest or the host")
    PAYMENT = "payment", _("money that is paid ahead")


class ScheduleKind(models.TextChoices):
    """How a schedule says its days."""

    WEEKLY = "weekly", _("every week")
    DATES = "dates", _("single dates")
    LUNAR = "lunar", _("by the lunar calendar, every year")


class SlotDecision(models.TextChoices):
    """What was decided about a slot that needs a minimum of guests."""

    RUNS = "runs", _("takes place")
    CALLED_OFF = "called_off", _("called off")


class SlotCancelReason(models.TextChoices):
    """Why a host cancels one time for everybody: what mostly happens, so that wet hands need not type."""

    RAIN = "rain", _("Heavy rain or a storm")
    ILLNESS = "illness", _("Illness in our house")
    FUNERAL = "funeral", _("A funeral in the village")
    OTHER = "other", _("Another reason")


class CallAbout(models.TextChoices):
    """What a party is told by phone of a time that was cancelled."""

    OFF = "off", _("that the visit is cancelled")
    ON = "on", _("that the visit takes place after all")


class SlotMessageText(models.TextChoices):
    """What hosts mostly write to those who come: a whole sentence, in each guest's language."""

    RAINCOAT = "raincoat", _("It may rain: please bring a raincoat.")
    PARKING = "parking", _("Please park at the gate of the communal house.")
    CLOTHES = "clothes", _("Please wear clothes that may get dirty.")
    EARLY = "early", _("Please come ten minutes early.")
    OTHER = "other", _("In my own words")


class UsePer(models.TextChoices):
    """What takes up a shared resource: each seat (a wheel), or the slot as a whole (a boat)."""

    SEAT = "seat", _("for each seat")
    SLOT = "slot", _("for the whole visit")


class WaitingStatus(models.TextChoices):
    """A place in the waiting list. What became of an offer is the status of its booking."""

    WAITING = "waiting", pgettext_lazy("a place in the waiting list", "waiting")
    OFFERED = "offered", _("offered places")
    LEFT = "left", _("left the list")
    CLOSED = "closed", _("list closed")


class CancelledBy(models.TextChoices):
    GUEST = "guest", _("guest")
    HOST = "host", _("host")


class Act(models.TextChoices):
    """What is written into a booking's history; its money is in the ledger."""

    ENTERED = "entered", _("entered by the host")
    CONFIRMED = "confirmed", _("confirmed")
    DECLINED = "declined", _("declined by the host")
    CONTACT = "contact", _("contact mended")
    PARTY = "party", _("party changed")
    MOVED = "moved", _("moved")
    KEPT = "kept", _("kept in spite of a change")
    UNKEPT = "unkept", _("open again")
    CHECKED_IN = "checked_in", _("checked in")
    CAME = "came", _("who came of the party")
    CHECK_IN_UNDONE = "check_in_undone", _("check-in taken back")
    NO_SHOW = "no_show", _("did not come")
    NO_SHOW_UNDONE = "no_show_undone", _("expected after all")
    CANCELLED = "cancelled", _("cancelled")
    RESTORED = "restored", _("cancelling taken back")
    ASKED = "asked", _("question to the host")
    ERASED = "erased", _("name and contact erased")
    INVOICE = "invoice", _("VAT invoice")
    REVIEW = "review", _("review")
    SAYS_PAID = "says_paid", _("said to be paid")


class ActBy(models.TextChoices):
    """On whose side somebody acted."""

    GUEST = "guest", _("guest")
    HOST = "host", _("host")
    # By the clock, or by a command.
    SITE = "site", _("this site")


class Mark(models.IntegerChoices):
    """How a guest found a visit. Words go with every mark: a bare star is OCOP's."""

    DISAPPOINTED = 1, _("disappointed")
    NOT_QUITE = 2, _("not quite happy")
    ALL_RIGHT = 3, _("all right")
    HAPPY = 4, _("happy")
    DELIGHTED = 5, _("delighted")

    @property
    def text(self) -> str:
        """`5 of 5: delighted`."""
        return gettext("%(mark)s of 5: %(word)s") % {"mark": self.value, "word": self.label}


class HideGround(models.TextChoices):
    """What may hide a guest's words: that they break the law, and never that they displease."""

    INSULT = "insult", _("it insults or slanders somebody")
    PRIVACY = "privacy", _("it says or shows of somebody what is theirs alone")
    INDECENT = "indecent", _("it is indecent or stirs up hatred")
    ADVERT = "advert", _("it advertises something else")
    LAW = "law", _("it breaks another law")


class PieceWay(models.TextChoices):
    """How guests get what they made, as they choose."""

    PICK_UP = "pick_up", _("I come and fetch it")
    SHIP = "ship", _("Please send it to me")


class BrokenThen(models.TextChoices):
    """What a house does about a piece that broke before its guest had it."""

    ANEW = "anew", _("we make it anew")
    MONEY_BACK = "money_back", _("we give money back")
    NOTHING = "nothing", _("nothing more is done")


class Issuing(models.TextChoices):
    """What became of asking a connector to issue a VAT invoice."""

    WAITING = "waiting", _("is being issued")
    REFUSED = "refused", _("refused")
    SILENT = "silent", _("no answer for three days")


class Buyer(models.TextChoices):
    """Who a VAT invoice is made out to."""

    COMPANY = "company", _("A company or an organisation")
    PERSON = "person", _("A person")


class DeskTapKind(models.TextChoices):
    """What a phone at the desk keeps while it has no signal, and sends later."""

    CHECK_IN = "check_in", _("checked in")
    UNDO_CHECK_IN = "undo_check_in", _("check-in taken back")
    CAME = "came", _("who came of the party")
    NO_SHOW = "no_show", _("did not come")
    UNDO_NO_SHOW = "undo_no_show", _("expected after all")
    PAY = "pay", _("paid")
    PAY_UNDO = "pay_undo", _("payment taken back")


class GuestSource(models.TextChoices):
    """How a party came to be booked. What is not from the web was entered by the host, who asked for consent."""

    WEB = "web", _("on the web")
    WALK_IN = "walk_in", _("came by")
    PHONE = "phone", _("by phone")
    ZALO = "zalo", _("by Zalo")
    AGENT = "agent", _("by an agency")
    # Nobody enters it by hand: it comes of a quote.
    GROUP = "group", _("as a group that asked")


class LedgerKind(models.TextChoices):
    """What a row of the ledger says of a booking's money."""

    PAYMENT = "payment", _("paid")
    REFUND = "refund", _("given back")
    # Of what the guest owed, and of what the host owed: no money moves.
    WAIVED = "waived", _("not asked for")
    KEPT = "kept", _("kept, as agreed")


class PaidBy(models.TextChoices):
    """How money changes hands."""

    CASH = "cash", _("cash")
    TRANSFER = "transfer", _("bank transfer")


class LedgerState(models.TextChoices):
    """A payment is received. A refund in cash has arrived at once; one by transfer is sent, then arrives or bounces."""

    RECEIVED = "received", _("received")
    SENT = "sent", _("sent")
    ARRIVED = "arrived", _("arrived")
    BOUNCED = "bounced", _("came back")
    AGREED = "agreed", _("agreed")


class Dietary(models.TextChoices):
    """What a guest does not eat, as a kitchen needs to know it."""

    VEGETARIAN = "vegetarian", _("vegetarian")
    NO_PORK = "no_pork", _("no pork")
    NO_BEEF = "no_beef", _("no beef")
    NUTS = "nuts", _("allergic to nuts")
    SEAFOOD = "seafood", _("allergic to seafood")
    GLUTEN = "gluten", _("no gluten")


class MessageKind(models.TextChoices):
    CONFIRMED = "confirmed", _("confirmation")
    PROOF = "proof", _("please confirm")
    AWAITING = "awaiting", _("parties to be confirmed")
    PAYMENT = "payment", _("please pay ahead")
    SAYS_PAID = "says_paid", _("a guest says that they have paid")
    PAID_LATE = "paid_late", _("money that came too late")
    DECLINED = "declined", _("declined by the host")
    TICKET = "ticket", _("ticket sent again")
    CANCELLED = "cancelled", _("cancellation")
    MOVED = "moved", _("new time")
    PARTY_CHANGED = "party_changed", _("another party")
    WORDS_CHANGED = "words_changed", _("another name or note")
    PLACE_CHANGED = "place_changed", _("new meeting place")
    WAY_CHANGED = "way_changed", _("new way to the meeting place")
    RUNS = "runs", _("visit takes place")
    CALLED_OFF = "called_off", _("too few guests")
    FROM_HOST = "from_host", _("a word from the host")
    QUESTION = "question", _("a question from a guest")
    REVIEW = "review", _("thanks, and how it was")
    REVIEWED = "reviewed", _("a review from a guest")
    REVIEW_ANSWERED = "review_answered", _("the house answers a review")
    PIECE_READY = "piece_ready", _("a piece is ready")
    REVIEW_HIDDEN = "review_hidden", _("a review is hidden")
    REMINDER = "reminder", _("reminder of the day before")
    DAY = "day", _("the day's parties")
    WAITING = "waiting", _("on the waiting list")
    OFFERED = "offered", _("places offered")
    WAITING_CLOSED = "waiting_closed", _("waiting list closed")


class Audience(models.TextChoices):
    """Whom news is for: a guest, or a house at its own address."""

    GUEST = "guest", _("guest")
    HOST = "host", _("host")


class GuestWay(models.TextChoices):
    """How a guest who left no address is told; in the outbox in the place of an Audience."""

    PHONE = "guest_phone", _("guest's phone")


class MutedTopic(models.TextChoices):
    """What a guest may not want to be written of. What was agreed, changed or cancelled is told always."""

    REMINDER = "reminder", _("The reminder on the day before a visit")
    REVIEW = "review", _("Thanks after a visit, and answers to your review")


class NoticeWay(models.TextChoices):
    """How a member of a house is told of it; in the outbox in the place of an Audience."""

    MAIL = "member", _("a member, by e-mail")
    PHONE = "phone", _("a member's phone")


class NoticeTopic(models.TextChoices):
    """What members of a house choose to be told of."""

    NEW = "new", _("New bookings")
    CHANGED = "changed", _("Changed or cancelled bookings")
    OFFER_TAKEN = "offer_taken", _("Guests from the waiting list who took their places")
    WORDS = "words", _("Another name or note from a guest")
    QUESTION = "question", _("Questions from guests")
    REVIEW = "review", _("Reviews from guests")
    DAY = "day", _("Who comes today, in the morning")
    REQUEST = "request", _("Groups that ask for a visit")


# Groups that ask first.


class GroupKind(models.TextChoices):
    """Who asks."""

    SCHOOL = "school", _("A school or a class")
    COMPANY = "company", _("A company or an office")
    AGENCY = "agency", _("A travel agency")
    OTHER = "other", _("Another group")


class GroupState(models.TextChoices):
    """How far a request is. What time alone brings about is read by `domain.groups.states`."""

    NEW = "NEW", _("New")
    QUOTED = "QUOTED", _("Quoted")
    ACCEPTED = "ACCEPTED", _("Accepted, deposit to come")
    CONFIRMED = "CONFIRMED", _("Confirmed")
    FROZEN = "FROZEN", _("Numbers settled")
    DONE = "DONE", _("Over")
    DECLINED = "DECLINED", _("Declined")
    LAPSED = "LAPSED", _("Ran out")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


# Somebody is still to say something.
GROUP_ASKING = (GroupState.NEW, GroupState.QUOTED)
# The group comes: its bookings stand for an accepted quote.
GROUP_COMING = (GroupState.ACCEPTED, GroupState.CONFIRMED, GroupState.FROZEN)
GROUP_OVER = (GroupState.DONE, GroupState.DECLINED, GroupState.LAPSED, GroupState.WITHDRAWN)


class GroupTurn(models.TextChoices):
    """Whom a request waits for."""

    HOUSE = "house", _("waits for you")
    GUEST = "guest", _("waits for the guest")
    NOBODY = "nobody", _("waits for nobody")


class DayPart(models.TextChoices):
    MORNING = "morning", _("Morning")
    AFTERNOON = "afternoon", _("Afternoon")
    WHOLE = "whole", _("The whole day")
    ANY = "any", _("Either will do")


class AnswerBy(models.TextChoices):
    """How whoever asks wants to be answered."""

    PHONE = "phone", _("By phone")
    ZALO = "zalo", _("By Zalo")
    MAIL = "mail", _("By e-mail")


class QuoteLineKind(models.TextChoices):
    VISIT = "visit", _("visit")
    OTHER = "other", _("besides")
    DISCOUNT = "discount", _("discount")


class GroupAge(models.TextChoices):
    """Who somebody on a group's list of names is."""

    CHILD = "child", _("A child or a pupil")
    ADULT = "adult", _("An adult")


class GroupActKind(models.TextChoices):
    """What is written into a request's history."""

    ASKED = "asked", _("asked")
    QUOTED = "quoted", _("quote sent")
    CHANGE = "change", _("asked for another quote")
    FULL = "full", _("accepted, but too few places were left")
    ACCEPTED = "accepted", _("quote accepted")
    DEPOSIT = "deposit", _("deposit received")
    NUMBERS = "numbers", _("numbers changed")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn by the guest")
    LAPSED = "lapsed", _("ran out")


class GroupNews(models.TextChoices):
    """Kinds of messages about a request; whether it is for guest or house is the message's audience."""

    ASKED = "group-asked", _("a group asks for a visit")
    QUOTED = "group-quoted", _("a quote for a group")
    CHANGE = "group-change", _("a group asks for another quote")
    FULL = "group-full", _("a group accepted and too few places were left")
    ACCEPTED = "group-accepted", _("a group accepted its quote")
    DECLINED = "group-declined", _("a house declined a group")
    WITHDRAWN = "group-withdrawn", _("a group does not come after all")


# --- What the bank says ---------------------------------------------------------------------------------


class BankProvider(models.TextChoices):
    """Who tells of a movement on a host's account."""

    SEPAY = "sepay", "SePay"
    PAYOS = "payos", "payOS"
    FILE = "file", _("statement file")


class BankProof(models.TextChoices):
    """How a service proves that a notice is its own."""

    SIGNED = "signed", _("signature with the time (recommended)")
    SIGNED_BODY = "signed_body", _("signature of the notice alone")
    KEY = "key", _("key in the header (Apikey)")


class BankFlow(models.TextChoices):
    """Which way money went, as the host's account sees it."""

    IN = "in", _("came in")
    OUT = "out", _("went out")


class NoticeState(models.TextChoices):
    """What became of a bank notice. TO_LOOK_AT: no rule can decide, so a person does."""

    NEW = "new", _("just come")
    MATCHED = "matched", _("in the ledger")
    TO_LOOK_AT = "to_look_at", _("to look at")
    SET_ASIDE = "set_aside", _("set aside")


OPEN_NOTICES = (NoticeState.NEW, NoticeState.TO_LOOK_AT)


class LookWhy(models.TextChoices):
    """Why a bank notice is in front of a person."""

    UNREAD = "unread", _("this notice says no sum that can be read")
    OTHERWISE = "otherwise", _("the same number came before, and said something else")
    AHEAD = "ahead", _("by the bank's clock this is still to come")
    ACCOUNT = "account", _("it is about an account that is not yours here")
    TWIN = "twin", _("this money may be known already, from another notice")
    OUTGOING = "outgoing", _("money that went out, and no refund is clearly meant")
    NO_REFERENCE = "no_reference", _("no reference in the note")
    MANGLED = "mangled", _("the reference in the note is not whole")
    SEVERAL = "several", _("the note names several bookings")
    HELD = "held", _("this booking is not finished yet")
    OFF = "off", _("this visit does not take place")
    PAID_ALREADY = "paid_already", _("this booking was paid already")
    TOO_LITTLE = "too_little", _("less than what was to be paid")
    TOO_MUCH = "too_much", _("more than what was to be paid")
    UNDONE = "undone", _("taken back by hand")
