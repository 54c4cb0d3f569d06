"""What others rely on is a file: addresses with their permissions, events with their fields, settings, commands.

A test here fails when the surface changed; `UPDATE_SURFACE=1 pytest tests/surface` writes it anew, and the diff is
the review.
"""

import argparse
import os
import re
from dataclasses import fields
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

from plenary import cli
from plenary.outbox.events import Fact

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def compare(name: str, lines: list[str]) -> None:
    path = HERE / f"{name}.txt"
    text = "\n".join(sorted(lines)) + "\n"
    if os.environ.get("UPDATE_SURFACE"):
        path.write_text(text)
    assert path.read_text() == text


def routes(patterns=None, prefix=""):
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield "/" + prefix + str(pattern.pattern), pattern.callback


def test_every_address_declares_who_may_open_it():
    undeclared = [path for path, view in routes() if not getattr(view, "permission", None)]
    assert undeclared == []


def test_addresses():
    compare("addresses", [f"{path}  ({getattr(view, 'permission', '?')})" for path, view in routes()])


def all_facts(of=Fact):
    for fact in of.__subclasses__():
        yield fact
        yield from all_facts(fact)


def type_name(of) -> str:
    return getattr(of, "__name__", None) or str(of)


def test_events():
    compare(
        "events",
        [
            f"{fact.kind()}({', '.join(f'{f.name}: {type_name(f.type)}' for f in fields(fact))})"
            for fact in all_facts()
            if fact.__module__.startswith("plenary.") and fact.__module__.endswith(".events")
        ],
    )


def commands(parser: argparse.ArgumentParser, name="plenary"):
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command, sub in action.choices.items():
                yield from commands(sub, f"{name} {command}")
        elif action.dest != "help":
            yield f"{name} {'|'.join(action.option_strings) or action.dest.upper()}"


def test_commands():
    compare("commands", list(commands(cli._parser())))


def test_every_setting_of_the_environment_is_documented():
    read = set()
    for path in (ROOT / "src" / "plenary").rglob("*.py"):
        if "tests" not in path.parts:
            read |= set(
                re.findall(r"""os\.environ(?:\.get\(|\.setdefault\(|\[)["']([A-Z_]+)["']""", path.read_text())
            )
    documented = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs/reference/settings.md").read_text(), re.M))
    assert documented == read - {"DJANGO_SETTINGS_MODULE"}
