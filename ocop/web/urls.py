"""Addresses that stand on packages. Those of GS1 Digital Link end without a slash, and so do ours."""

from django.urls import path

from ocop.web import epcis, passport

urlpatterns = [
    path("p/", passport.look_up, name="passport_look_up"),
    path("p/<str:code>", passport.by_code, name="passport"),
    path("p/<str:code>/epcis.json", epcis.events, name="passport_epcis"),
    path("01/<str:gtin>", passport.by_gtin, name="gs1_product"),
    path("01/<str:gtin>/10/<str:lot>", passport.by_gtin, name="gs1_lot"),
    path("01/<str:gtin>/10/<str:lot>/21/<str:serial>", passport.by_gtin, name="gs1_piece"),
]
