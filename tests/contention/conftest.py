"""Real connections at once, at every isolation level that an installation may run at."""

import pytest
from django.db import connection, connections
from django.db.models import QuerySet

from accounts.models import User
from bookings.models import (
    BankFile,
    BankNotice,
    BankNoticeEntry,
    BankNoticeMove,
    Booking,
    DayClosing,
    GroupAct,
    GroupPerson,
    GroupRequest,
    LedgerEntry,
    LedgerMove,
    OnlineMerchant,
    OnlineMove,
    OnlineNotice,
    OnlinePayment,
    OnlineRefund,
    Quote,
    QuotedBooking,
    QuoteLine,
    RefundAccount,
    Resource,
    Slot,
    WaitingEntry,
)
from experiences.models import Experience
from ocop.enums import DossierNews
from ocop.models import (
    AdvisoryReport,
    AgendaItem,
    Answer,
    Assessment,
    Certificate,
    CommuneReport,
    Council,
    CouncilMember,
    CouncilSession,
    Decision,
    Dossier,
    DossierStep,
    EvaluationRound,
    Evidence,
    Intake,
    OcopProduct,
    Office,
    OfficeMember,
    ScoreSheet,
    SignedPaper,
    Submission,
    SubmittedFile,
)
from outbox.models import OutboxMessage
from tests.factories import make_experience, make_host
from villages.models import Commune, Host, Province, Village

# Whatever is referred to comes after what refers to it.
EMPTIED = (
    DayClosing,
    LedgerEntry,
    RefundAccount,
    WaitingEntry,
    Booking,
    Slot,
    Resource,
    Experience,
    Host,
    Village,
    Commune,
    Province,
    User,
)
DOSSIERS = (
    SignedPaper,
    Decision,
    ScoreSheet,
    AgendaItem,
    CouncilSession,
    CouncilMember,
    Council,
    EvaluationRound,
    Intake,
    CommuneReport,
    AdvisoryReport,
    DossierStep,
    SubmittedFile,
    Submission,
    Evidence,
    Answer,
    Dossier,
    Assessment,
    Certificate,
    OcopProduct,
    OfficeMember,
    Office,
)
LEVELS = ["READ COMMITTED", "REPEATABLE READ"]


def pytest_generate_tests(metafunc):
    if "isolation" in metafunc.fixturenames:
        on_postgresql = connections["default"].vendor == "postgresql"
        metafunc.parametrize("isolation", LEVELS if on_postgresql else ["IMMEDIATE"], indirect=True)


@pytest.fixture
def _django_db_helper(django_db_setup, django_db_blocker):
    """Rows that other connections see, deleted afterwards: takes the place of pytest-django's fixture of this name.

    That one empties every table, also of what Wagtail's migrations wrote and other tests need, and takes four seconds
    for it on PostgreSQL. Should pytest-django rename it, these tests are slow and otherwise the same.
    """
    with django_db_blocker.unblock():
        assert not connection.in_atomic_block, "an earlier test left its transaction open: every thread would wait"
        yield
        # What nobody may change goes as the rest does, past the models that say so.
        for fixed in DOSSIERS:
            rows = QuerySet(fixed)
            rows._raw_delete(rows.db)
        OutboxMessage.objects.filter(kind__in=DossierNews.values).delete()
        # By the base manager: what is written once is never deleted by any other.
        for told in (BankNoticeMove, BankNoticeEntry, BankNotice, BankFile):
            told._base_manager.all().delete()
        for told in (OnlineMove, OnlineNotice, OnlineRefund, OnlinePayment, OnlineMerchant):
            told._base_manager.all().delete()
        LedgerMove._base_manager.all().delete()
        LedgerEntry._base_manager.filter(reverses__isnull=False).delete()
        for written in (QuoteLine, QuotedBooking, Quote, GroupAct, GroupPerson, GroupRequest):
            written._base_manager.all().delete()
        for model in EMPTIED:
            model._base_manager.all().delete()


@pytest.fixture
def isolation(request, transactional_db, monkeypatch) -> str:
    """New connections, which are those of threads, open at this level; on SQLite as the settings say."""
    if connection.vendor == "postgresql":
        from psycopg import IsolationLevel

        level = IsolationLevel[request.param.replace(" ", "_")]
        options = connections.settings["default"]["OPTIONS"]
        monkeypatch.setitem(options, "isolation_level", level)
    return request.param


@pytest.fixture
def experience(isolation):
    """No Wagtail page, no locale: transactional tests before this one may have emptied those tables."""
    return make_experience(make_host(email=""), extras=())
