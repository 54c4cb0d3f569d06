from django.urls import path

from plenary.announcements import views

urlpatterns = [
    path("console/new/", views.new, name="new_edition"),
    path("console/new/bare/", views.bare, name="bare_edition"),
    path("console/<slug:slug>/announcement/", views.announcement, name="announcement"),
]
