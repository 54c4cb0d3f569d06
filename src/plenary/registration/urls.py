from django.urls import path

from plenary.registration import views

urlpatterns = [
    path("console/<slug:slug>/participants/", views.participants, name="participants"),
]
