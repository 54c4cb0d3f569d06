import sqlite3
import threading
import time

import pytest

from plenary.lib.databus import Bell, DataVersion, ring


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "summit.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE change (number INTEGER)")
    return path


def commit(path, number: int = 1) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO change VALUES (?)", (number,))


def test_who_waits_is_woken_soon_after_a_commit(database):
    bus = DataVersion(database)
    threading.Timer(0.1, commit, [database]).start()
    started = time.monotonic()
    assert bus.wait(5) is True
    assert time.monotonic() - started < 0.5
    assert bus.wait(0.05) is False


def test_a_commit_between_two_waits_is_not_slept_through(database):
    bus = DataVersion(database)
    assert bus.wait(0) is False
    commit(database)
    assert bus.wait(0) is True
    assert bus.wait(0) is False


def test_the_bus_only_reads(database):
    bus = DataVersion(database)
    with pytest.raises(sqlite3.OperationalError):
        bus._connection.execute("INSERT INTO change VALUES (1)")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_postgresql_rings_when_a_transaction_commits():
    from django.db import connection, transaction

    bus = Bell()
    assert bus.wait(0) is True  # it began to listen
    with transaction.atomic():
        ring()
        assert bus.wait(0.1) is False
    started = time.monotonic()
    assert bus.wait(5) is True
    assert time.monotonic() - started < 0.5
    bus.close()
    connection.close()
