"""The console's first page of an edition."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from plenary.editions.access import staff
from plenary.editions.models import Edition


@staff("see")
def console(request: HttpRequest, edition: Edition) -> HttpResponse:
    return render(request, "editions/console.html")
