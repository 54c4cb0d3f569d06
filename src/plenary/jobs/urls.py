from django.urls import path

from plenary.jobs import views

urlpatterns = [
    path("console/<slug:slug>/jobs/<int:pk>/", views.job, name="job"),
    path("console/<slug:slug>/jobs/<int:pk>/stop/", views.stop, name="stop_job"),
    path("console/<slug:slug>/jobs/<int:pk>/file/", views.result, name="job_file"),
]
