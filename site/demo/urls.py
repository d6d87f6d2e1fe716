from django.urls import path

from demo import mail, register_file

urlpatterns = [
    path("ocop-611.xlsx", register_file.register, name="demo_register"),
    path("thu/", mail.inbox, name="demo_mail"),
    path("thu/<str:name>/", mail.letter, name="demo_letter"),
    path("thu/<str:name>/html/", mail.letter_html, name="demo_letter_html"),
]
