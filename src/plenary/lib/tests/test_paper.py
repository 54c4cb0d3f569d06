"""Paper: our fonts, users' words as data, missing signs named before anything is printed."""

import pytest

from plenary.lib.paper import SANS, SERIF, fonts, missing_glyphs, typeset

PAGE = f'#set page(width: 60mm, height: 30mm)\n#set text(font: "{SANS}")\n#data.name'


def test_only_the_two_free_families_are_loaded():
    assert sorted(fonts().families()) == [SANS, SERIF]


def test_rare_chinese_names_can_be_printed_and_what_cannot_is_named():
    assert missing_glyphs(["㛃 䶮 𠮷 张伟", "买买提·艾力", "Müller-O’Neil", "零宽\u200b"]) == {}
    assert missing_glyphs(["张伟😀", "བོད 😀"]) == {
        "😀": "张伟😀",
        "བ": "བོད 😀",
        "ོ": "བོད 😀",
        "ད": "བོད 😀",
    }


@pytest.mark.parametrize(
    "name",
    [
        '#read("/etc/hostname")',
        '"] #panic()',
        "*bold* _x_ $1/0$ \\ `raw` <label> @ref // comment",
        "</script>]]>{{7*7}}",
        "",
    ],
)
def test_what_users_wrote_is_never_markup(name):
    # Markup would stop the compiler or change the page; as data each makes exactly one page.
    assert len(typeset(PAGE, {"name": name}, format="png", ppi=36)) == 1


def test_a_source_can_read_no_file():
    with pytest.raises(RuntimeError):
        typeset('#read("/etc/hostname")', {})


def test_a_pdf_is_one_file_and_pictures_are_one_a_page():
    two = PAGE + "\n#pagebreak()\n#data.name"
    assert [page[:5] for page in typeset(two, {"name": "张伟"})] == [b"%PDF-"]
    assert [page[:4] for page in typeset(two, {"name": "张伟"}, format="png")] == [b"\x89PNG"] * 2
