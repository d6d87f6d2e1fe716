"""The map's addresses."""

from django.urls import path

from villages.web import views

urlpatterns = [path("", views.map_page, name="map"), path("khung/", views.map_frame, name="map_frame")]
