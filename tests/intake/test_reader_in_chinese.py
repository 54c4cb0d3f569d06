"""Everything the readers say about a file has its Chinese, and the values stand in it."""

import re

import pytest
from django.utils import translation

from plenary.web.sentences import said
from plenary_reader.sentences import PROBLEMS, REFUSALS

SENTENCES = REFUSALS | PROBLEMS


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_has_its_chinese(code):
    names = re.findall(r"%\((\w+)\)", SENTENCES[code])
    with translation.override("zh-hans"):
        text = said(SENTENCES[code], {name: f"<{name}>" for name in names})
    assert re.search(r"[\u4e00-\u9fff]", re.sub("<.*?>", "", text))
    assert set(re.findall(r"<(\w+)>", text)) <= set(names)


def test_what_a_file_is_instead_is_said_in_chinese_too():
    with translation.override("zh-hans"):
        text = said(REFUSALS["not_a_table"], {"kind": "a Word document"})
    assert text == "这是Word 文档，不是表格。请把表格另存为 XLSX 或 CSV 后再试。"
