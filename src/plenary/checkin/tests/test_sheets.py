"""Paper: names as their owners write them, fitted, never markup, five hundred in seconds."""

import time
from types import SimpleNamespace

import pytest

from plenary.checkin.sheets import CannotPrint, badge_sheet, sign_in_sheet, spread
from tests.factories import make_badge, make_category, make_edition, make_organisation


def no_progress(done: int, total: int) -> None: ...


@pytest.mark.parametrize(
    "name, printed",
    [
        ("张伟", "张\u3000伟"),
        ("𠮷野", "𠮷\u3000野"),
        ("欧阳娜娜", "欧阳娜娜"),
        ("Li", "Li"),
        ("Mary  Anne O'Neil", "Mary Anne O'Neil"),
        ("买买提·艾力", "买买提·艾力"),
    ],
)
def test_a_name_of_two_characters_is_set_to_the_width_of_three(name, printed):
    assert spread(name) == printed


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        '#panic() #read("/etc/passwd") $x$ *b* <label> @ref',
        "阿布都热西提·阿布都卡迪尔·买买提明江" * 2,
        "W" * 100,
        "㛃䶮𠮷",
        "]]>&<b>\\",
    ],
)
def test_any_name_is_printed_as_data(name):
    edition = make_edition()
    category = make_category(edition, name_zh=name[:60])
    organisation = make_organisation(edition, name_zh=name)
    badge = make_badge(edition, name=name, position=name, category=category, organisation=organisation)
    assert badge_sheet(edition, [badge], no_progress)[:5] == b"%PDF-"
    assert sign_in_sheet(edition, [badge.person])[:5] == b"%PDF-"


@pytest.mark.django_db
def test_progress_is_told_and_a_stopped_job_stops():
    edition = make_edition()
    badges = [make_badge(edition)] * 60
    told = []
    badge_sheet(edition, badges, lambda done, total: told.append((done, total)))
    assert told == [(0, 75), (25, 75), (50, 75), (60, 75)]


@pytest.mark.django_db
def test_uyghur_and_tibetan_letters_are_named_before_printing():
    badge = make_badge(name="བསྟན་འཛིན")
    with pytest.raises(CannotPrint, match=r"U\+0F56"):
        badge_sheet(badge.edition, [badge], no_progress)


@pytest.mark.slow
@pytest.mark.django_db
def test_five_hundred_badges_take_less_than_ten_seconds():
    edition = make_edition()
    one = make_badge(edition, category=make_category(edition), organisation=make_organisation(edition))
    badges = [
        SimpleNamespace(edition_id=edition.pk, pk=n, person=one.person, code=one.code, version=1)
        for n in range(1, 501)
    ]
    started = time.process_time()
    badge_sheet(edition, badges, no_progress)
    assert time.process_time() - started < 10
