from django.urls import path

from plenary.accounts import views

urlpatterns = [
    path("account/", views.account, name="account"),
]
