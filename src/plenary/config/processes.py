"""`plenary serve`: one supervisor, a web process and a worker process.

The worker builds pages, makes PDFs and sends mail, so that none of it ever stalls a door. A child that dies is
started again; a child whose supervisor dies ends itself (its standard input closes).
"""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

RESTART_PAUSE = (0.2, 1, 5, 15)  # seconds, by how often a child died in the last minute


def prepare() -> None:
    """Django on the data folder, tables up to date, texts compiled, static files in place. Safe to run again."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plenary.config.settings")
    import django

    _compile_missing_catalogues()
    django.setup()
    from django.core.management import call_command
    from django.utils.translation import activate

    activate("en")  # the language of the command line and of the scripts that read it
    call_command("migrate", verbosity=0, interactive=False)
    _collect_static()  # pages name their stylesheets by hash: a demo or an import builds pages before any server ran


def _compile_missing_catalogues() -> None:
    # A wheel carries compiled catalogues; a checkout compiles them when a source is newer.
    from plenary.lib.catalogues import PACKAGE, compile_all

    for po in PACKAGE.glob("*/locale/*/LC_MESSAGES/django.po"):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            compile_all()
            return


def _collect_static() -> None:
    """Hashed names for browsers' caches. Skipped while no source file is newer than the last collection."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    newest = max(
        Path(storage.path(name)).stat().st_mtime
        for finder in get_finders()
        for name, storage in finder.list([])
    )
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.exists() or manifest.stat().st_mtime < newest:
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)


def supervise(*, host: str, port: int) -> int:
    """Runs until SIGINT or SIGTERM. Returns 1 when the port is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            print(
                f"Cannot listen on {host}:{port} ({problem.strerror}). Stop the other program or choose --port.",
                file=sys.stderr,
            )
            return 1
    prepare()
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    keepers = [
        threading.Thread(target=_keep, args=(["worker"], stop)),
        threading.Thread(target=_keep, args=(["web", host, str(port)], stop)),
    ]
    for keeper in keepers:
        keeper.start()
    try:
        _greet(host, port, stop)
        stop.wait()
    finally:
        stop.set()
        for keeper in keepers:
            keeper.join()
    return 0


def _greet(host: str, port: int, stop: threading.Event) -> None:
    """Once the door is open: the public address, and a link by which the owner signs in once."""
    from plenary.accounts.actions import owner_sign_in_address
    from plenary.lib.address import public_address
    from plenary.lib.clock import now

    while not stop.wait(0.05):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1" if host in ("0.0.0.0", "::") else host, port)) == 0:
                break
    else:
        return
    print(f"Plenary 群贤 is at {public_address()}/", flush=True)
    print(f"The owner signs in once, within a day, at {owner_sign_in_address(at=now())}", flush=True)


def _keep(arguments: list[str], stop: threading.Event) -> None:
    """Keeps one child alive until `stop`."""
    deaths: list[float] = []
    while not stop.is_set():
        child = subprocess.Popen(
            [sys.executable, "-m", "plenary.config.processes", *arguments],
            stdin=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C reaches the supervisor, which ends its children in order
        )
        while child.poll() is None and not stop.wait(0.1):
            pass
        if stop.is_set():
            child.terminate()
            try:
                child.wait(15)
            except subprocess.TimeoutExpired:
                child.kill()
            return
        deaths = [*(death for death in deaths if death > time.monotonic() - 60), time.monotonic()]
        print(
            f"The {arguments[0]} process ended with {child.returncode}; starting it again.", file=sys.stderr
        )
        stop.wait(RESTART_PAUSE[min(len(deaths), len(RESTART_PAUSE)) - 1])


def _end_with_supervisor() -> None:
    def watch() -> None:
        # The descriptor itself: a thread that waits in sys.stdin would break the interpreter's own shutdown.
        while os.read(0, 1024):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


def web(host: str, port: int) -> None:
    """Public pages, live streams and Django, in one asyncio process."""
    import uvicorn

    uvicorn.run(
        "plenary.config.asgi:application",
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=True,
        proxy_headers=False,  # the configured address decides, never a header (T-02)
        timeout_graceful_shutdown=3,  # or one open stream would keep it alive
        limit_concurrency=None,
        backlog=2048,
    )


def worker() -> None:
    """Owed events, long work, mail."""
    import django

    django.setup()
    from plenary.lib.databus import Databus
    from plenary.outbox.worker import run

    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    with Databus() as bus:
        run(stop, wait=bus.wait)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plenary.config.settings")
    _end_with_supervisor()
    if sys.argv[1] == "worker":
        worker()
    else:
        web(sys.argv[2], int(sys.argv[3]))
