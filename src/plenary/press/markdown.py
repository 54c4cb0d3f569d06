"""A post's Markdown becomes HTML once, here, and is cleaned before anybody sees it.

Raw HTML is not read, pictures are left out (our pages load nothing from elsewhere), headings move one step down
because the page's own title is the first.
"""

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

_READER = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
_TAGS = {
    "p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "strong", "em", "a",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip


def to_html(source: str) -> str:
    tokens = _READER.parse(source)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + 1)}"
    return nh3.clean(
        _READER.renderer.render(tokens, _READER.options, {}),
        tags=_TAGS,
        attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow",
    ).strip()


def _words_of(part: Token) -> str:
    if part.type in ("softbreak", "hardbreak"):
        return " "
    return part.content if part.type in ("text", "code_inline") else ""


def to_words(source: str, most: int = 160) -> str:
    """The first words of a post, without markup: for lists and descriptions."""
    blocks = ("".join(map(_words_of, token.children or ())) for token in _READER.parse(source))
    words = " ".join(" ".join(blocks).split())
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
