"""`plenary import guests FILE --edition SLUG [--dry-run] [--json]`: the same reading and plan as in the browser."""

import json
import sys
from pathlib import Path

from django.db import transaction

from plenary.audit.actions import record
from plenary.editions.models import Edition
from plenary.invitations.actions.guest_lists import carry_out
from plenary.invitations.intake import NotAGuestList, read
from plenary.invitations.planning import NEW, Choices, Plan, make_plan
from plenary.lib.clock import now

DONE, FAILED, NOT_A_LIST = 0, 1, 3


def import_guests(
    path: Path, *, slug: str | None = None, dry_run: bool = False, as_json: bool = False
) -> int:
    """Exit code: 0 done, 1 no such edition or file, 3 not a guest list. Every problem is printed with its row."""
    edition = _edition(slug)
    if edition is None:
        lacks = f"There is no edition “{slug}”" if slug else "There is no edition here, or more than one"
        return _fail(f"{lacks}. Name one with --edition SLUG.", FAILED)
    if not path.is_file():
        return _fail(f"There is no file “{path}”. Check the name and the folder.", FAILED)
    try:
        reading = read(path)
    except NotAGuestList as refusal:
        return _fail(str(refusal), NOT_A_LIST)
    plan = make_plan(edition, reading, Choices())
    # On the command line nobody is asked: a category the file names and the edition lacks is made.
    choices = Choices(labels={label: chosen or NEW for label, chosen in plan.labels.items()})
    with transaction.atomic():
        plan = make_plan(edition, reading, choices)
        if not dry_run:
            outcome = carry_out(edition=edition, rows=plan.rows, at=now())
            record(
                edition=edition,
                by="plenary import",
                verb="imported the guest list",
                about=path.name,
                added=len(outcome["people"]),
                updated=len(outcome["changed"]),
            )
    _report(plan, edition, dry_run, as_json)
    return DONE


def _edition(slug: str | None) -> Edition | None:
    """The one named, or the only one there is."""
    if slug:
        return Edition.objects.filter(slug=slug).first()
    editions = list(Edition.objects.all()[:2])
    return editions[0] if len(editions) == 1 else None


def _report(plan: Plan, edition: Edition, dry_run: bool, as_json: bool) -> None:
    counts = {kind: plan.counts[kind] for kind in ("add", "update", "same", "repeat")}
    if as_json:
        problems = [one.as_json() for one in plan.problems]
        answer = {
            "edition": edition.slug,
            "dry_run": dry_run,
            "rows": len(plan.rows),
            **counts,
            "problems": problems,
        }
        print(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    for one in plan.problems:
        place = " ".join(
            part for part in (one.sheet, f"row {one.row}" if one.row else "", one.column) if part
        )
        print(f"{one.severity}: {place or 'file'}: {one.what}", file=sys.stderr)
    done = "would be " if dry_run else ""
    print(
        f"{edition.slug}: {counts['add']} guests {done}added, {counts['update']} {done}updated, "
        f"{counts['same']} unchanged, {counts['repeat']} repeated rows left out."
    )


def _fail(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code
