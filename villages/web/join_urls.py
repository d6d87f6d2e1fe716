"""Where houses ask to receive guests."""

from django.urls import path

from villages.web import join

urlpatterns = [path("", join.join, name="join"), path("da-nhan/", join.joined, name="joined")]
