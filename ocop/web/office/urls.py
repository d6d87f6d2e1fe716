"""An office's pages. Every address goes through `office_path`, which says who may."""

from ocop.web.office import (
    acts,
    complaints,
    councils,
    dossier_acts,
    dossiers,
    imports,
    inspections,
    page,
    papers,
    products,
    score_sheets,
    sessions,
)
from ocop.web.office.access import COMMUNE, COUNCIL, EVERYBODY, INSPECTOR, OFFICERS, PROVINCE, office_path
from ocop.web.office.programme import urls as programme

app_name = "office"
DECIDE = (PROVINCE,)
JUDGE = (PROVINCE, COUNCIL)
INSPECT = (PROVINCE, INSPECTOR)
PRODUCT = "<slug:office>/san-pham/<int:pk>/"
IMPORT = "<slug:office>/nhap/<int:pk>/"
DOSSIER = "<slug:office>/ho-so/<int:pk>/"
COUNCIL_PAGE = "<slug:office>/hoi-dong/<int:pk>/"
SESSION = "<slug:office>/phien/<int:pk>/"
urlpatterns = [
    office_path("", page.home, name="home", roles=EVERYBODY),
    office_path("<slug:office>/", products.index, name="products", roles=OFFICERS),
    office_path("<slug:office>/san-pham.xlsx", products.file, name="products_file", roles=OFFICERS),
    office_path(PRODUCT, products.product, name="product", roles=OFFICERS),
    office_path(f"{PRODUCT}gia-han/<int:certificate>/", acts.extend, name="extend", roles=DECIDE),
    office_path(f"{PRODUCT}thu-hoi/<int:certificate>/", acts.open_withdrawal, name="withdrawal_open", roles=DECIDE),
    office_path(f"{PRODUCT}ket-luan/<int:withdrawal_pk>/", acts.conclude, name="withdrawal_conclude", roles=DECIDE),
    office_path(f"{PRODUCT}quyet-dinh/<int:withdrawal_pk>/", acts.withdraw, name="withdrawal_decide", roles=DECIDE),
    office_path("<slug:office>/kiem-tra/", inspections.index, name="inspections", roles=INSPECT),
    office_path(f"{PRODUCT}kiem-tra/", inspections.product, name="inspection_product", roles=INSPECT),
    office_path("<slug:office>/kiem-tra/<int:pk>/", inspections.inspection, name="inspection", roles=INSPECT),
    office_path("<slug:office>/khieu-nai/", complaints.index, name="complaints", roles=DECIDE),
    office_path("<slug:office>/khieu-nai/<int:pk>/", complaints.show, name="complaint", roles=DECIDE),
    office_path("<slug:office>/nhap/", imports.index, name="imports", roles=DECIDE),
    office_path(IMPORT, imports.show, name="import", roles=DECIDE),
    office_path(f"{IMPORT}ghi/", imports.decide, name="import_write", roles=DECIDE),
    office_path(f"{IMPORT}can-sua.xlsx", imports.to_mend, name="import_to_mend", roles=DECIDE),
    office_path(f"{IMPORT}tep/", imports.original, name="import_original", roles=DECIDE),
    office_path("<slug:office>/ho-so/", dossiers.index, name="dossiers", roles=OFFICERS),
    office_path(DOSSIER, dossiers.show, name="dossier", roles=OFFICERS),
    office_path(f"{DOSSIER}tep/<int:file_pk>/", dossiers.file, name="dossier_file", roles=OFFICERS),
    office_path(f"{DOSSIER}nhan/", dossier_acts.take_in, name="dossier_take_in", roles=OFFICERS),
    office_path(f"{DOSSIER}tra-lai/", dossier_acts.send_back, name="dossier_send_back", roles=OFFICERS),
    office_path(f"{DOSSIER}de-nghi/", dossier_acts.request_province, name="dossier_request", roles=(COMMUNE,)),
    office_path(f"{DOSSIER}bao-cao/", dossier_acts.report, name="dossier_report", roles=DECIDE),
    office_path(f"{DOSSIER}dua-ra/", dossier_acts.agenda, name="dossier_agenda", roles=DECIDE),
    office_path(f"{DOSSIER}rut-khoi/", dossier_acts.off_agenda, name="dossier_off_agenda", roles=DECIDE),
    office_path(f"{DOSSIER}chuyen-bo/", dossier_acts.forward, name="dossier_forward", roles=DECIDE),
    office_path(f"{DOSSIER}cong-nhan/", dossier_acts.recognise, name="dossier_recognise", roles=DECIDE),
    office_path(f"{DOSSIER}ket-thuc/", dossier_acts.refuse, name="dossier_refuse", roles=DECIDE),
    office_path(f"{DOSSIER}mau-01.docx", papers.form_01, name="dossier_form01", roles=OFFICERS),
    office_path(f"{DOSSIER}mau-02.docx", papers.form_02, name="dossier_form02", roles=OFFICERS),
    office_path(f"{DOSSIER}mau-03.docx", papers.form_03, name="dossier_form03", roles=(COMMUNE,)),
    office_path(f"{DOSSIER}quyet-dinh.docx", papers.draft, name="dossier_decision", roles=DECIDE),
    office_path(
        f"{DOSSIER}quyet-dinh-sau-trung-uong.docx", papers.draft_after_centre, name="dossier_centre", roles=DECIDE
    ),
    office_path(f"{DOSSIER}ban-ky/", papers.keep_of_dossier, name="dossier_sign", roles=OFFICERS),
    office_path(f"{DOSSIER}ban-ky/<int:paper>/", papers.of_dossier, name="dossier_signed", roles=OFFICERS),
    office_path("<slug:office>/dot/", councils.year_rounds, name="rounds", roles=DECIDE),
    office_path("<slug:office>/hoi-dong/", councils.councils, name="councils", roles=DECIDE),
    office_path(COUNCIL_PAGE, councils.show, name="council", roles=DECIDE),
    office_path(f"{COUNCIL_PAGE}phien/", councils.hold, name="session_hold", roles=DECIDE),
    office_path(f"{COUNCIL_PAGE}ghe/<int:member>/thoi/", councils.leave, name="council_leave", roles=DECIDE),
    office_path("<slug:office>/phien/", sessions.index, name="sessions", roles=JUDGE),
    office_path(SESSION, sessions.show, name="session", roles=JUDGE),
    office_path(f"{SESSION}dong/", sessions.close, name="session_close", roles=DECIDE),
    office_path(f"{SESSION}bien-ban/", sessions.minutes, name="session_minutes", roles=DECIDE),
    office_path(f"{SESSION}mo-lai/<int:sheet>/", sessions.open_again, name="sheet_open_again", roles=DECIDE),
    office_path(f"{SESSION}phieu/<int:item>/", score_sheets.sheet, name="sheet", roles=JUDGE),
    office_path(f"{SESSION}phieu/<int:item>/tep/<int:file_pk>/", score_sheets.file, name="sheet_file", roles=JUDGE),
    office_path(f"{SESSION}bien-ban.docx", papers.minutes_draft, name="session_paper", roles=DECIDE),
    office_path(f"{SESSION}ban-ky/", papers.keep_of_session, name="session_sign", roles=DECIDE),
    office_path(f"{SESSION}ban-ky/<int:scan>/", papers.of_session, name="session_signed", roles=JUDGE),
    office_path(f"{SESSION}phieu-cham/<int:sheet>/phieu.docx", papers.sheet, name="sheet_paper", roles=JUDGE),
    office_path(f"{SESSION}phieu-cham/<int:sheet>/ban-ky/", papers.keep_of_sheet, name="sheet_sign", roles=JUDGE),
    *programme.urlpatterns,
]
