"""`plenary new FILE`: a draft edition from a file."""

import sys
from pathlib import Path

from plenary.accounts.actions import ensure_owner
from plenary.announcements.actions import AlreadyRead, create_draft
from plenary.announcements.reading import NoAnnouncement, Unreadable
from plenary.lib.address import absolute
from plenary.lib.clock import now

DONE, FAILED, NO_EVENT = 0, 1, 3


def new(path: str) -> int:
    try:
        data = Path(path).read_bytes()
    except OSError as problem:
        print(f"The file {path} cannot be read: {problem.strerror}. Check its name.", file=sys.stderr)
        return FAILED
    try:
        edition = create_draft(data, Path(path).name, ensure_owner(at=now()))
    except AlreadyRead as known:
        edition = known.announcement.edition
        print("This text was read before; this is what grew from it.", file=sys.stderr)
    except (Unreadable, NoAnnouncement) as problem:
        print(problem, file=sys.stderr)
        return NO_EVENT
    print(f"{edition.title}: {absolute(f'/console/{edition.slug}/announcement/')}")
    return DONE
