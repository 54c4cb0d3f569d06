"""The hub: one look at the table for everybody, and the last changes of each edition in memory.

A listener is no queue, only a position: the number it has sent last. Waking 10,000 listeners sets one event; a slow
one falls behind at its own cost, catches up from the table, and is dropped when it does not read for a while.
"""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from django.db import close_old_connections

from plenary.editions.models import Edition
from plenary.live.models import Change

REMEMBERED = 200  # changes of one edition in memory; who is further behind reads the table


@dataclass(frozen=True)
class Message:
    number: int
    data: str  # one line of JSON


class Topic:
    """What one edition's listeners wait for: its last changes, and the next one."""

    def __init__(self, edition: int, recent: list[Message]) -> None:
        self.edition = edition
        self.listeners = 0
        self._recent = deque(recent)
        # Everything after this number is in memory.
        self._oldest = 0 if len(recent) < REMEMBERED else recent[0].number
        self._news = asyncio.Event()

    @property
    def newest(self) -> int:
        return self._recent[-1].number if self._recent else 0

    @property
    def last(self) -> Message | None:
        return self._recent[-1] if self._recent else None

    def add(self, messages: list[Message]) -> None:
        self._recent.extend(messages)
        while len(self._recent) > REMEMBERED:
            self._oldest = self._recent.popleft().number
        self._news.set()
        self._news = asyncio.Event()

    def after(self, position: int) -> list[Message] | None:
        """What follows `position`, none left out; None when that is not in memory any more."""
        if position >= self.newest:
            return []
        if position < self._oldest:
            return None
        return [message for message in self._recent if message.number > position]

    async def news(self, seconds: float) -> bool:
        """Waits for the next change; False when none came."""
        try:
            async with asyncio.timeout(seconds):
                await self._news.wait()
        except TimeoutError:
            return False
        return True


class Hub:
    """Lives in the web process's event loop; asks the database in one thread of its own, so that a herd of
    listeners is one query at a time."""

    def __init__(
        self,
        find: Callable[[str], tuple[int, list[Message]] | None],
        read: Callable[[int, int], list[Message]],
    ) -> None:
        self._find, self._read = find, read
        self._topics: dict[str, Topic] = {}
        self._looking = asyncio.Lock()
        self._look_again = False
        self._thread = ThreadPoolExecutor(1, "hub")

    @asynccontextmanager
    async def listening(self, slug: str) -> AsyncIterator[Topic | None]:
        """The topic of a public edition, kept while somebody listens; None when nothing of that name is public."""
        if slug not in self._topics:
            found = await self._ask(self._find, slug)
            if found is None:
                yield None
                return
            self._topics.setdefault(slug, Topic(*found))
        topic = self._topics[slug]
        topic.listeners += 1
        try:
            if topic.listeners == 1:
                # A change may have been committed after `find` and before anyone looked for this topic.
                await self.look()
            yield topic
        finally:
            topic.listeners -= 1

    async def look(self) -> None:
        """Something was committed: fetch what is new for each edition that has listeners."""
        if self._looking.locked():
            self._look_again = True  # one more look after the running one is enough for all who ask meanwhile
        async with self._looking:
            self._look_again = False
            for slug, topic in list(self._topics.items()):
                if not topic.listeners:
                    del self._topics[slug]
                elif messages := await self._ask(self._read, topic.edition, topic.newest):
                    topic.add(messages)

    async def after(self, topic: Topic, position: int) -> list[Message]:
        known = topic.after(position)
        return await self._ask(self._read, topic.edition, position) if known is None else known

    async def _ask(self, question: Callable[..., Any], *arguments: object) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._thread, _asked, question, *arguments)


def _asked(question: Callable[..., Any], *arguments: object) -> Any:
    try:
        return question(*arguments)
    finally:
        close_old_connections()


def find_edition(slug: str) -> tuple[int, list[Message]] | None:
    """A public edition's number and its last changes."""
    edition = Edition.objects.filter(slug=slug).exclude(confirmed_at=None).only("pk").first()
    if edition is None:
        return None
    rows = Change.objects.filter(edition=edition).order_by("-pk")[:REMEMBERED]
    return edition.pk, _messages(reversed(rows))


def read_changes(edition: int, after: int) -> list[Message]:
    rows = Change.objects.filter(edition=edition, pk__gt=after).exclude(edition__confirmed_at=None)
    return _messages(rows.order_by("pk")[:REMEMBERED])


def _messages(rows: Iterable[Change]) -> list[Message]:
    return [
        Message(row.pk, json.dumps({"kind": row.kind, **row.data}, ensure_ascii=False, separators=(",", ":")))
        for row in rows
    ]
