"""Tests run on a data folder of their own, and never reach another host."""

import os
import socket
import tempfile

import pytest

os.environ["PLENARY_DATA"] = tempfile.mkdtemp(prefix="plenary-test-")
# Named here, not in pyproject.toml: from there settings are read before the folder above is there.
os.environ["DJANGO_SETTINGS_MODULE"] = "plenary.config.settings"
for name in ("PLENARY_ADDRESS", "EMAIL_URL", "PLENARY_DEBUG"):
    os.environ.pop(name, None)

SHARED = os.environ.get("PLENARY_SHARED") or os.path.join(os.path.dirname(__file__), "..", "shared")
_connect = socket.socket.connect
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip


def _connect_here_only(self, address):
    if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in (
        "127.0.0.1",
        "::1",
        "localhost",
    ):
        raise OSError(f"A test tried to reach {address!r}.")
    return _connect(self, address)


def pytest_configure(config):
    import django

    from plenary.lib.catalogues import compile_all

    compile_all()
    django.setup()
    socket.socket.connect = _connect_here_only


def pytest_collection_modifyitems(items):
    """What a test needs beyond the packages is a marker; without it the test is skipped, saying why."""
    needs = {
        "shared": (os.path.isdir(SHARED), "needs the real material beside the checkout (../shared)"),
        "browser": (
            os.path.exists(chromium_path()),
            "needs Chromium: `apt-get install chromium`, or CHROMIUM=/path",
        ),
        "postgres": ("postgres" in os.environ.get("DATABASE_URL", ""), "needs DATABASE_URL=postgres://…"),
    }
    for item in items:
        for marker, (there, reason) in needs.items():
            if item.get_closest_marker(marker) and not there:
                item.add_marker(pytest.mark.skip(reason=reason))


def chromium_path() -> str:
    return os.environ.get("CHROMIUM", "/usr/bin/chromium")


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    """Pages in tests name static files as they stand in the source, without a build before."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture(autouse=True)
def own_data_folder(settings, tmp_path):
    """Files a test writes (public pages, job results) end with it."""
    settings.DATA = tmp_path


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    # Playwright runs an event loop in this thread; Django then takes every query for one of a coroutine.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def chromium_with(chromium):
    """Another Chromium, started with further flags: a film for its false camera, say."""
    started = []

    def start(*flags: str):
        started.append(chromium.browser_type.launch(executable_path=chromium_path(), args=[*FLAGS, *flags]))
        return started[-1]

    yield start
    for browser in started:
        browser.close()
