from django.urls import path

from . import search

urlpatterns = [path("", search.results, name="search")]
