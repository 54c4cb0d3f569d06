import pytest

from plenary.publication.theme import PAPER, contrast, readable, theme_css


@pytest.mark.parametrize(
    "accent", ["#a3312a", "#ffffff", "#000000", "#ffff00", "#00ff00", "#e0a020", "#808080"]
)
def test_an_accent_can_be_read_on_every_paper_and_carries_white_text(accent):
    light, dark = readable(accent, "light"), readable(accent, "dark")
    assert min(contrast(light, paper) for paper in (*PAPER["light"], "#ffffff")) >= 4.5
    assert min(contrast(dark, paper) for paper in PAPER["dark"]) >= 4.5


def test_an_accent_that_is_readable_stays_as_the_organiser_chose_it():
    assert readable("#a3312a", "light") == "#a3312a"


def test_the_papers_are_those_of_the_stylesheet():
    from pathlib import Path

    import plenary.web

    css = (Path(plenary.web.__file__).parent / "static/plenary/plenary.css").read_text()
    light, dark = css.split("prefers-color-scheme: dark", 1)
    names = {
        "light": "--paper: #fdfcfa; --raised: #fff; --wash: #f4f1ec;",
        "dark": "--paper: #171614; --raised: #1f1d1b; --wash: #211f1c;",
    }
    assert (names["light"] in light, names["dark"] in dark) == (True, True)


def test_the_theme_sets_the_twin_for_dark_paper():
    css = theme_css("#a3312a").decode()
    assert css.count("--accent-ink:") == 2
