"""From the bytes of a file to a ``Document``: lines of readable text that remember what they were.

An announcement arrives as HTML, as Markdown or reStructuredText with front matter, or as plain text, in any of the
encodings Chinese and English pages are stored in. Whatever it was, the rules see one shape: blocks in reading order,
and one text to which every piece of evidence points.
"""

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from plenary_reader.announcements.fold import fold

# An announcement is a few pages. What lies beyond this is not read: it bounds the time a hostile file can cost.
MAX_CHARACTERS = 400_000
MAX_BLOCKS = 4_000
MAX_BLOCK = 8_000
MAX_TEXT = 120_000


@dataclass(frozen=True, slots=True)
class Block:
    """One line of the readable text.

    ``kind`` is heading, para, item, row (cells separated by tabs), image, footer or meta (a value of the front
    matter or of the page's head, whose name is ``key``). ``start`` is the offset in the document's text.
    """

    kind: str
    text: str
    level: int = 0
    key: str = ""
    bold: bool = False
    start: int = 0
    folded: str = field(default="", compare=False, repr=False)

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Document:
    text: str
    folded: str
    blocks: tuple[Block, ...]

    def body(self) -> list[Block]:
        """Blocks a visitor of the page would see as text."""
        return [block for block in self.blocks if block.kind not in ("meta", "image")]

    def meta(self, *keys: str) -> list[Block]:
        """Front-matter values with one of these names, in the order of the names."""
        return [block for key in keys for block in self.blocks if block.kind == "meta" and block.key == key]


