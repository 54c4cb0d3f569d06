"""Which row names the columns, and what each column holds."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property

from plenary_reader.sheets.lexicon import GUEST_HEADERS, LEFT_OUT_HEADERS, NEGATING, TALK_HEADERS
from plenary_reader.sheets.model import ColumnMapping
from plenary_reader.sheets.tables import Row, Table, column_letter

SEARCHED_ROWS = 10
EXTRA, LEFT_OUT, NUMBER = "extra", "left_out", "number"
TRADITIONAL = str.maketrans(
    "單位職務稱電話機號碼郵類別備註時間員參會議題講報標場語間會員聯絡繫達離開飲國證護養費絡護龄齡嘉賓與專業學術歲態節點論壇請選處頭銜組織構級種區號輸發單門級務簡線誌車衛軍飛",
    "单位职务称电话机号码邮类别备注时间员参会议题讲报标场语间会员联络系达离开饮国证护养费络护龄龄嘉宾与专业学术岁态节点论坛请选处头衔组织构级种区号输发单门级务简线志车卫军飞",
)
# 酒店名 is no name and "payment type" no category: only these may be understood by a part of the header.
CONTAINABLE = frozenset(
    [
        "organisation",
        "department",
        "title",
        "academic_title",
        "phone",
        "email",
        "reach",
        "organisation_title",
        "diet",
        "arrival",
        "departure",
        "lodging",
        "gender",
        "note",
        "contact",
        "contact_name",
        "contact_phone",
        "contact_email",
        "abstract",
        "duration",
        "language",
        "room",
    ]
)
BRACKETS = re.compile(r"[（(\[【［][^（）()\[\]【】［］]*[)）\]】］]")
HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


@dataclass(frozen=True)
class Header:
    """The header of one table: `last_row` is the position (not the number) of its last row in the table."""

    first_row: int
    last_row: int
    columns: tuple[ColumnMapping, ...]

    @cached_property
    def _by_field(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for column in self.columns:
            found.setdefault(column.field, []).append(column.index)
        return found

    def of(self, field: str) -> list[int]:
        return self._by_field.get(field, [])

    def first(self, field: str) -> int | None:
        return next(iter(self.of(field)), None)

    @property
    def fields(self) -> set[str]:
        return {column.field for column in self.columns} - {EXTRA, LEFT_OUT, NUMBER}


@cache
def normalised(header: str) -> str:
    """Comparable: one case and width, simplified characters, words apart, no decoration."""
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)  # firstName
    text = unicodedata.normalize("NFKD", text).lower().translate(TRADITIONAL)
    text = "".join(char for char in text if not unicodedata.combining(char))
    text = unicodedata.normalize("NFC", text).replace("’", "'")
    text = re.sub(r"(?<=\w)'(?=\w)", "", text)
    text = re.sub(r"[^\w#№°]+|_", " ", text).strip()
    return re.sub(r"(?<=[^\x00-\u02ff])\s+(?=[^\x00-\u02ff])", "", text)  # 姓 名


class Lexicon:
    """Looks headers up in one set of synonyms."""

    def __init__(self, headers: dict[str, tuple[str, ...]]):
        self.words: dict[str, str] = {}
        for word in LEFT_OUT_HEADERS:
            self.words.setdefault(normalised(word), LEFT_OUT)
        for field, synonyms in headers.items():
            for word in synonyms:
                self.words.setdefault(normalised(word), field)
        self.by_length = sorted((word for word in self.words if len(word) > 1), key=len, reverse=True)

    def look_up(self, header: str) -> tuple[str, float]:
        """The field and how sure we are: 1.0 for a known header, 0.7 for one that contains a known one."""
        bare = BRACKETS.sub("", header).strip()
        for text in (header, bare):
            if field := self.words.get(normalised(text)):
                return field, 1.0
        return self._contained(normalised(bare) or normalised(header))

    def _contained(self, text: str) -> tuple[str, float]:
        if not text or len(text) > 60:
            return EXTRA, 0.0
        negated = any(_holds(text, word) for word in NEGATING)
        for word in self.by_length:
            if word != text and _holds(text, word):
                field = self.words[word]
                if field == LEFT_OUT:  # when in doubt, out
                    return field, 0.7
                if negated or field not in CONTAINABLE or not _ends(text, word):
                    continue
                return field, 0.7
        return EXTRA, 0.0


def _holds(text: str, word: str) -> bool:
    return word in text if HAN.search(word) else f" {word} " in f" {text} "


def _ends(text: str, word: str) -> bool:
    return text.endswith(word) or text.startswith(word) or not HAN.search(word)


GUESTS, TALKS = Lexicon(GUEST_HEADERS), Lexicon(TALK_HEADERS)


def find_header(table: Table, lexicon: Lexicon) -> Header | None:
    """The row among the first ten that names the most columns; the first of equals."""
    best: Header | None = None
    for position, row in enumerate(table.rows[:SEARCHED_ROWS]):
        if row.number > SEARCHED_ROWS + 5 or not _may_be_header(row):
            continue
        header = _with_second_row(table, position, lexicon)
        if _worth(header) > (_worth(best) if best else 0):
            best = header
    return best


def _worth(header: Header) -> float:
    known = {column.field for column in header.columns if column.confidence >= 1} - {EXTRA}
    guessed = {column.field for column in header.columns if 0 < column.confidence < 1} - known
    worth = len(known) + 0.4 * len(guessed)
    # A title such as 参会人员 alone above a list of several columns is no header.
    return worth if worth >= 1 else 0


def _may_be_header(row: Row) -> bool:
    texts = [text for text in row.texts if text]
    return bool(texts) and not any("@" in text or re.search(r"\d{6}", text) for text in texts)


def _with_second_row(table: Table, position: int, lexicon: Lexicon) -> Header:
    top = table.rows[position]
    single = _header(table, position, position, top.texts, lexicon)
    if position + 1 >= len(table.rows):
        return single
    below = table.rows[position + 1]
    if not _may_be_header(below) or not _continues(top, below, lexicon):
        return single
    return _header(table, position, position + 1, _joined(top, below, lexicon), lexicon)


def _continues(top: Row, below: Row, lexicon: Lexicon) -> bool:
    """A second header row fills only under a label that spans it, and every word in it is a header."""
    upper, lower = top.texts, below.texts
    fresh = [
        index
        for index, text in enumerate(lower)
        if text and index not in below.filled and not (index < len(upper) and upper[index] == text)
    ]
    spanned = [index for index in fresh if index >= len(upper) or not upper[index]]
    known = [index for index in fresh if lexicon.look_up(lower[index])[1] > 0]
    return bool(spanned) and len(known) * 2 > len(fresh) and len(fresh) >= 2


def _joined(top: Row, below: Row, lexicon: Lexicon) -> list[str]:
    upper, lower = top.texts, below.texts
    joined, label = [], ""
    for index in range(max(len(upper), len(lower))):
        above = upper[index] if index < len(upper) else ""
        under = lower[index] if index < len(lower) else ""
        label = above or label
        if not under or under == above or index in below.filled:
            joined.append(above)
        elif not label:
            joined.append(under)
        else:
            # 联系人 over 电话 is the contact's telephone, 基本信息 over 姓名 is a name.
            together = f"{label}{under}" if HAN.search(label) else f"{label} {under}"
            confidence = lexicon.look_up(under)[1]
            whole_field, whole = lexicon.look_up(together)
            joined.append(together if whole == 1 or (not confidence and whole_field != EXTRA) else under)
            if joined[-1] == under and not confidence:
                joined[-1] = together
    return joined


def _header(table: Table, first: int, last: int, texts: list[str], lexicon: Lexicon) -> Header:
    columns = []
    for index, text in enumerate(texts):
        if not text:
            continue
        field, confidence = lexicon.look_up(text)
        columns.append(ColumnMapping(table.sheet, index, column_letter(index), text, field, confidence))
    return Header(first, last, tuple(columns))
