"""The data bus says one thing: «something was committed, look». What happened stands in the tables.

SQLite: a number the file itself raises with every commit, asked for 50 times a second (5 µs each).
PostgreSQL: LISTEN; whoever writes what others wait for calls `ring()` in the same transaction.
"""

import sqlite3
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

from django.db import connection

POLL = 0.02
CHANNEL = "plenary"


class Bus(Protocol):
    def wait(self, seconds: float) -> bool: ...

    def close(self) -> None: ...


class Databus:
    """The bus of the configured database. `wait` returns True as soon as something was committed since it last
    returned, False when `seconds` have passed. Not shared between threads."""

    def __init__(self) -> None:
        self._bus: Bus = Bell() if connection.vendor == "postgresql" else DataVersion(_database_file())

    def wait(self, seconds: float) -> bool:
        return self._bus.wait(seconds)

    def __enter__(self) -> "Databus":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bus.close()


def ring() -> None:
    """Wakes who waits, once this transaction commits. SQLite needs no bell."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {CHANNEL}")


class DataVersion:
    """SQLite counts commits of other connections: PRAGMA data_version, on a connection that only reads."""

    def __init__(self, path: str | Path) -> None:
        self._connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)
        self._seen = self._version()

    def _version(self) -> int:
        return self._connection.execute("PRAGMA data_version").fetchone()[0]

    def wait(self, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while True:
            version = self._version()
            if version != self._seen:
                self._seen = version
                return True
            left = end - time.monotonic()
            if left <= 0:
                return False
            time.sleep(min(POLL, left))

    def close(self) -> None:
        self._connection.close()


class Bell:
    """PostgreSQL's LISTEN on a connection of its own (it does not pass a transaction pooler)."""

    def __init__(self) -> None:
        self._connection: Any = None

    def wait(self, seconds: float) -> bool:
        import psycopg

        try:
            if self._connection is None:
                self._connection = _listen()
                return True  # whatever was rung while nobody listened
            rung = False
            for _ in self._connection.notifies(timeout=seconds, stop_after=1):
                rung = True
            return rung
        except psycopg.OperationalError:
            self.close()
            time.sleep(min(seconds, 1))
            return True  # without a bell, looking now and then keeps everything moving

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _listen() -> Any:
    import psycopg

    settings = connection.get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    listener = psycopg.connect(
        autocommit=True, **{name: settings[name] for name in names if settings.get(name)}
    )
    listener.execute(f"LISTEN {CHANNEL}")
    return listener


def _database_file() -> str:
    return str(connection.settings_dict["NAME"])
