from django.urls import path

from plenary.audit import views

urlpatterns = [
    path("console/<slug:slug>/audit/", views.lines, name="audit"),
    path("console/<slug:slug>/audit.xlsx", views.workbook, name="audit_workbook"),
]
