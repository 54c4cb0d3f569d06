from django.urls import path

from plenary.editions import style, views

urlpatterns = [
    path("console/style/", style.style, name="style"),
    path("console/<slug:slug>/", views.console, name="console"),
]
