"""Markdown, reStructuredText and plain text into blocks: one reader, because announcements mix them."""

import html
import re

from plenary_reader.announcements.source import MAX_BLOCK, MAX_BLOCKS, Block, clean, picture_address

_PICTURE = re.compile(r"!\[([^\[\]\n]{0,300})\]\(\s{0,3}<?([^\s()<>]{1,800}(?:\([^\s()]{0,200}\))?[^\s()<>]{0,200})>?"
                      r"(?:\s{1,3}[\"'][^\"'\n]{0,300}[\"'])?\s{0,3}(?:=[\dx*]{0,12})?\)(?:\{[^{}\n]{0,200}\})?")  # fmt: skip
_LINK = re.compile(r"\[([^\[\]\n]{0,500})\]\(\s{0,3}<?[^\s()<>]{0,800}(?:\([^\s()]{0,200}\))?[^\s()<>]{0,200}>?"
                   r"(?:\s{1,3}[\"'][^\"'\n]{0,300}[\"'])?\s{0,3}\)(?:\{[^{}\n]{0,100}\})?")  # fmt: skip
_REFERENCE = re.compile(r"\[([^\[\]\n]{1,300})\]\[[^\[\]\n]{0,200}\]")
_REFERENCE_TARGET = re.compile(r"^\s{0,3}(?:\[[^\[\]\n]{1,200}\]:\s|\.\. _|\.\.\s*$|\[TOC\])")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)?[^\s<>]{3,400})>")
_RST_LINK = re.compile(r"(?::[\w:.+-]{1,40}:)?`([^`<>\n]{1,300}?)\s{0,3}<[^`<>\n]{1,500}>`_{0,2}")
_RST_ROLE = re.compile(r"(?::[\w:.+-]{1,40}:)`([^`\n]{1,300})`|`([^`\n]{1,300})`_{1,2}")
_DIRECTIVE = re.compile(r"^\s{0,12}\.\. ([\w:-]{1,40})::\s{0,4}(.*)$")
_RST_FIELD = re.compile(r"^\s{0,12}:([A-Za-z][\w -]{0,30}):(?:\s{1,4}(.*))?$")
_UNDERLINE = re.compile(r"^\s{0,3}([=\-~^\"*+#`])\1{2,}\s*$")
_ATX = re.compile(r"^\s{0,3}(#{1,6})(?:\s{1,8}|(?=[^#\s!\d]))(.*)$")
_BULLET = re.compile(r"^\s{0,40}[-*+•·●○◆■▪►▶★☆※✓✅]\s{1,8}(?=\S)")
_CJK_BULLET = re.compile(r"^\s{0,40}[•·●◆■▪►▶★☆※✓✅]\s{0,8}(?=\S)")
_LETTER_BULLET = re.compile(r"^\s{2,40}o\s{1,8}(?=\S)")  # mails that were never meant to be Markdown
_NUMBERED = re.compile(r"^\s{0,40}(?:\d{1,2}[.)、)]|[((]\d{1,2}[))])\s{0,8}(?=\S)")
_TABLE_RULE = re.compile(r"^\s{0,8}[|+]?[\s:|=+-]{3,}$")
_STRUCK = re.compile(r"~~[^~\n]{1,300}~~|<(del|s|strike)>[^<\n]{0,500}</\1>", re.I)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,14})\b([^<>]{0,1500})>")
_ATTRIBUTE = re.compile(r"([\w-]{1,30})\s{0,2}=\s{0,2}(?:\"([^\"]{0,1000})\"|'([^']{0,1000})')")
_EMPHASIS = re.compile(r"(\*{1,3}|_{2,3})(?=\S)([^*_\n]{1,500}?)(?<=\S)\1")
_WORDS_OF_PROSE = re.compile(r"[a-z0-9(]")


def blocks_of_lines(source: str) -> list[Block]:
    """Blocks of a text whose structure lies in its lines."""
    return _Lines(_soft_html(source).split("\n")).blocks()


def _soft_html(source: str) -> str:
    """Markdown may hold HTML: keep what the tags mean for lines, lists, headings and pictures; drop the tags."""
    source = _STRUCK.sub("", source)
    if "<" not in source:
        return source
    for name in ("script", "style", "svg"):
        pieces = re.split(rf"<{name}\b", source, flags=re.I)
        rest = [re.split(rf"</{name}\s*>", piece, maxsplit=1, flags=re.I)[-1] for piece in pieces[1:]]
        source = "".join([pieces[0], *rest])
    return _TAG.sub(_line_meaning, source)


def _line_meaning(match: re.Match) -> str:
    closing, name, rest = match[1], match[2].lower(), match[3]
    if name in ("http", "https", "mailto") or "@" in match[0][1:40].split(" ")[0]:
        return match[0]
    if name == "img":
        values = {key.lower(): double or single for key, double, single in _ATTRIBUTE.findall(rest)}
        lazy = [values.get(key) for key in ("data-original", "data-src", "data-lazy-src", "src")]
        address = picture_address(*lazy, values.get("srcset"))
        return f"\n![]({address.replace(' ', '%20')})\n" if address and "(" not in address else ""
    if name == "li" and not closing:
        return "\n- "
    if name in ("td", "th"):
        return "\t" if closing else ""
    if len(name) == 2 and name[0] == "h" and name[1] in "123456":
        return "\n\n" if closing else "\n\n" + "#" * int(name[1]) + " "
    if name in (
        "p",
        "div",
        "br",
        "tr",
        "table",
        "ul",
        "ol",
        "section",
        "blockquote",
        "center",
        "dd",
        "dt",
        "hr",
    ):
        return "\n" if name in ("br", "tr") else "\n\n"
    if name in ("strong", "b"):
        return "**"
    return ""


