"""Release of a 500-talk programme: from the verb until every face of it (pages, calendar, exchange files, pictures,
PDF) is built and current. First the pages, then the rest; one talk moved since the release before."""

import json

from benchmarks.figures import Figure, report
from benchmarks.servers import python, summit

ROUNDS = 3
RELEASE = """
import json, os, time
import django
os.environ["DJANGO_SETTINGS_MODULE"] = "plenary.config.settings"
django.setup()
from plenary.accounts.models import User
from plenary.editions.models import Edition
from plenary.programme.actions.release import release
from plenary.programme.models import Talk
from plenary.publication import store
from plenary.publication.actions import publish_edition, version

edition, owner = Edition.objects.get(), User.objects.get(is_owner=True)
version()  # a worker that runs has read its own code
publish_edition(edition)  # and has its fonts open
for turn in range({rounds}):
    one, other = Talk.objects.order_by("number")[turn * 40 : turn * 40 + 40 : 39]
    places = (one.room, one.starts_at), (other.room, other.starts_at)
    for talk, (room, starts_at) in zip((other, one), places):
        Talk.objects.filter(pk=talk.pk).update(room=room, starts_at=starts_at)
    started, cpu = time.monotonic(), time.process_time()
    release(edition=edition, by=owner, at=edition.now())
    publish_edition(edition, paper=False)
    pages = time.monotonic() - started
    publish_edition(edition)
    print(json.dumps([pages, time.monotonic() - started, time.process_time() - cpu]))
"""


def main() -> None:
    with summit(500) as served:
        rounds = [
            json.loads(line) for line in python(served.data, "-c", RELEASE.format(rounds=ROUNDS)).splitlines()
        ]
    pages, faces, cpu = min(rounds, key=lambda turn: turn[1])
    print(f"pages after {pages:.2f} s, everything after {faces:.2f} s; {cpu:.2f} s of CPU", flush=True)
    report([Figure("release of 500 talks to all faces (best of three)", faces, "s", 3)])


if __name__ == "__main__":
    main()
