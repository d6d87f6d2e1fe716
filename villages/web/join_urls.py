"""Where an invitation's link leads."""

from django.urls import path

from villages.web.join import join

urlpatterns = [path("<str:token>/", join, name="join")]
