"""HTML pages and fragments into blocks."""

import json
import re

from lxml import etree, html

from plenary_reader.announcements.source import MAX_BLOCKS, Block, clean, picture_address

_TAG = re.compile(
    r"<(/?)(html|head|body|div|p|h[1-6]|section|article|table|main|ul|span|header)\b[^<>]{0,2000}>", re.I
)
_SKIPPED = {"script", "style", "noscript", "template", "svg", "nav", "select", "option", "iframe", "object", "math",
            "del", "s", "strike", "textarea", "audio", "video", "canvas", "link", "datalist"}  # fmt: skip
_BREAKING = {"p", "div", "section", "article", "main", "header", "footer", "aside", "ul", "ol", "dl", "table", "tr",
             "thead", "tbody", "tfoot", "caption", "form", "fieldset", "figure", "figcaption", "blockquote", "address",
             "pre", "center", "hr", "body", "details", "summary", "br", "label", "button", "hgroup"}  # fmt: skip
_ITEMS = {"li", "dd"}
_HEADINGS = {f"h{n}": n for n in range(1, 7)} | {"dt": 6, "legend": 6}
_CELLS = {"td", "th"}
_BOLD = {"b", "strong"}
_BREAK = "\x0b"  # between the lines of one table cell
_LAZY = (
    "data-original",
    "data-src",
    "data-lazy-src",
    "data-actualsrc",
    "data-lazy",
    "data-echo",
    "data-url",
    "file",
)


def looks_like_html(text: str, name: str = "") -> bool:
    """Whether tags carry the structure. Markdown with a few tags in it does not count."""
    head = text.lstrip()[:300].lower()
    if head.startswith(("<!doctype html", "<html")) or "<html" in head:
        return True
    tags = sum(1 for _ in _TAG.finditer(text[:60_000]))
    if not tags:
        return False
    if name.lower().endswith((".html", ".htm", ".php", ".jsp", ".aspx", ".xhtml")) and tags >= 2:
        return True
    lines = [line for line in text[:60_000].split("\n") if line.strip()]
    tagged = sum(line.lstrip().startswith("<") for line in lines)
    marked = sum(bool(re.match(r"\s{0,3}(#{1,6} |[-*+] |\d+\. |!\[)", line)) for line in lines)
    return tagged * 2 > len(lines) and marked * 3 < len(lines)


def blocks_of_html(source: str) -> list[Block]:
    """Blocks of a page in reading order; facts from its head first, as meta blocks."""
    try:
        root = html.document_fromstring(
            source, parser=html.HTMLParser(recover=True, remove_pis=True, encoding=None)
        )
    except (
        etree.LxmlError,
        ValueError,
        AssertionError,
    ):  # an encoding declared inside a str, or nothing at all
        try:
            parser = html.HTMLParser(recover=True, remove_pis=True, encoding="utf-8")
            root = html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
        except (etree.LxmlError, ValueError, AssertionError):
            return []
    return _head_facts(root) + _Walk().blocks(root)


_META = {"og:title": "title", "twitter:title": "title", "og:description": "description", "description": "description",
         "article:published_time": "date", "pubdate": "date", "publishdate": "date", "keywords": "tags",
         "author": "author"}  # fmt: skip


def _head_facts(root: html.HtmlElement) -> list[Block]:
    facts: list[tuple[str, str]] = []
    for title in root.iter("title"):
        if title.getparent() is not None and title.getparent().tag != "svg":
            facts.append(("title", title.text or ""))
            break
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or "").lower()
        if name in _META:
            facts.append((_META[name], meta.get("content") or ""))
    for script in root.iter("script"):
        if script.get("type") == "application/ld+json":
            facts += _linked_data(script.text or "")
    seen, blocks = set(), []
    for key, value in facts:
        value = clean(value)[:1000]
        if value and (key, value) not in seen:
            seen.add((key, value))
            blocks.append(Block("meta", value, key=key))
    return blocks


