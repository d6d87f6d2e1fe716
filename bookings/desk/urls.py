"""The host's desk. Every address goes through `desk_path`."""

from . import converters  # noqa: F401  registers <desk_day:…>
from .access import desk_path
from .views import attendance, bookings, calendar, cancelling, day, scan

app_name = "desk"
urlpatterns = [
    desk_path("", day.home, name="home"),
    desk_path("<slug:host>/", day.today, name="today"),
    desk_path("<slug:host>/ngay/<desk_day:day>/", day.day, name="day"),
    desk_path("<slug:host>/ngay/<desk_day:day>/dong/", calendar.close, name="close_day"),
    desk_path("<slug:host>/ngay/<desk_day:day>/mo/", calendar.reopen, name="reopen_day"),
    desk_path("<slug:host>/lich/", calendar.calendar, name="calendar"),
    desk_path("<slug:host>/don/", bookings.index, name="bookings"),
    desk_path("<slug:host>/don/<slug:reference>/", bookings.booking, name="booking"),
    desk_path("<slug:host>/don/<slug:reference>/check-in/", attendance.check_in, name="check_in"),
    desk_path("<slug:host>/don/<slug:reference>/undo-check-in/", attendance.undo_check_in, name="undo_check_in"),
    desk_path("<slug:host>/don/<slug:reference>/no-show/", attendance.no_show, name="no_show"),
    desk_path("<slug:host>/don/<slug:reference>/undo-no-show/", attendance.undo_no_show, name="undo_no_show"),
    desk_path("<slug:host>/don/<slug:reference>/cancel/", cancelling.cancel, name="cancel"),
    desk_path("<slug:host>/don/<slug:reference>/restore/", cancelling.restore, name="restore"),
    desk_path("<slug:host>/quet/", scan.scan, name="scan"),
    # After the hosts' own addresses: a token has a full stop in it and is never a slug.
    desk_path("q/<str:token>/", scan.scan_token, name="scan_token"),
]
