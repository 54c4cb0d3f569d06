"""What this module announces."""

from dataclasses import dataclass

from plenary.outbox.events import Fact


@dataclass(frozen=True)
class PostPublished(Fact):
    post_id: int
    edition_id: int


@dataclass(frozen=True)
class PostWithdrawn(Fact):
    post_id: int
    edition_id: int