def _linked_data(text: str) -> list[tuple[str, str]]:
    """Name, dates, place and organisers of a schema.org Event, when the page carries one."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return []
    entries = data if isinstance(data, list) else data.get("@graph", [data]) if isinstance(data, dict) else []
    facts: list[tuple[str, object]] = []
    for entry in entries if isinstance(entries, list) else []:
        if not isinstance(entry, dict) or not str(entry.get("@type")).endswith(("Event", "Event']")):
            continue
        place = entry.get("location")
        place = place[0] if isinstance(place, list) and place else place
        address = place.get("address") if isinstance(place, dict) else None
        organisers = entry.get("organizer")
        organisers = organisers if isinstance(organisers, list) else [organisers]
        facts += [
            ("name", entry.get("name")),
            ("start", entry.get("startDate")),
            ("end", entry.get("endDate")),
        ]
        facts += [("organiser", o.get("name") if isinstance(o, dict) else o) for o in organisers]
        if isinstance(place, dict):
            facts.append(("place", place.get("name")))
        if isinstance(address, dict):
            facts += [("city", address.get("addressLocality")), ("place", address.get("streetAddress"))]
        elif isinstance(address, str):
            facts.append(("place", address))
    return [(key, value) for key, value in facts if isinstance(value, str)]


class _Walk:
    """One pass over the tree, without recursion, collecting inline text until a block ends."""

    def __init__(self) -> None:
        self.found: list[Block] = []
        self.words: list[str] = []
        self.cells: list[str] | None = None
        self.kind, self.level = "para", 0
        self.bold_words = 0
        self.bold_depth = 0
        self.footer_depth = 0
        self.pictures: set[str] = set()

    def blocks(self, root: html.HtmlElement) -> list[Block]:
        skipped = None
        for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            tag = element.tag
            if len(self.found) >= MAX_BLOCKS:
                break
            if event in ("comment", "pi"):
                if skipped is None:
                    self.add(element.tail)
                continue
            if skipped is not None:
                if event == "end" and element is skipped:
                    skipped = None
                    self.add(element.tail)
                continue
            if event == "start":
                if not isinstance(tag, str) or tag in _SKIPPED or tag == "head" or _is_hidden(element):
                    skipped = element
                    if tag in ("nav", "select"):
                        self.flush()
                    continue
                self.enter(element, tag)
                self.add(element.text)
            else:
                self.leave(tag)
                self.add(element.tail)
        self.flush()
        return self.found

    def add(self, text: str | None) -> None:
        if text:
            self.words.append(text)
            if self.bold_depth:
                self.bold_words += len(text.strip())

    def enter(self, element: html.HtmlElement, tag: str) -> None:
        if tag == "img":
            self.picture(element)
        elif tag in _CELLS:
            self.next_cell()
        elif tag == "tr":
            self.flush()
            self.cells = None if _is_layout(element) else []
        elif tag in _HEADINGS or tag in _ITEMS:
            self.flush()
            if self.cells is None:
                self.kind, self.level = ("heading", _HEADINGS[tag]) if tag in _HEADINGS else ("item", 0)
        elif tag in _BREAKING:
            if tag == "footer":
                self.flush()
                self.footer_depth += 1
            self.flush(keep_kind=tag in ("br", "p", "div", "label", "center"))
        elif tag in _BOLD:
            self.bold_depth += 1

    def leave(self, tag: str) -> None:
        if tag in _CELLS:
            self.next_cell()
        elif tag == "tr":
            self.end_row()
        elif tag in _HEADINGS or tag in _ITEMS or tag in _BREAKING:
            self.flush(keep_kind=tag == "br")
            if tag == "footer":
                self.footer_depth = max(0, self.footer_depth - 1)
        elif tag in _BOLD:
            self.bold_depth = max(0, self.bold_depth - 1)

    def next_cell(self) -> None:
        if self.cells is None:  # a table that only places things on the page
            self.flush()
            return
        text = "".join(self.words).replace("\t", " ")
        self.words, self.bold_words = [], 0
        if clean(text.replace(_BREAK, " ")) and self.cells is not None:
            self.cells.append(text)

    def end_row(self) -> None:
        self.next_cell()
        if self.cells:
            kind = "footer" if self.footer_depth else "row"
            lines = [line for line in map(clean, self.cells[-1].split(_BREAK)) if line]
            cells = [clean(cell.replace(_BREAK, " ")) for cell in self.cells]
            # A form laid out as a table: a label beside a list of names. Rows of a timetable have figures first.
            if len(cells) == 2 and len(lines) > 1 and len(cells[0]) <= 16 and not re.search(r"\d", cells[0]):
                self.found.append(Block("para", cells[0]))
                self.found += [Block("item", line) for line in lines]
            else:
                self.found.append(Block(kind, "\t".join(cells)))
        self.cells = None

    def flush(self, keep_kind: bool = False) -> None:
        if self.cells is not None:  # inside a table row a paragraph or line break only separates words
            self.words.append(_BREAK)
            return
        text = clean("".join(self.words).replace("\t", " "))
        if text:
            bold = self.bold_words * 10 >= len(text) * 8
            kind = "footer" if self.footer_depth else self.kind
            self.found.append(Block(kind, text, self.level, bold=bold))
        self.words, self.bold_words = [], 0
        if not keep_kind:
            self.kind, self.level = "para", 0

    def picture(self, element: html.HtmlElement) -> None:
        if element.get("width") in ("0", "1") and element.get("height") in ("0", "1"):
            return  # a counting pixel
        srcset = (element.get("srcset") or element.get("data-srcset") or "").split(",")[0]
        address = picture_address(*(element.get(name) for name in _LAZY), element.get("src"), srcset)
        if address and address not in self.pictures:
            self.pictures.add(address)
            self.found.append(Block("image", address))


def _is_layout(row: html.HtmlElement) -> bool:
    """Old pages are laid out in tables: such a row holds headings or tables of its own, or paragraphs with a list."""
    if next(row.iter("h1", "h2", "h3", "h4", "table"), None) is not None:
        return True
    return next(row.iter("ul", "ol"), None) is not None and next(row.iter("p"), None) is not None


def _is_hidden(element: html.HtmlElement) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or element.get("hidden") is not None
