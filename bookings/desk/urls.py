"""The host's desk. Every address goes through `desk_path`."""

from bookings.desk.bookings import bookings, cancelling, contact, proof
from bookings.desk.calendar import closures, conflicts, month, schedules, slots
from bookings.desk.day import attendance, days, scan
from bookings.desk.sharing import resources, rota
from bookings.desk.shell import (
    again,
    converters,  # noqa: F401  registers <desk_day:…>
    setup,
)
from bookings.desk.shell.access import desk_path

app_name = "desk"
urlpatterns = [
    desk_path("", days.home, name="home"),
    desk_path("<slug:host>/", days.today, name="today"),
    desk_path("<slug:host>/ngay/<desk_day:day>/", days.day, name="day"),
    desk_path("<slug:host>/ngay/<desk_day:day>/dong/", month.close, name="close_day"),
    desk_path("<slug:host>/ngay/<desk_day:day>/mo/", month.reopen, name="reopen_day"),
    desk_path("<slug:host>/lich/", month.calendar, name="calendar"),
    desk_path("<slug:host>/don/", bookings.index, name="bookings"),
    desk_path("<slug:host>/don/<slug:reference>/", bookings.booking, name="booking"),
    desk_path("<slug:host>/don/<slug:reference>/check-in/", attendance.check_in, name="check_in"),
    desk_path("<slug:host>/don/<slug:reference>/undo-check-in/", attendance.undo_check_in, name="undo_check_in"),
    desk_path("<slug:host>/don/<slug:reference>/no-show/", attendance.no_show, name="no_show"),
    desk_path("<slug:host>/don/<slug:reference>/undo-no-show/", attendance.undo_no_show, name="undo_no_show"),
    desk_path("<slug:host>/don/<slug:reference>/bao-dam/", proof.vouch, name="vouch"),
    desk_path("<slug:host>/don/<slug:reference>/tu-choi/", proof.decline, name="decline"),
    desk_path("<slug:host>/don/<slug:reference>/lien-he/", contact.contact, name="contact"),
    desk_path("<slug:host>/don/<slug:reference>/gui-lai/", contact.ticket_again, name="ticket_again"),
    desk_path("<slug:host>/don/<slug:reference>/cancel/", cancelling.cancel, name="cancel"),
    desk_path("<slug:host>/don/<slug:reference>/restore/", cancelling.restore, name="restore"),
    desk_path("<slug:host>/don/<slug:reference>/doi-gio/", conflicts.move, name="move"),
    desk_path("<slug:host>/don/<slug:reference>/giu/", conflicts.keep, name="keep"),
    desk_path("<slug:host>/don/<slug:reference>/thoi-giu/", conflicts.undo_keep, name="undo_keep"),
    desk_path("<slug:host>/can-quyet/", conflicts.conflicts, name="conflicts"),
    desk_path("<slug:host>/suat/<int:pk>/", slots.slot, name="slot"),
    desk_path("<slug:host>/suat/<int:pk>/theo-lich/", slots.follow_rule, name="slot_follow"),
    desk_path("<slug:host>/suat/<int:pk>/van-lam/", slots.run_anyway, name="slot_run"),
    desk_path("<slug:host>/sap-dat/", setup.setup, name="setup"),
    desk_path("<slug:host>/sap-dat/lich-mo/", schedules.schedules, name="schedules"),
    desk_path("<slug:host>/sap-dat/lich-mo/moi/", schedules.schedule_new, name="schedule_new"),
    desk_path("<slug:host>/sap-dat/lich-mo/lay-lai/", schedules.schedule_undo, name="schedule_undo"),
    desk_path("<slug:host>/sap-dat/lich-mo/<int:pk>/", schedules.schedule, name="schedule"),
    desk_path("<slug:host>/sap-dat/lich-mo/<int:pk>/xoa/", schedules.schedule_remove, name="schedule_remove"),
    desk_path("<slug:host>/sap-dat/ngay-nghi/", closures.closures_list, name="closures"),
    desk_path("<slug:host>/sap-dat/ngay-nghi/moi/", closures.closure_new, name="closure_new"),
    desk_path("<slug:host>/sap-dat/ngay-nghi/lay-lai/", closures.closure_undo, name="closure_undo"),
    desk_path("<slug:host>/sap-dat/ngay-nghi/<int:pk>/xoa/", closures.closure_remove, name="closure_remove"),
    desk_path("<slug:host>/sap-dat/do-dung/", resources.resources, name="resources"),
    desk_path("<slug:host>/sap-dat/do-dung/moi/", resources.resource_new, name="resource_new"),
    desk_path("<slug:host>/sap-dat/do-dung/lay-lai/", resources.resource_undo, name="resource_undo"),
    desk_path("<slug:host>/sap-dat/do-dung/<int:pk>/", resources.resource, name="resource"),
    desk_path("<slug:host>/sap-dat/do-dung/<int:pk>/xoa/", resources.resource_remove, name="resource_remove"),
    desk_path("<slug:host>/sap-dat/phan-cong/", rota.rota, name="rota"),
    desk_path("<slug:host>/sap-dat/phan-cong/<int:pk>/doi/", rota.rota_choose, name="rota_choose"),
    desk_path("<slug:host>/sap-dat/phan-cong/<int:pk>/tu-chia/", rota.rota_release, name="rota_release"),
    desk_path("<slug:host>/sap-dat/nghi-phep/moi/", rota.day_off_new, name="day_off_new"),
    desk_path("<slug:host>/sap-dat/nghi-phep/lay-lai/", rota.day_off_undo, name="day_off_undo"),
    desk_path("<slug:host>/sap-dat/nghi-phep/<int:pk>/xoa/", rota.day_off_remove, name="day_off_remove"),
    desk_path("<slug:host>/quet/", scan.scan, name="scan"),
    # After the hosts' own addresses: a token has a full stop in it and is never a slug.
    desk_path("q/gui-lai/", again.again, name="again"),
    desk_path("q/<str:token>/", scan.scan_token, name="scan_token"),
]
