"""Addresses of the programme, below the office's own."""

from django.utils.translation import gettext_lazy as _

from ocop.domain.programme.support import ceiling_holds, within_ceiling
from ocop.models import Activity, CaseNote, Payout, Scheme, Snapshot, Survey, Target
from ocop.web.office.access import OFFICERS, PROVINCE, office_path
from ocop.web.office.programme import activities, dashboard, enquiries, host_books, reports, snapshots, supports
from ocop.web.office.programme.books import Book, paths
from ocop.web.office.programme.catalogue import catalogue
from ocop.web.office.programme.forms import SnapshotForm, TargetForm
from ocop.web.office.programme.ledger_forms import ActivityForm, CaseNoteForm, PayoutForm, SchemeForm, SurveyForm

BOOKS = [
    Book(
        "target",
        "muc-tieu",
        Target,
        TargetForm,
        back="office:programme",
        new_title=_("New target"),
        title=_("Target"),
        put_away_says=_("It stays in the history and is compared with nothing any more."),
    ),
    Book(
        "snapshot",
        "so-lieu-bao-chi",
        Snapshot,
        SnapshotForm,
        back="office:snapshots",
        new_title=_("New figure from an article"),
        title=_("Figure from an article"),
        put_away_says=_("It stays in the history and is shown no more."),
    ),
    Book(
        "activity",
        "hoat-dong",
        Activity,
        ActivityForm,
        back="office:activities",
        new_title=_("New activity"),
        title=_("Activity"),
        put_away_says=_("It stays in the history and counts in no sum any more, nor does who took part."),
    ),
    Book(
        "scheme",
        "chinh-sach",
        Scheme,
        SchemeForm,
        back="office:supports",
        new_title=_("New support scheme"),
        title=_("Support scheme"),
        put_away_says=_("It stays in the history; nothing is paid of it any more. What was paid stays counted."),
        check=ceiling_holds,
    ),
    Book(
        "payout",
        "chi-ho-tro",
        Payout,
        PayoutForm,
        back="office:supports",
        new_title=_("New payout"),
        title=_("Payout"),
        put_away_says=_("It stays in the history and counts against no ceiling any more."),
        check=within_ceiling,
    ),
    Book(
        "note",
        "dong-hanh",
        CaseNote,
        CaseNoteForm,
        back="office:notes",
        new_title=_("New note on a host"),
        title=_("Note on a host"),
        put_away_says=_("It stays in the history and is shown no more."),
    ),
    Book(
        "survey",
        "khao-sat",
        Survey,
        SurveyForm,
        back="office:surveys",
        new_title=_("A host's answers"),
        title=_("A host's answers"),
        put_away_says=_("They stay in the history and count in no share any more."),
    ),
]
BASE = "<slug:office>/chuong-trinh/"
urlpatterns = [
    office_path(BASE, dashboard.index, name="programme", roles=OFFICERS),
    office_path("<slug:office>/chuong-trinh.xlsx", dashboard.file, name="programme_file", roles=OFFICERS),
    office_path(f"{BASE}so-lieu-bao-chi/", snapshots.index, name="snapshots", roles=OFFICERS),
    office_path(f"{BASE}hoat-dong/", activities.index, name="activities", roles=OFFICERS),
    office_path(f"{BASE}hoat-dong/<int:pk>/xem/", activities.activity, name="activity", roles=OFFICERS),
    office_path(f"{BASE}hoat-dong/<int:pk>/tham-gia/", activities.take_part, name="activity_join", roles=(PROVINCE,)),
    office_path(f"{BASE}hoat-dong/<int:pk>/danh-muc.pdf", catalogue, name="activity_catalogue", roles=OFFICERS),
    office_path(f"{BASE}tham-gia/<int:pk>/bo/", activities.take_out, name="participation_out", roles=(PROVINCE,)),
    office_path(f"{BASE}ho-tro/", supports.index, name="supports", roles=(PROVINCE,)),
    office_path(f"{BASE}dong-hanh/", host_books.notes, name="notes", roles=OFFICERS),
    office_path(f"{BASE}khao-sat/", host_books.surveys, name="surveys", roles=OFFICERS),
    office_path(f"{BASE}hoi-mua/", enquiries.index, name="enquiries", roles=OFFICERS),
    office_path(f"{BASE}hoi-mua/<int:pk>/", enquiries.handle, name="enquiry_handle", roles=OFFICERS),
    office_path(f"{BASE}canh-bao/", reports.attention, name="attention", roles=OFFICERS),
    office_path(f"{BASE}bao-cao/", reports.index, name="report", roles=OFFICERS),
    office_path(f"{BASE}bao-cao.docx", reports.word, name="report_word", roles=OFFICERS),
    office_path(f"{BASE}bao-cao.xlsx", reports.excel, name="report_excel", roles=OFFICERS),
    *(pattern for book in BOOKS for pattern in paths(book)),
]
