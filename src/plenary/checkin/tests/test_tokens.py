"""The QR's token: one spelling, one edition, no bit that may differ."""

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from plenary.checkin.tokens import (
    KEY_NUMBER,
    LENGTH,
    Claims,
    TokenRefused,
    make_token,
    read_token,
    signing_key,
)

KEY = signing_key("a secret")
KEYS = {KEY_NUMBER: KEY}
claims = st.builds(
    Claims,
    edition_id=st.integers(0, 2**32 - 1),
    badge_id=st.integers(0, 2**32 - 1),
    category_id=st.integers(0, 2**32 - 1),
    version=st.integers(0, 2**16 - 1),
)


@given(claims)
@settings(max_examples=50, deadline=None)
def test_a_token_is_read_back_and_fits_a_qr_of_version_six(made):
    token = make_token(made, key=KEY)
    assert read_token(token, edition_id=made.edition_id, keys=KEYS) == made
    qr = segno.make(token, error="m", micro=False, boost_error=False)
    assert (len(token), qr.mode, qr.version) == (LENGTH, "alphanumeric", 6)


def test_every_flipped_bit_is_refused():
    token = make_token(Claims(7, 8, 9, 1), key=KEY)
    accepted = []
    for place in range(len(token)):
        for bit in range(8):
            changed = token[:place] + chr(ord(token[place]) ^ (1 << bit)) + token[place + 1 :]
            try:
                read_token(changed, edition_id=7, keys=KEYS)
                accepted.append((place, bit))
            except TokenRefused:
                pass
    assert accepted == []


@given(st.text(max_size=200) | st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ234567=", max_size=140))
@settings(max_examples=300, deadline=None)
def test_no_other_text_is_a_token(text):
    with pytest.raises(TokenRefused):
        read_token(text, edition_id=7, keys=KEYS)


@pytest.mark.parametrize("length", [0, 1, LENGTH - 1, LENGTH + 1])
def test_a_token_that_was_cut_or_lengthened_is_refused(length):
    token = (make_token(Claims(7, 8, 9, 1), key=KEY) + "A")[:length]
    with pytest.raises(TokenRefused):
        read_token(token, edition_id=7, keys=KEYS)


def test_a_token_of_another_edition_installation_or_key_is_refused():
    token = make_token(Claims(7, 8, 9, 1), key=KEY)
    foreign = make_token(Claims(7, 8, 9, 1), key=signing_key("another secret"))
    unknown = make_token(Claims(7, 8, 9, 1), key=signing_key("a secret", 2), number=2)
    for text, edition in ((token, 6), (foreign, 7), (unknown, 7)):
        with pytest.raises(TokenRefused):
            read_token(text, edition_id=edition, keys=KEYS)
