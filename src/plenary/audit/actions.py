"""Writing the audit line, in the transaction of the act."""

from plenary.accounts.models import User
from plenary.audit.models import Line
from plenary.editions.models import Edition
from plenary.lib.clock import now


def record(*, edition: Edition | None, by: User | str, verb: str, about: str, **detail: object) -> Line:
    """`by` is a member of staff, or the name of a guest or of the system. `detail` holds JSON values, no secrets."""
    user = by if isinstance(by, User) else None
    return Line.objects.create(
        edition=edition, at=now(), user=user, actor=str(by)[:200], verb=verb, about=about[:200], detail=detail
    )
