from django.urls import path

from accounts import views

urlpatterns = [
    path("vao-viec/", views.after_login, name="after_login"),
    path("cong-lang/", views.front, name="front"),
    # Before allauth's own, at the same address.
    path("tai-khoan/logout/", views.SignOut.as_view(), name="account_logout"),
]
