"""Where houses ask to receive guests."""

from django.urls import path

from villages.web import application

urlpatterns = [
    path("", application.ask, name="application"),
    path("da-nhan/", application.asked, name="application_sent"),
]
