from django.urls import path

from plenary.people import views

urlpatterns = [
    path("console/<slug:slug>/people/new/", views.add, name="person_new"),
    path("console/<slug:slug>/people/<int:pk>/", views.person, name="person"),
    path("console/<slug:slug>/people/<int:pk>/edit/", views.correct, name="person_edit"),
    path("console/<slug:slug>/people/<int:pk>/removal/", views.remove, name="person_remove"),
    path("console/<slug:slug>/people/<int:pk>/restoration/", views.restore, name="person_restore"),
    path("console/<slug:slug>/organisations/", views.organisations, name="organisations"),
    path("console/<slug:slug>/organisations/<int:pk>/", views.organisation, name="organisation"),
]
