"""Base64url: one spelling for each run of bytes (RFC 7515 2, RFC 4648 3.5)."""

from base64 import urlsafe_b64encode
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.evidence.base64url import Base64MalformedError, format_base64url, parse_base64url


def spelled(raw: bytes) -> bytes:
    """Spell bytes with the standard library's writer."""
    return urlsafe_b64encode(raw).rstrip(b"=")


@given(st.binary(max_size=200))
def test_what_is_written_is_read(raw: bytes) -> None:
    """Reading undoes writing, and writing is the standard's."""
    assert format_base64url(raw) == spelled(raw)
    assert parse_base64url(spelled(raw)) == raw


@pytest.mark.parametrize("length", [1, 2])
def test_of_all_short_texts_those_are_read_that_some_bytes_are_written_as(length: int) -> None:
    """Junk, padding, spare bits, a lone character: whatever is no spelling is refused."""
    spellings = {spelled(bytes([each])) for each in range(256)}
    read = set()
    for text in map(bytes, product(range(256), repeat=length)):
        try:
            read.add(format_base64url(parse_base64url(text)))
        except Base64MalformedError:
            continue
        assert text in read, "it is written as it was read"
    assert read == {each for each in spellings if len(each) == length}


@given(st.binary(min_size=1, max_size=60), st.integers(0), st.integers(0, 255))
def test_a_changed_character_is_refused_or_spells_other_bytes(
    raw: bytes, where: int, character: int
) -> None:
    """No two texts are read as the same bytes."""
    text = bytearray(spelled(raw))
    text[where % len(text)] = character
    try:
        read = parse_base64url(bytes(text))
    except Base64MalformedError:
        return
    assert spelled(read) == text


@pytest.mark.parametrize("text", [b"QQ==", b"QR", b"Q Q", b"QQ\n", b"+A", b"/A", b"A", b"QUJ"])
def test_other_spellings_are_refused(text: bytes) -> None:
    """Padding, spare bits, junk and the other alphabet (RFC 4648 3.1, 3.5)."""
    with pytest.raises(Base64MalformedError):
        parse_base64url(text)
