from django.urls import path

from plenary.press import views

HERE = "console/<slug:slug>/press"

urlpatterns = [
    path(f"{HERE}/", views.overview, name="press"),
    path(f"{HERE}.xlsx", views.workbook, name="press_workbook"),
    path(f"{HERE}/outlets/new/", views.new_outlet, name="outlet_new"),
    path(f"{HERE}/outlets/<int:pk>/accreditation/", views.accreditation, name="outlet_accreditation"),
    path(f"{HERE}/outlets/<int:pk>/refusal/", views.refusal, name="outlet_refusal"),
    path(f"{HERE}/posts/new/", views.post, name="post_new"),
    path(f"{HERE}/posts/<int:pk>/", views.post, name="post"),
    path(f"{HERE}/posts/<int:pk>/publication/", views.publication, name="post_publication"),
    path(f"{HERE}/posts/<int:pk>/withdrawal/", views.withdrawal, name="post_withdrawal"),
]
