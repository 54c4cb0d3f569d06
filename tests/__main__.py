"""`make test` and `make check`: every gate in order, the fast ones first; stops at the first that fails."""

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent


def run(name: str, *command: str) -> None:
    started = time.monotonic()
    print(f"— {name}", flush=True)
    if subprocess.run(command, cwd=ROOT).returncode:
        sys.exit(f"{name}: failed after {time.monotonic() - started:.0f} s")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="leave out browser and slow tests")
    quick = parser.parse_args().quick
    for tool, what in {"chromium": "the browser tests", "psql": "the PostgreSQL tests"}.items():
        if not quick and not (
            shutil.which(tool) or os.environ.get("CHROMIUM" if tool == "chromium" else "DATABASE_URL")
        ):
            print(
                f"Without {tool} {what} are skipped; on Debian: apt-get install {tool.replace('psql', 'postgresql')}"
            )

    run("format", str(BIN / "ruff"), "format", "--check", "-q", ".")
    run("lint", str(BIN / "ruff"), "check", "-q", ".")
    run("contracts", str(BIN / "lint-imports"))
    run("types", str(BIN / "mypy"))
    run("translations", sys.executable, "-m", "plenary.lib.catalogues", "check")
    run("migrations", sys.executable, "manage.py", "makemigrations", "--check", "--dry-run", "-v0")
    pytest = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile"]
    run("tests", *pytest, *(["-m", "not browser and not slow"] if quick else []))


main()
