"""How a module registers its public pages (in `faces.py`):

    @faces.add
    def programme_pages(edition: Edition) -> Iterable[Page]:
        facts = …                                    # plain JSON values, read once
        yield Page("cails-2021/zh/programme/", facts, lambda: render_page("programme/public.html", facts, "zh"))

A page is a pure function of `facts` and its template; it is rendered again only when their hash changed.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from plenary.lib.hooks import Hook


@dataclass(frozen=True)
class Page:
    """One public file. `path` has no leading slash; a trailing slash means an HTML page."""

    path: str
    facts: object  # JSON values: everything the bytes depend on besides code and templates
    render: Callable[[], bytes] = field(compare=False)
    content_type: str = "text/html; charset=utf-8"
    filename: str = ""  # set: the browser saves it under this name


# faces.ask(edition) → iterables of Page.
faces = Hook("faces")
