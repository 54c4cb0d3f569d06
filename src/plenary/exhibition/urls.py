from django.urls import path

from plenary.exhibition import views

HERE = "console/<slug:slug>/exhibition"

urlpatterns = [
    path(f"{HERE}/", views.overview, name="exhibition"),
    path(f"{HERE}.xlsx", views.workbook, name="exhibition_workbook"),
    path(f"{HERE}/exhibitors/new/", views.exhibitor, name="exhibitor_new"),
    path(f"{HERE}/exhibitors/<int:pk>/", views.exhibitor, name="exhibitor"),
    path(f"{HERE}/exhibitors/<int:pk>/removal/", views.remove, name="exhibitor_removal"),
    path(f"{HERE}/exhibitors/<int:pk>/booth/", views.allocation, name="booth_allocation"),
    path(f"{HERE}/booths/", views.booths, name="booths"),
    path(f"{HERE}/booths/<int:pk>/free/", views.free, name="booth_free"),
    path(f"{HERE}/booths/<int:pk>/removal/", views.remove_booth, name="booth_removal"),
]
