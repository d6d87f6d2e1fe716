"""The tourist's addresses. Everything about one booking is behind its signed token."""

from django.urls import path

from . import booking, choose, files, manage

app_name = "bookings"
urlpatterns = [
    path("chon/<slug:slug>/", choose.choose, name="choose"),
    path("giu/<slug:slug>/", choose.hold_seats, name="hold"),
    path("ve/<str:token>/", booking.show, name="booking"),
    path("ve/<str:token>/xac-nhan/", booking.confirm_booking, name="confirm"),
    path("ve/<str:token>/them-gio/", booking.more_time, name="more_time"),
    path("ve/<str:token>/huy/", manage.cancel_booking, name="cancel"),
    path("ve/<str:token>/lay-lai/", manage.restore_booking, name="restore"),
    path("ve/<str:token>/lich.ics", files.calendar_file, name="calendar"),
    path("ve/<str:token>/qr.svg", files.qr_code, name="qr"),
]
