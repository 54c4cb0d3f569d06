"""What happened to identities."""

from dataclasses import dataclass

from plenary.outbox.events import Fact


@dataclass(frozen=True)
class SignedIn(Fact):
    """Someone signed in: by password, code, link or join."""

    user_id: int
    how: str


@dataclass(frozen=True)
class SignInCodeRequested(Fact):
    """A code is owed by mail. It ends in ten minutes and works only in the browser that asked for it."""

    user_id: int
    code: str
    asked_at: str


@dataclass(frozen=True)
class PasswordChanged(Fact):
    user_id: int


@dataclass(frozen=True)
class SessionsEnded(Fact):
    user_id: int
