"""Publishing and hearing events.

@dataclass(frozen=True)
class InvitationAccepted(Fact):
    invitation_id: int
    person_id: int

publish(InvitationAccepted(…))          # inside the transaction of the change
@handles(InvitationAccepted)            # in a higher module's handlers.py; may run twice
def register_accepted_guest(event): …
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction

from plenary.lib import databus
from plenary.lib.clock import now
from plenary.outbox.models import Delivery, Event


@dataclass(frozen=True)
class Fact:
    """Base of every event: flat fields of JSON types only."""

    @classmethod
    def kind(cls) -> str:
        return f"{cls.__module__.split('.')[1]}.{cls.__name__}"


_handlers: dict[str, list[tuple[str, Callable[[Any], None]]]] = defaultdict(list)
_facts: dict[str, type[Fact]] = {}


def handles(fact: type[Fact]) -> Callable[[Callable[[Any], None]], Callable[[Any], None]]:
    def register(function: Callable[[Any], None]) -> Callable[[Any], None]:
        name = f"{function.__module__.removeprefix('plenary.')}.{function.__qualname__}"
        _facts[fact.kind()] = fact
        _handlers[fact.kind()].append((name, function))
        return function

    return register


def publish(fact: Fact) -> None:
    """Owes `fact` to everyone who handles it. Must stand in the transaction of the change it reports."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{fact.kind()} was published outside the transaction of its change.")
    if not _handlers[fact.kind()]:
        return
    at = now()
    event = Event.objects.create(kind=fact.kind(), fields=asdict(fact), at=at)
    Delivery.objects.bulk_create(
        Delivery(event=event, handler=name, due_at=at) for name, _ in _handlers[fact.kind()]
    )
    databus.ring()


def handler_of(delivery: Delivery) -> tuple[Callable[[Any], None], Fact] | None:
    """The function and the fact of a delivery; None when that handler is gone from the code."""
    for name, function in _handlers[delivery.event.kind]:
        if name == delivery.handler:
            return function, _facts[delivery.event.kind](**delivery.event.fields)
    return None
