import re
from pathlib import Path

from plenary_reader.limits import MEGABYTE, STANDARD
from plenary_reader.sentences import PROBLEMS, REFUSALS
from plenary_reader.sheets import reference
from plenary_reader.sheets.headers import GUESTS, TALKS
from plenary_reader.sheets.lexicon import GUEST_HEADERS, LEFT_OUT_HEADERS, TALK_HEADERS

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "src" / "plenary_reader"
OURS = [
    SOURCES / name for name in ("sheets", "schedules", "sandbox", "archives.py", "refusals.py", "problems.py")
]


def test_the_page_of_import_formats_is_the_lexicon():
    assert (ROOT / "docs" / "reference" / "import-formats.md").read_text() == reference.page()


def test_the_page_on_reading_gives_the_limits_we_keep():
    page = (ROOT / "docs" / "explanation" / "reading-files.md").read_text()
    told = {name: float(value) for value, name in re.findall(r"\| ([\d.]+)[^|]* \| `(\w+)` \|", page)}
    kept = {
        name: float(value) / MEGABYTE if name.endswith("_bytes") else float(value)
        for name, value in vars(STANDARD).items()
    }
    assert told == kept


def test_every_header_of_the_lexicon_means_its_field():
    for headers, lexicon in ((GUEST_HEADERS, GUESTS), (TALK_HEADERS, TALKS)):
        for field, words in headers.items():
            wrong = [word for word in words if lexicon.look_up(word) != (field, 1.0)]
            assert wrong == [], field


def test_every_sensitive_header_is_left_out_of_both_kinds_of_list():
    for word in LEFT_OUT_HEADERS:
        assert (GUESTS.look_up(word)[0], TALKS.look_up(word)[0]) == ("left_out", "left_out"), word


def test_every_sentence_is_used_and_every_code_has_a_sentence():
    text = "".join(
        path.read_text()
        for place in OURS
        for path in ([place] if place.is_file() else sorted(place.rglob("*.py")))
    )
    composed = {f"duplicate_{name}" for name in ("id", "guid")}
    for code in (REFUSALS | PROBLEMS).keys() - composed:
        assert f'"{code}"' in text, code


def test_sentences_are_whole_and_their_placeholders_have_names():
    for code, sentence in (REFUSALS | PROBLEMS).items():
        assert sentence.endswith("."), code
        assert re.findall(r"%(?!\(\w+\)s)", sentence) == [], code
