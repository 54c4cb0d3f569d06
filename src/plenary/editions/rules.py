"""Who may do what in an edition. A rule is asked by `access.staff` on the route; never spelled out in a view."""

from django.contrib.auth.models import AnonymousUser

from plenary.accounts.models import User
from plenary.editions.models import Edition, Membership

# What each role may do. «see» is every console page that only shows.
GRANTS: dict[str, frozenset[str]] = {
    "chair": frozenset(
        [
            "see",
            "settings",
            "team",
            "guests",
            "programme",
            "release",
            "door",
            "press",
            "exhibition",
            "archive",
            "mail",
            "ledger",
        ]
    ),
    "programme": frozenset(["see", "programme", "release"]),
    "liaison": frozenset(["see", "guests", "mail"]),
    "press": frozenset(["see", "press"]),
    "exhibition": frozenset(["see", "exhibition"]),
    "door": frozenset(["door"]),
    "auditor": frozenset(["see"]),
}
EVERYTHING = frozenset().union(*GRANTS.values())


def grants_of(user: User | AnonymousUser, edition: Edition) -> frozenset[str]:
    """What this user may do here; empty for a stranger. One query, kept on the user for the request."""
    if isinstance(user, AnonymousUser) or not user.is_active:
        return frozenset()
    if user.is_owner:
        return EVERYTHING
    known = user.__dict__.setdefault("_grants", {})
    if edition.pk not in known:
        roles = Membership.objects.filter(user=user, edition=edition, ended_at=None).values_list(
            "role", flat=True
        )
        known[edition.pk] = frozenset().union(*(GRANTS[role] for role in roles))
    return known[edition.pk]


def may(user: User | AnonymousUser, grant: str, edition: Edition) -> bool:
    return grant in grants_of(user, edition)
