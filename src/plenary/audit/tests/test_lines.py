"""The audit: what stands in it, who reads it, how it leaves."""

import ast
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from python_calamine import CalamineWorkbook

from plenary.audit.actions import record
from plenary.audit.models import Line
from plenary.audit.templatetags.audit import said
from plenary.editions.actions import create_edition, make_team_link
from plenary.lib.catalogues import PACKAGE
from plenary.lib.clock import now
from plenary.outbox.worker import deliver_all
from tests.factories import make_edition, make_member, make_owner, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_what_happens_below_the_audit_leaves_its_lines_too():
    owner = make_owner()
    edition = create_edition(slug="new-one", by=owner, at=now(), title_zh="新会")
    make_team_link(edition=edition, role="press", by=owner, at=now())
    deliver_all()
    assert sorted(Line.objects.values_list("verb", flat=True)) == ["created", "made a team link for"]


def test_lines_are_read_fifty_a_page_newest_first(client):
    edition, owner = make_edition(), make_owner()
    for n in range(120):
        record(edition=edition, by=owner, verb="changed", about=f"line {n}")
    client.force_login(make_member(edition, "auditor"))
    first = client.get(f"/console/{edition.slug}/audit/")
    assert [line.about for line in first.context["lines"]][:1] == ["line 119"]
    second = client.get(f"/console/{edition.slug}/audit/?before={first.context['older']}")
    assert [line.about for line in second.context["lines"]][:1] == ["line 69"]
    assert client.get(f"/console/{edition.slug}/audit/?before=x").status_code == 404


def test_lines_of_another_edition_and_strangers_stay_out(client):
    edition = make_edition()
    record(edition=make_edition(), by="x", verb="changed", about="foreign")
    client.force_login(make_owner())
    assert "foreign" not in client.get(f"/console/{edition.slug}/audit/").content.decode()
    client.force_login(make_user())
    assert client.get(f"/console/{edition.slug}/audit/").status_code == 404


def test_the_audit_leaves_as_a_workbook(client):
    edition = make_edition()
    record(edition=edition, by="=1+1", verb="changed", about="x")
    client.force_login(make_owner())
    content = client.get(f"/console/{edition.slug}/audit.xlsx").content
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert (len(rows), rows[1][1]) == (2, "=1+1")


def test_the_page_costs_the_same_queries_with_1_3_and_300_lines(client):
    edition, owner = make_edition(), make_owner()
    client.force_login(owner)
    counts = []
    for rows in (1, 2, 297):
        for _ in range(rows):
            record(edition=edition, by=owner, verb="changed", about="x")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/console/{edition.slug}/audit/")
        counts.append(len(queries))
    assert counts == [counts[0]] * 3


def verbs() -> set[str]:
    """Every verb the source writes down as `verb="…"`."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        if "tests" not in path.parts:
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.keyword) and node.arg == "verb":
                    found |= {n.value for n in ast.walk(node.value) if isinstance(n, ast.Constant)}
    return found


def test_every_verb_has_its_chinese():
    with translation.override("zh-hans"):
        assert [verb for verb in sorted(verbs()) if said(verb) == verb] == []
