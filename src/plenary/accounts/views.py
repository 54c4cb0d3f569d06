"""Signing in and out, and one's own account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from plenary.web.permissions import signed_in


@signed_in
def account(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/account.html")
