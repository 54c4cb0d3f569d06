"""What the command line does with a programme."""

import json
import sys
from pathlib import Path

from plenary.accounts.models import User
from plenary.editions.models import Edition
from plenary.programme import intake
from plenary.programme.actions.files import confirm_file, keep_file
from plenary.programme.models import ProgrammeFile
from plenary.programme.refusals import Refused

DONE, FAILED, SOMETHING_ELSE = 0, 1, 3


def import_schedule(
    path: Path, *, slug: str | None = None, dry_run: bool = False, as_json: bool = False
) -> int:
    """Takes a schedule file into an edition's draft. The command line answers a dry run without a database."""
    edition = Edition.objects.filter(slug=slug).first() if slug else Edition.objects.first()
    owner = User.objects.filter(is_owner=True).first()
    if edition is None or owner is None:
        if slug and owner:
            return _fail(f"There is no edition called {slug!r}. Look at its address: /console/<slug>/.")
        return _fail("There is no edition to import into yet. Start with `plenary new FILE`.")
    try:
        reading = intake.read("schedule", Path(path))
        wanted = intake.proposal(ProgrammeFile(edition=edition, kind="schedule", reading=reading))
        count = 0 if dry_run else _take_in(edition, Path(path).name, reading, owner)
    except intake.Unreadable as refused:
        return _fail(str(refused), SOMETHING_ELSE if refused.is_something_else else FAILED)
    except Refused as refused:
        return _fail(str(refused))
    problems = [{"where": where, "what": what} for where, what in wanted.problems]
    problems += [{"where": row.where, "what": what} for row in wanted.rows for what in row.problems]
    if as_json:
        said = {
            "format": reading["format"],
            "edition": edition.slug,
            "talks": len(wanted.rows),
            "added": count,
            "rooms": len(reading["rooms"]),
            "days": reading["day_count"],
            "speakers": len({speaker.key for row in wanted.rows for speaker in row.speakers}),
            "problems": problems,
        }
        print(json.dumps(said, ensure_ascii=False))
    else:
        for problem in problems:
            print(f"{problem['where']}: {problem['what']}")
        print(f"{count} of {len(wanted.rows)} talks were added to {edition.slug}.")
    return DONE


def _take_in(edition: Edition, filename: str, reading: dict, owner: User) -> int:
    at = edition.now()
    file = keep_file(edition=edition, kind="schedule", filename=filename, reading=reading, by=owner, at=at)
    return confirm_file(file=file, by=owner, at=at)


def _fail(sentence: str, code: int = FAILED) -> int:
    print(sentence, file=sys.stderr)
    return code
