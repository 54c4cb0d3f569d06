from django.urls import path

from plenary.accounts import views

urlpatterns = [
    path("signin/", views.sign_in, name="sign_in"),
    path("signin/code/", views.code, name="sign_in_code"),
    path("signin/<str:secret>/", views.link, name="sign_in_link"),
    path("signout/", views.sign_out, name="sign_out"),
    path("account/", views.account, name="account"),
]
