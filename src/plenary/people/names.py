"""Names as keys: what a person at the door types, and how lists are sorted.

>>> search_key("单田芳")
'shantianfang stf tianfang'
"""

import re
import unicodedata

from plenary.lib.pinyin import readings

# Characters that read differently in a surname than elsewhere.
SURNAMES = {
    "单": "shan", "曾": "zeng", "解": "xie", "仇": "qiu", "查": "zha", "区": "ou", "朴": "piao", "盖": "ge", "缪": "miao",
    "宓": "fu", "乐": "yue", "召": "shao", "覃": "qin", "翟": "zhai", "种": "chong", "折": "she", "黑": "he", "秘": "bi",
    "员": "yun", "洗": "xian", "繁": "po", "佴": "nai", "祭": "zhai", "牟": "mu", "隗": "wei", "卜": "bu", "阚": "kan",
    "郇": "xun", "适": "kuo", "重": "chong",
}  # fmt: skip
# Surnames of two characters, with the reading where it surprises.
COMPOUND = {
    "尉迟": ("yu", "chi"), "万俟": ("mo", "qi"), "长孙": ("zhang", "sun"), "单于": ("chan", "yu"),
    "澹台": ("tan", "tai"), "亓官": ("qi", "guan"), "令狐": ("ling", "hu"), "皇甫": ("huang", "fu"),
    "欧阳": ("ou", "yang"), "司马": ("si", "ma"), "上官": ("shang", "guan"), "诸葛": ("zhu", "ge"),
    "夏侯": ("xia", "hou"), "东方": ("dong", "fang"), "公孙": ("gong", "sun"), "慕容": ("mu", "rong"),
    "宇文": ("yu", "wen"), "司徒": ("si", "tu"), "司空": ("si", "kong"), "端木": ("duan", "mu"),
    "轩辕": ("xuan", "yuan"), "呼延": ("hu", "yan"), "南宫": ("nan", "gong"), "独孤": ("du", "gu"),
    "淳于": ("chun", "yu"), "濮阳": ("pu", "yang"), "钟离": ("zhong", "li"), "鲜于": ("xian", "yu"),
    "申屠": ("shen", "tu"), "太史": ("tai", "shi"), "公冶": ("gong", "ye"), "宗政": ("zong", "zheng"),
    "闾丘": ("lv", "qiu"), "仲孙": ("zhong", "sun"), "赫连": ("he", "lian"), "拓跋": ("tuo", "ba"),
    "百里": ("bai", "li"), "东郭": ("dong", "guo"), "南门": ("nan", "men"), "西门": ("xi", "men"),
}  # fmt: skip

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_MOST = 300


def is_han(name: str) -> bool:
    return bool(_HAN.search(name))


def plain(text: str) -> str:
    """Lower-case letters and digits only, without accents: what somebody types in a hurry."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in bare if char.isalnum())


def _syllables(name: str) -> tuple[list[str], int]:
    """Readings of a name, and how many of them are the surname."""
    words = [word for word in re.split(r"[\s·•・‧.,，、]+", name) if word]
    if not words or not is_han(name):
        return [reading for word in words if (reading := plain(word))], 0
    if not re.search("[·•・‧.]", name) and all(is_han(word) for word in words):
        words = ["".join(words)]  # 李　明, spaced to the width of three
    if len(words) > 1:  # 买买提·艾力: a transcribed name has no Chinese surname in front
        return [plain(s) for word in words for s in readings(word)], 0
    whole = words[0]
    if whole[:2] in COMPOUND and len(whole) > 2:
        surname, given = list(COMPOUND[whole[:2]]), whole[2:]
    elif whole[0] in SURNAMES:
        surname, given = [SURNAMES[whole[0]]], whole[1:]
    else:
        surname, given = readings(whole[0]), whole[1:]
    return [plain(s) for s in [*surname, *readings(given)]], len(surname)


def initials(name: str) -> str:
    """张伟 → zw; Mary Anne O'Neil → mao."""
    return "".join(syllable[:1] for syllable in _syllables(name)[0])


def search_key(name: str, latin: str = "") -> str:
    """Full reading first (lists sort by it), then initials, then the given name; words kept apart by spaces."""
    syllables, surname = _syllables(name)
    forms = ["".join(syllables), "".join(s[:1] for s in syllables)]
    # A Latin name can be found by each of its words, a Chinese one by the given name too.
    forms += syllables if not is_han(name) else ["".join(syllables[surname:])] if surname else []
    if any("v" in syllable for syllable in syllables) and is_han(name):
        forms.append("".join(syllables).replace("v", "yu"))  # 吕 Lü: lv by keyboard, Lyu in a passport
    if latin:
        words = _syllables(latin)[0]
        forms += ["".join(words), *words, "".join(reversed(words))]
    return " ".join(dict.fromkeys(form for form in forms if form))[:_MOST]
