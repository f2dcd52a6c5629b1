"""Commitments: an opening fits one path and one value."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import LedgerError, MalformedError
from ledger.evidence.canonical import Json
from ledger.evidence.commitment import (
    Opening,
    OpeningDuplicateError,
    OpeningMalformedError,
    OpeningMismatchError,
    OpeningMissingError,
    OpeningPathError,
    OpeningUnknownError,
    commitment_of,
    make_opening,
    match_openings,
    opening_bytes_max,
    parse_opening,
)
from ledger.evidence.statement import Sealed
from tests.vectors import generate_commitment

CASES = json.loads(
    (Path(__file__).parents[2] / "vectors" / "F8-commitment" / "openings.json").read_text()
)
COMMENT = make_opening("comment", "Too late for us.")
NAME = make_opening("roots/0/name", "Ada Lovelace")
SEALED = (COMMENT.sealed, NAME.sealed)


def test_vectors_are_what_their_generator_writes() -> None:
    """The file is the generator's output."""
    assert generate_commitment.cases() == CASES


@pytest.mark.parametrize("name", CASES)
def test_opening_case(name: str) -> None:
    """Each opening is read under its commitment, or refused."""
    case = CASES[name]
    code = None
    try:
        parse_opening(case["opening"].encode())
    except LedgerError as error:
        code = error.code

    assert (case["code"], case["commitment"]) == (code, commitment_of(case["opening"].encode()))


def test_a_salt_may_be_given() -> None:
    """The same salt, path and value have the same text."""
    opening = make_opening("comment", "Too late for us.", generate_commitment.SALT)

    assert opening.text.decode() == CASES["text"]["opening"]


def test_two_openings_of_one_value_differ() -> None:
    """A fresh salt keeps equal values from looking equal."""
    assert make_opening("comment", "x").commitment != make_opening("comment", "x").commitment


@given(st.none() | st.booleans() | st.integers(-9, 9) | st.text(st.characters(codec="utf-8")))
def test_values_come_back(value: Json) -> None:
    """What is sealed is what is opened."""
    opening = make_opening("comment", value)

    assert match_openings([opening.sealed], [parse_opening(opening.text)]) == {"comment": value}


@pytest.mark.parametrize(
    ("path", "value"), [("Comment", "x"), ("a//b", "x"), ("comment", 1.0), ("comment", "\ud800")]
)
def test_what_no_reader_takes_is_not_sealed(path: str, value: Json) -> None:
    """The grammar holds in writing, too."""
    with pytest.raises(MalformedError):
        make_opening(path, value)


def test_a_salt_has_16_bytes() -> None:
    """A shorter one could be guessed."""
    with pytest.raises(OpeningMalformedError):
        make_opening("comment", "x", bytes(15))


def test_a_large_opening_is_refused() -> None:
    """The limit is checked before anything is read."""
    with pytest.raises(OpeningMalformedError):
        parse_opening(b"A" * (opening_bytes_max + 1))


def test_openings_match_their_commitments() -> None:
    """Values stand under their paths, in any order of the openings."""
    assert match_openings(SEALED, [NAME, COMMENT], demand_all=True) == {
        "comment": "Too late for us.",
        "roots/0/name": "Ada Lovelace",
    }


def test_an_opening_may_be_absent() -> None:
    """Erased and withheld values leave the rest readable."""
    assert match_openings(SEALED, [NAME]) == {"roots/0/name": "Ada Lovelace"}


MISMATCHES: dict[str, tuple[list[Opening], type[LedgerError]]] = {
    "not sealed": ([make_opening("reason", "x")], OpeningUnknownError),
    "another value": ([make_opening("comment", "Fine.")], OpeningMismatchError),
    "another salt": ([make_opening("comment", "Too late for us.")], OpeningMismatchError),
    "twice": ([COMMENT, COMMENT], OpeningDuplicateError),
    "one missing": ([COMMENT], OpeningMissingError),
}


@pytest.mark.parametrize("name", MISMATCHES)
def test_openings_that_do_not_match_are_named(name: str) -> None:
    """Each way not to match has its own error."""
    openings, error = MISMATCHES[name]
    with pytest.raises(error):
        match_openings(SEALED, openings, demand_all=True)


def test_an_opening_is_for_the_path_of_its_commitment() -> None:
    """A commitment that was signed at another path is not opened there."""
    moved = Sealed(commitment=COMMENT.commitment, path="rationale")
    with pytest.raises(OpeningPathError):
        match_openings([moved], [COMMENT])


def test_every_change_of_a_byte_is_refused_or_matches_nothing() -> None:
    """No byte of an opening is spare."""
    for place in range(len(COMMENT.text)):
        changed = bytearray(COMMENT.text)
        changed[place] ^= 1
        with pytest.raises(LedgerError):
            match_openings(SEALED, [parse_opening(bytes(changed))])
