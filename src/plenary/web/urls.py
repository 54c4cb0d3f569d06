from django.urls import path

from plenary.web import views

urlpatterns = [
    path("", views.front, name="front"),
    path("language/", views.set_language, name="set_language"),
]
