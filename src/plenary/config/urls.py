"""Root URLs. Public pages are files (plenary.publication); what stands here is answered by Django.

A module with routes has a `urls.py` with `urlpatterns`; it is included here at the root and spells its
whole path, so that one look at a module tells its addresses.
"""

from importlib import import_module
from importlib.util import find_spec

from django.urls import include, path

# Top of the house first: what is named earlier wins.
MODULES = [
    "reports",
    "rehearsal",
    "announcements",
    "archive",
    "exhibition",
    "press",
    "checkin",
    "programme",
    "registration",
    "invitations",
    "people",
    "jobs",
    "mail",
    "audit",
    "editions",
    "accounts",
    "web",
]

urlpatterns = [
    path("", include(import_module(f"plenary.{module}.urls")))
    for module in MODULES
    if find_spec(f"plenary.{module}.urls")
]

handler400 = "plenary.web.views.bad_request"
handler403 = "plenary.web.views.forbidden"
handler404 = "plenary.web.views.not_found"
handler500 = "plenary.web.views.server_error"