def decode(data: bytes) -> str:
    """Text of a file in UTF-8, UTF-16, GB18030 or Big5; never raises, undecodable bytes become U+FFFD."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    sample = data[:2000]
    if sample.count(0) > len(sample) // 5:  # ASCII stored as UTF-16 without a mark is every second byte zero
        return data.decode(
            "utf-16-le" if sample[1::2].count(0) >= sample[::2].count(0) else "utf-16-be", "replace"
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        # A file cut in the middle of a character, or with one bad byte, is still UTF-8.
        if error.start > len(data) * 0.9 and error.start > 3:
            return data.decode("utf-8", "replace")
    candidates = [
        data.decode(encoding, "replace")
        for encoding in ("gb18030", "big5hkscs", "utf-8", "utf-16-le", "utf-16-be")
    ]
    return max(candidates, key=_likeness)


# The wrong choice between GB18030 and Big5 still gives ideographs, but rare ones and replacement characters.
_COMMON = frozenset(
    "的一是在不了有和大中人年月日会會时時地点點主办辦请請学學与與为為及年第届屆议議参參加报報名"
)


def _likeness(text: str) -> float:
    sample = text[:20_000]
    return sum(c in _COMMON for c in sample) - 5 * sample.count("\ufffd")


def read_source(data: bytes | str, name: str = "") -> Document:
    """The document a file holds. ``name`` decides nothing the content can decide itself."""
    from plenary_reader.announcements import markup, pages

    text = data if isinstance(data, str) else decode(data[: 4 * MAX_CHARACTERS])
    text = (
        text[:MAX_CHARACTERS].replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").lstrip("\ufeff")
    )
    front, body = split_front_matter(text)
    body = drop_template_code(body)
    blocks = [Block("meta", clean(value), key=key) for key, value in front if clean(value)]
    blocks += (
        pages.blocks_of_html(body) if pages.looks_like_html(body, name) else markup.blocks_of_lines(body)
    )
    return assemble(blocks)


def assemble(blocks: list[Block]) -> Document:
    """Lays blocks under each other and gives each its offset."""
    placed, lines, offset = [], [], 0
    for block in blocks[:MAX_BLOCKS]:
        text = block.text[:MAX_BLOCK].replace("\n", " ").strip(" ")
        if not text:
            continue
        if offset > MAX_TEXT:
            break
        placed.append(Block(block.kind, text, block.level, block.key, block.bold, offset, fold(text)))
        lines.append(text)
        offset += len(text) + 1
    text = "\n".join(lines)
    return Document(text, fold(text), tuple(placed))


_SPACES = re.compile(r"[ \u00a0\u3000\r\n]+")


def clean(text: str) -> str:
    """One line, single spaces, none at the ends; tabs separate cells and stay. Invisible characters go."""
    text = text.replace("\u200b", "").replace("\ufeff", "").replace("\u2060", "").replace("\u00ad", "")
    return _SPACES.sub(" ", text).strip(" \t")


# --- front matter -----------------------------------------------------------------------------------------------

_FIELD = re.compile(r"^\s{0,8}(?:- )?[\"']?([A-Za-z_][\w.-]{0,40})[\"']?\s{0,4}[:=]\s{0,8}(.*)$")
_PELICAN = re.compile(
    r"^(Title|Date|Category|Tags|Slug|Authors?|Summary|Modified|Status|Lang|Cover)\s?:\s?(.*)$"
)
_HEXO_END = re.compile(r"^-{3,}\s*$")

# What the generators call the same thing.
_KEYS = {
    "pubdate": "date", "published": "date", "publishdate": "date", "post_date": "date", "datepublished": "date",
    "name": "name", "event": "name", "event_name": "name",
    "summary": "description", "excerpt": "description", "subtitle": "description", "desc": "description",
    "startdate": "start", "start_date": "start", "date_start": "start", "event_date": "start", "eventdate": "start",
    "event_start": "start", "starttime": "start", "start_time": "start", "from": "start", "dates": "start",
    "enddate": "end", "end_date": "end", "date_end": "end", "event_end": "end", "endtime": "end", "end_time": "end",
    "address": "place", "location": "place", "venue": "place", "place": "place", "location_address": "place",
    "city": "city", "author": "author", "authors": "author", "tag": "tags", "tags": "tags", "keywords": "tags",
}  # fmt: skip
_KEPT = ("title", "name", "date", "description", "start", "end", "place", "city", "tags", "author")


def split_front_matter(text: str) -> tuple[list[tuple[str, str]], str]:
    """The named values at the head of a file (YAML, TOML or Pelican style), and the rest.

    Lines are read one by one rather than as YAML: real files hold broken YAML, and no value we need is nested.
    """
    lines = text.lstrip("\n ").split("\n")
    fence = lines[0].strip()
    if fence in ("---", "+++", "<!--", ";;;"):
        closing = {"<!--": "-->"}.get(fence, fence)
        end = next((i for i, line in enumerate(lines[1:200], 1) if line.strip() == closing), 0)
        if not end:
            return [], text
        head, rest = lines[1:end], lines[end + 1 :]
    elif _PELICAN.match(lines[0]):
        end = next((i for i, line in enumerate(lines[:60]) if not _PELICAN.match(line)), min(len(lines), 60))
        head, rest = lines[:end], lines[end:]
    else:  # Hexo leaves the first fence out
        end = next((i for i, line in enumerate(lines[:40]) if _HEXO_END.match(line)), 0)
        named = sum(bool(re.match(r"^[a-z_]{2,20}:\s", line)) for line in lines[:end])
        if not (end >= 2 and lines[0].startswith(("title:", "layout:", "date:")) and named * 2 >= end):
            return [], text
        head, rest = lines[:end], lines[end + 1 :]
    return _fields(head), "\n".join(rest)


def _fields(lines: list[str]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    key = ""
    for line in lines:
        if match := _FIELD.match(line):
            name, value = match[1].lower(), match[2].strip()
            key = _KEYS.get(name, name)
            if value in (">", "|", ">-", "|-"):
                value = ""
            if key in _KEPT:
                found.append((key, _unquote(value)))
        elif key in _KEPT and found and found[-1][0] == key and line.startswith((" ", "\t", "-")):
            more = _unquote(line.strip().removeprefix("-").strip())
            found[-1] = (key, f"{found[-1][1]} {more}".strip())
    return [(key, drop_template_code(value)) for key, value in found if value]


def _unquote(value: str) -> str:
    value = value.strip().rstrip(",")
    if len(value) >= 2 and value[0] in "\"'" and value[-1] == value[0]:
        value = value[1:-1].replace("''", "'") if value[0] == "'" else value[1:-1].replace('\\"', '"')
    return value.strip("[]") if value.startswith("[") and value.endswith("]") else value


# --- template code ----------------------------------------------------------------------------------------------

_SHORTCODE_IMAGE = re.compile(
    r"""\{\{[<%]\s{0,4}(?:figure|img|image|fig)\b[^{}]{0,400}?\bsrc\s?=\s?["']([^"'{}]{1,300})["'][^{}]{0,400}[>%]\}\}"""
)
_HEXO_IMAGE = re.compile(
    r"\{%\s{0,4}(?:img|asset_img|image)\s(?:[\w -]{0,40}\s)?([^\s{}%]{1,300})[^{}%]{0,300}%\}"
)


def drop_template_code(text: str) -> str:
    """``text`` without ``{{…}}``, ``{%…%}``, ``<?…?>`` and ``<%…%>``: directives nobody was meant to read.

    A placeholder that was never filled in leaves nothing behind: no reader must meet ``{{ date }}``. Pictures placed
    by a shortcode become ordinary Markdown pictures first.
    """
    if "{{" in text:
        text = _SHORTCODE_IMAGE.sub(r"![](\1)", text)
    if "{%" in text:
        text = _HEXO_IMAGE.sub(r"![](\1)", text)
    text = re.sub(r"\{\{[^{}]{0,600}\}\}\}?", "", text)
    text = re.sub(r"\{%[^{}%]{0,600}%\}", "", text)
    text = re.sub(r"\$\{[^{}\n]{0,100}\}", "", text)
    for opening, closing in (("<?", "?>"), ("<%", "%>"), ("<!--", "-->"), ("{#", "#}")):
        text = _without(text, opening, closing)
    return text


def _without(text: str, opening: str, closing: str) -> str:
    # str.find instead of a lazy regex: a thousand openings without a closing must not each scan to the end.
    if opening not in text:
        return text
    kept, at = [], 0
    while (start := text.find(opening, at)) >= 0:
        end = text.find(closing, start + len(opening))
        if end < 0:
            break
        kept.append(text[at:start])
        at = end + len(closing)
    return "".join(kept) + text[at:]


# --- pictures ---------------------------------------------------------------------------------------------------


def picture_address(*candidates: str | None) -> str | None:
    """The first candidate that names a picture, freed from the proxy or resizer in front of it."""
    for candidate in candidates:
        address = (candidate or "").strip().split(" ")[0].strip("<>\"'")[:1000]
        if not address or address.startswith(("data:", "javascript:", "#", "about:")):
            continue
        inner = max(address.rfind("http://"), address.rfind("https://"))
        if inner <= 0:
            inner = max(address.lower().rfind("http%3a%2f%2f"), address.lower().rfind("https%3a%2f%2f"))
        if inner > 0:
            address = unquote(address[inner:]).split("&")[0]
        return address
    return None
