from django.urls import path

from accounts import views

urlpatterns = [
    path("vao-viec/", views.after_login, name="after_login"),
    path("cong-lang/", views.front, name="front"),
    path("tai-khoan/", views.overview, name="account_overview"),
    # Before allauth's list of the same address and name, which ends all sessions or none.
    path("tai-khoan/sessions/", views.devices, name="usersessions_list"),
    path("tai-khoan/sessions/<int:pk>/end/", views.end_device, name="account_end_device"),
    path("tai-khoan/sessions/end/", views.end_other_devices, name="account_end_other_devices"),
]
