"""The typed code forgives the hand, never the content."""

import pytest

from plenary.checkin.codes import ALPHABET, make_code, read_code, spaced


@pytest.mark.parametrize(
    "typed, read",
    [
        ("7K3MP2Q0", "7K3MP2Q0"),
        (" 7k3m-p2qo ", "7K3MP2Q0"),
        ("ILoO 7k3m", "11007K3M"),
        ("7K3MP2Q", None),
        ("7K3MP2Q01", None),
        ("UUUUUUUU", None),
        ("七K3MP2Q0", None),
        ("", None),
        ("0" * 10_000, None),
    ],
)
def test_a_code_is_read_as_people_type_it(typed, read):
    assert read_code(typed) == read


def test_a_made_code_is_read_back_as_it_is_printed():
    code = make_code()
    assert (len(code), set(code) <= set(ALPHABET), read_code(spaced(code))) == (8, True, code)
