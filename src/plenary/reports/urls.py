from django.urls import path

from plenary.reports import views

urlpatterns = [
    path("console/<slug:slug>/ledger/", views.show, name="ledger"),
    path("console/<slug:slug>/ledger.xlsx", views.workbook, name="ledger_workbook"),
    path("console/<slug:slug>/ledger/<int:pk>/", views.tie, name="tie_promise"),
    path("console/<slug:slug>/ledger/<int:pk>/people/", views.counted_people, name="counted_people"),
]
