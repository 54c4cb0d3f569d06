from django.urls import path, re_path

from plenary.editions import style
from plenary.editions.views import console, settings, team

urlpatterns = [
    path("join/<str:token>/", team.join, name="join"),
    path("console/", console.consoles, name="consoles"),
    path("console/style/", style.style, name="style"),
    path("console/address/", settings.address, name="public_address"),
    path("console/<slug:slug>/", console.console, name="console"),
    path("console/<slug:slug>/clock/", console.clock, name="clock"),
    path("console/<slug:slug>/team/", team.team, name="team"),
    path("console/<slug:slug>/settings/", settings.facts, name="settings"),
    path("console/<slug:slug>/settings/address/", settings.slug, name="settings_slug"),
    re_path(
        r"^console/(?P<slug>[-a-zA-Z0-9_]+)/settings/(?P<part>categories|rooms|topics|parties)/$",
        settings.rows,
        name="settings_rows",
    ),
]
