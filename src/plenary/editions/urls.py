from django.urls import path

from plenary.editions import views

urlpatterns = [
    path("console/<slug:slug>/", views.console, name="console"),
]
