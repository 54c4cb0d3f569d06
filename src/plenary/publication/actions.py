"""Publication is a build: facts and templates in, a generation of files out, one swap makes it current."""

import hashlib
import json
import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from plenary.editions.models import Edition
from plenary.publication import store
from plenary.publication.hooks import Page, faces

PAPER = ("image/", "application/pdf")
PACKAGE = Path(__file__).resolve().parents[1]


def publish_edition(edition: Edition, *, paper: bool = True) -> None:
    """Brings the edition's public pages up to date: built and swapped before this returns.

    Inside a transaction it waits for the commit, so that nothing is public that may still be rolled back. Of an
    edition that is unconfirmed or gone no page remains. Without `paper`, pictures and PDFs stay as they lie: when
    seconds count the pages go first, and a second call brings the rest.
    """
    if _in_transaction():
        transaction.on_commit(partial(_publish, edition.pk, paper))
    else:
        _publish(edition.pk, paper)


def _publish(pk: int, paper: bool = True) -> None:
    asked = time.time_ns()
    with store.building():
        if store.was_built_since(pk, asked):
            return  # whoever held the lock began after we asked, and saw all that we saw
        begun = time.time_ns()
        number, before = store.current()
        others = {path: entry for path, entry in before.items() if entry.edition != pk}
        edition = Edition.objects.filter(pk=pk).exclude(confirmed_at=None).first()
        pages = others | (_build(edition, before, others, paper) if edition else {})
        if pages != before:
            store.swap(number + 1, pages)
            store.sweep(number + 1)
        if paper:
            store.note_built(pk, begun)


def _build(edition: Edition, before: store.Pages, taken: store.Pages, paper: bool) -> store.Pages:
    """The edition's pages; those whose inputs did not change are taken over as they lie."""
    pages: dict[str, Page] = {}
    for page in (page for face in faces.ask(edition) for page in face):
        if not page.path.startswith(f"{edition.slug}/") or page.path in pages or page.path in taken:
            raise ValueError(
                f"The public address {page.path!r} is another's or taken: each page needs its own."
            )
        pages[page.path] = page
    # A thread waits for pictures and PDFs, which other processes may be making, while this one makes the pages.
    papers = [path for path, page in pages.items() if page.content_type.startswith(PAPER)]
    with ThreadPoolExecutor(1) as threads:
        making = {
            path: threads.submit(_entry, edition.pk, pages[path], before.get(path))
            for path in papers
            if paper
        }
        made = {
            path: _entry(edition.pk, page, before.get(path))
            for path, page in pages.items()
            if path not in papers
        }
        kept = {path: before[path] for path in papers if path in before}
        return made | kept | {path: entry.result() for path, entry in making.items()}


def _entry(pk: int, page: Page, before: store.Entry | None) -> store.Entry:
    given = [version(), page.path, page.content_type, page.filename, page.facts]
    inputs = hashlib.sha256(json.dumps(given, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    unchanged = before and (before.inputs, before.edition) == (inputs, pk)
    if before and unchanged and store.read(before.blob) is not None:
        return before
    blob = store.keep(page.render(), page.content_type)
    return store.Entry(pk, blob, page.content_type, inputs, page.filename)


@cache
def version() -> str:
    """Changes with the code, the templates, the translations and the names of static files."""
    digest = hashlib.sha256()
    sources = [
        path for kind in ("py", "html", "txt", "typ", "mo", "svg") for path in PACKAGE.rglob(f"*.{kind}")
    ]
    for path in sorted(path for path in sources if "tests" not in path.parts):
        digest.update(str(path.relative_to(PACKAGE)).encode() + path.read_bytes())
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    digest.update(manifest.read_bytes() if manifest.exists() else b"")
    return digest.hexdigest()


def _in_transaction() -> bool:
    # As Django's own `durable=True` sees it: the transaction around a test is none.
    blocks = transaction.get_connection().atomic_blocks  # type: ignore[attr-defined]
    return any(not block._from_testcase for block in blocks)
