"""The list of recognised headers as a page of the reference: `python -m plenary_reader.sheets.reference`."""

from plenary_reader.sheets.lexicon import GUEST_HEADERS, LEFT_OUT_HEADERS, TALK_HEADERS

GUEST_FIELDS = {
    "name": ("Name", "姓名"),
    "given_name": ("Given name", "名"),
    "middle_name": ("Middle name, joined to the given name", "中间名，并入名"),
    "family_name": ("Family name", "姓"),
    "salutation": ("Form of address", "称呼"),
    "organisation": ("Organisation", "单位"),
    "department": ("Department", "部门"),
    "title": ("Position", "职务"),
    "academic_title": ("Academic title", "职称"),
    "phone": ("Phone; several columns are joined", "电话，可有多列"),
    "email": ("E-mail; several columns are joined", "邮箱，可有多列"),
    "reach": ("Phone or e-mail in one column", "联系方式：电话或邮箱"),
    "organisation_title": ("Organisation and position in one column", "单位与职务合写"),
    "person_line": ("A person a line", "一人一行的文字"),
    "category": ("Category of guest", "参会类别"),
    "gender": ("Gender", "性别"),
    "diet": ("Diet", "饮食"),
    "arrival": ("Arrival; several columns are joined", "到达，可有多列"),
    "departure": ("Departure; several columns are joined", "离开，可有多列"),
    "lodging": ("Lodging; several columns are joined", "住宿，可有多列"),
    "note": ("Note", "备注"),
    "contact": ("Contact person, with or without phone", "联系人（可含电话）"),
    "contact_name": ("Name of the contact person", "联系人姓名"),
    "contact_phone": ("Phone of the contact person", "联系人电话"),
    "contact_email": ("E-mail of the contact person", "联系人邮箱"),
    "number": ("Running number, not kept", "序号，不保留"),
}
TALK_FIELDS = {
    "talk_title": ("Title", "题目"),
    "abstract": ("Abstract", "摘要"),
    "speaker": ("Speaker or speakers", "报告人，可有多位"),
    "duration": ("Duration: minutes, 1:30, 20分钟", "时长：分钟、1:30、20分钟"),
    "language": ("Language", "语言"),
    "track": ("Track", "分论坛"),
    "room": ("Room", "会场"),
    "date": ("Date", "日期"),
    "start": ("Start", "开始时间"),
    "end": ("End", "结束时间"),
    "time": ("Time from and to: 9:00-9:30", "起止时间：9:00-9:30"),
    "type": ("Type", "类型"),
    "reference": ("The list's own identifier", "编号"),
    "organisation": ("Organisation of the speaker", "报告人单位"),
    "title": ("Position of the speaker", "报告人职务"),
    "organisation_title": ("Organisation and position in one column", "单位与职务合写"),
    "phone": ("Phone of the speaker", "报告人电话"),
    "email": ("E-mail of the speaker", "报告人邮箱"),
    "reach": ("Phone or e-mail in one column", "联系方式：电话或邮箱"),
    "note": ("Note", "备注"),
}
INTRODUCTION = """\
# Import formats 导入格式

<!-- Written by `python -m plenary_reader.sheets.reference`; a test compares it with the lexicon. -->

## Files 文件

| what 内容 | formats 格式 |
|---|---|
| guest list, talk list 嘉宾名单、报告清单 | CSV and other separated text (UTF-8, UTF-16, GB 18030), XLSX, XLS, ODS |
| schedule 日程 | frab/Pentabarf XML, frab JSON, iCalendar |

Case, width, blanks, brackets and traditional characters make no difference to a header. A column with another header is
kept as it is, under that header. 表头不分大小写、全角半角、空格、括号与繁简；其他列按原表头保留。

How files are read, and within which limits: [Reading files](../explanation/reading-files.md).
读取方式与上限见[说明](../explanation/reading-files.md)。
"""


def page() -> str:
    parts = [
        INTRODUCTION,
        "## Guest lists 嘉宾名单\n\n" + _table(GUEST_FIELDS, GUEST_HEADERS),
        "## Talk lists 报告清单\n\n" + _table(TALK_FIELDS, TALK_HEADERS),
        "## Left out 不予读取\n\nThese columns are recognised and never read. 下列各列会被识别，但绝不读取。\n\n"
        + _words(LEFT_OUT_HEADERS)
        + "\n",
    ]
    return "\n".join(parts)


def _table(fields: dict[str, tuple[str, str]], headers: dict[str, tuple[str, ...]]) -> str:
    lines = ["| field 字段 | | recognised headers 可识别的表头 |", "|---|---|---|"]
    for field, words in headers.items():
        english, chinese = fields[field]
        lines.append(f"| `{field}` | {english} {chinese} | {_words(words)} |")
    return "\n".join(lines) + "\n"


def _words(words: tuple[str, ...]) -> str:
    return " · ".join(f"“{word}”" if "·" in word else word for word in dict.fromkeys(words)).replace(
        "|", "\\|"
    )


if __name__ == "__main__":
    print(page(), end="")
