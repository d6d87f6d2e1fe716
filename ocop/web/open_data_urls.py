"""The open part of the register, for programs."""

from django.urls import path

from ocop.web import open_data

urlpatterns = [
    path("ocop.csv", open_data.csv_file, name="open_data_csv"),
    path("ocop.json", open_data.json_file, name="open_data_json"),
    path("dcat.jsonld", open_data.catalogue, name="open_data_dcat"),
]
