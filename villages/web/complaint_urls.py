"""Where anybody complains, and follows it."""

from django.urls import path

from villages.web import complaint

urlpatterns = [
    path("", complaint.write, name="complain"),
    path("<str:token>/", complaint.follow, name="complaint"),
]
