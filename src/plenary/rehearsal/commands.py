"""`plenary demo`: fills an empty data folder."""

import sys

from plenary.accounts.actions import ensure_owner
from plenary.editions.models import Edition
from plenary.lib.clock import now
from plenary.publication.actions import publish_edition
from plenary.rehearsal.summit import build


def demo(*, at: str) -> int:
    if Edition.objects.exists():
        print(
            "This data folder already holds a summit. Name an empty one: plenary demo --data DIR.",
            file=sys.stderr,
        )
        return 1
    print(f"Building the demo summit at the moment «{at}» …", file=sys.stderr, flush=True)
    edition = build(by=ensure_owner(at=now()), at=at)
    publish_edition(edition)
    print(
        f"{edition.title_zh}: {edition.people.count()} people, {edition.talks.count()} talks.",
        file=sys.stderr,
    )
    return 0
