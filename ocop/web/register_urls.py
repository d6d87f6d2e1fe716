"""The public register's addresses."""

from django.urls import path

from ocop.web import enquire, map_pages, views

urlpatterns = [
    path("", views.products, name="ocop_products"),
    path("<int:pk>/", views.product, name="ocop_product_short"),
    path("ban-do/", map_pages.page, name="ocop_map"),
    path("ban-do/khung/", map_pages.frame, name="ocop_map_frame"),
    path("da-hoi/", enquire.asked, name="ocop_asked"),
    path("<int:pk>/hoi-mua/", enquire.enquire, name="ocop_enquire"),
    path("<int:pk>/<slug:slug>/", views.product, name="ocop_product_page"),
    path("chu-the/<slug:slug>/", views.host, name="ocop_host"),
]
