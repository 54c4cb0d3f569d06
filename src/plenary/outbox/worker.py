"""The worker: delivers owed events and runs periodic work. One on SQLite; PostgreSQL may have many."""

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from threading import Event as Flag

from django.db import close_old_connections

from plenary.lib.clock import now
from plenary.outbox.events import handler_of
from plenary.outbox.models import Delivery

log = logging.getLogger(__name__)
MOST_TRIES = 12
_periodic: list[tuple[float, Callable[[], object]]] = []


def every(seconds: float) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """`@every(60)` in a module's tasks.py: the worker calls it about that often. Must be safe to run twice."""

    def register(function: Callable[[], object]) -> Callable[[], object]:
        _periodic.append((seconds, function))
        return function

    return register


def deliver(delivery: Delivery) -> None:
    """Runs one handler. Done is written after it returns, so a crash delivers again: handlers may run twice."""
    # Claimed by moving the due time: another worker sees it as not due, a crash brings it back.
    claimed = Delivery.objects.filter(pk=delivery.pk, done_at=None, due_at=delivery.due_at).update(
        due_at=now() + timedelta(minutes=5), tries=delivery.tries + 1
    )
    if not claimed:
        return
    found = handler_of(delivery)
    try:
        if found:
            function, fact = found
            function(fact)
    except Exception as problem:
        log.exception("handler %s failed on %s", delivery.handler, delivery.event)
        tries = delivery.tries + 1
        Delivery.objects.filter(pk=delivery.pk).update(
            error=repr(problem)[:2000],
            due_at=now() + timedelta(seconds=min(2**tries, 900)),
            given_up_at=now() if tries >= MOST_TRIES else None,
        )
        return
    Delivery.objects.filter(pk=delivery.pk).update(done_at=now(), error="")


def deliver_due(limit: int = 200) -> int:
    """Delivers what is due, oldest first; returns how many were tried."""
    due = list(Delivery.objects.due(at=now()).select_related("event")[:limit])
    for delivery in due:
        deliver(delivery)
    return len(due)


def deliver_all() -> None:
    """Until nothing is due: for tests, the demo and commands. Must not run inside a transaction of its own."""
    while deliver_due():
        pass


def run(stop: Flag, *, wait: Callable[[float], object] | None = None) -> None:
    """The loop of the worker process. `wait(seconds)` returns early when something new was committed."""
    last_run = {function: 0.0 for _, function in _periodic}
    pause = wait or (lambda seconds: stop.wait(seconds))
    while not stop.is_set():
        try:
            busy = deliver_due()
            for seconds, function in _periodic:
                if time.monotonic() - last_run[function] >= seconds:
                    last_run[function] = time.monotonic()
                    function()
        except Exception:
            log.exception("the worker stumbled and goes on")
            busy = 0
            stop.wait(1)
            close_old_connections()
        if not busy:
            pause(1.0)
