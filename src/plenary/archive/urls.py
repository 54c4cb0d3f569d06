from django.urls import path

from plenary.archive import views

urlpatterns = [
    path("console/archive/", views.take_in, name="take_in_archive"),
    path("console/<slug:slug>/archive/", views.show, name="archive"),
    path("console/<slug:slug>/archive.zip", views.file, name="archive_file"),
]
