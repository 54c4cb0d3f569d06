from django.urls import path

from plenary.mail import views

urlpatterns = [
    path("console/<slug:slug>/outbox/", views.outbox, name="outbox"),
    path("console/<slug:slug>/outbox/<int:pk>/", views.message, name="outbox_message"),
    path("console/<slug:slug>/outbox/<int:pk>/<str:act>/", views.decide, name="outbox_decide"),
]