class _Lines:
    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.found: list[Block] = []
        self.pictures: set[str] = set()
        self.open = False  # whether the last block is a paragraph or item the next line may continue
        self.raw_length = 0
        self.hard_break = False

    def blocks(self) -> list[Block]:
        lines, i = self.lines, 0
        while i < len(lines) and len(self.found) < MAX_BLOCKS:
            line = lines[i][:MAX_BLOCK]
            following = lines[i + 1] if i + 1 < len(lines) else ""
            stripped = line.strip()
            if not stripped:
                self.open = False
            elif directive := _DIRECTIVE.match(line):
                self.directive(directive[1].lower(), directive[2])
            elif _REFERENCE_TARGET.match(line) or re.match(r"^\s{0,3}(```|~~~)", line):
                self.open = False
            elif field := _RST_FIELD.match(line):
                if field[1].lower() in ("tags", "date", "author", "location"):
                    self.meta(field[1].lower(), field[2] or "")
            elif _UNDERLINE.match(line):  # a rule, or the overline of a title
                self.open = False
            elif self.is_title(line, following):
                self.add("heading", line, level=1 if following.strip()[0] in "=*#" else 2)
                i += 1
            elif heading := _ATX.match(line):
                self.add("heading", heading[2].rstrip().rstrip("#"), level=len(heading[1]))
            elif (stripped.startswith("|") and stripped.count("|") >= 2) or "\t" in stripped:
                self.row(stripped)
            else:
                self.prose(line)
            i += 1
        return self.found

    def is_title(self, line: str, following: str) -> bool:
        rule = _UNDERLINE.match(following)
        if not rule or line.lstrip().startswith(("|", ">", "- ", "* ")) or _TABLE_RULE.match(line):
            return False
        mark = rule[1]
        if mark in "=~^":
            return True
        return len(following.strip()) * 2 >= len(line.strip()) and not self.open and len(line.strip()) <= 100

    def directive(self, name: str, argument: str) -> None:
        self.open = False
        if name in ("image", "figure"):
            self.picture(argument.strip())
        elif name == "post":
            self.meta("date", argument)

    def meta(self, key: str, value: str) -> None:
        if value := clean(value):
            self.found.append(Block("meta", value, key=key))

    def picture(self, address: str | None) -> None:
        address = picture_address(address)
        if address and address not in self.pictures:
            self.pictures.add(address)
            self.found.append(Block("image", address))

    def row(self, line: str) -> None:
        if _TABLE_RULE.match(line):
            return
        cells = line.strip("|").split("|") if line.startswith("|") else line.split("\t")
        texts = [clean(self.inline(cell)) for cell in cells[:40]]
        if text := "\t".join(text for text in texts if text):
            self.found.append(Block("row" if "\t" in text else "para", text))
        self.open = False

    def prose(self, line: str) -> None:
        text = line.lstrip(" >").rstrip("\n") if line.lstrip().startswith(">") else line
        marker = _BULLET.match(text) or _CJK_BULLET.match(text) or _LETTER_BULLET.match(text)
        numbered = None if marker else _NUMBERED.match(text)
        if self.open and not marker and not numbered and self.continues(text):
            self.extend(text)
        elif marker:
            self.add("item", text[marker.end() :])
        elif numbered:
            self.add("item", text)
        else:
            self.add("para", text)
        self.raw_length = len(line.strip())
        self.hard_break = line.endswith(("  ", "\\"))

    def continues(self, text: str) -> bool:
        """Whether a line goes on with the sentence of the line above, or starts a new fact."""
        above, text = self.found[-1].text, text.strip()
        if self.hard_break or above.endswith(("。", "！", "？", "：", ":", "；")):
            return False
        if re.match(r"^[^\s:：]{1,12}\s?[:：]", text) or (
            text.startswith(("【", "**", "http")) and len(text) < 60
        ):
            return False
        if above[-1:].isascii() and text[:1].isascii():
            return self.raw_length >= 70 or (self.raw_length >= 30 and bool(_WORDS_OF_PROSE.match(text)))
        return self.raw_length >= 30 and not text.startswith(("(", "（"))

    def extend(self, text: str) -> None:
        last = self.found.pop()
        text = clean(self.inline(text))
        glue = " " if last.text[-1:].isascii() or text[:1].isascii() else ""
        self.found.append(Block(last.kind, last.text + glue + text, last.level, bold=last.bold and not text))

    def add(self, kind: str, raw: str, level: int = 0) -> None:
        before = len(self.found)
        text = clean(self.inline(raw))
        bare = raw.strip()
        bold = (
            bare.startswith(("**", "__"))
            and bare.rstrip(":：").endswith(("**", "__"))
            and len(text) + 8 > len(bare)
        )
        if text:
            # A picture inside the line stands after its words.
            self.found.insert(before, Block(kind, text, level, bold=bold))
        self.open = bool(text) and kind in ("para", "item") and len(self.found) == before + 1

    def inline(self, text: str) -> str:
        """The words of a line; its pictures become blocks of their own."""
        for match in _PICTURE.finditer(text):
            self.picture(match[2])
        text = _PICTURE.sub("", text)
        if "[" in text:
            text = _REFERENCE.sub(r"\1", _LINK.sub(r"\1", text))
        if "`" in text:
            text = _RST_LINK.sub(r"\1", text)
            text = _RST_ROLE.sub(lambda m: m[1] or m[2], text).replace("``", "").replace("`", "")
        text = _AUTOLINK.sub(lambda m: m[1].removeprefix("mailto:"), text)
        for _ in range(2):  # bold inside italics
            text = _EMPHASIS.sub(r"\2", text)
        text = text.replace("**", "").replace("\\", "") if len(text) < 5000 else text
        return html.unescape(text) if "&" in text else text
