"""The request as a view behind `signed_in`, `owner` or `staff` gets it: its user is a member of staff."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

from plenary.accounts.models import User

if TYPE_CHECKING:

    class StaffRequest(HttpRequest):
        user: User
        grants: frozenset[str]  # set by editions.access.staff

else:
    StaffRequest = HttpRequest
