"""Receipts: one file proves one statement recorded, and every part counts."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import LedgerError, MalformedError
from ledger.evidence.checkpoint import LogKeyMissingError
from ledger.evidence.merkle import Hash
from ledger.evidence.note import parse_vkey
from ledger.evidence.proof import Proof, ProofMalformedError, format_proof, parse_proof
from ledger.evidence.receipt import (
    format_receipt,
    open_receipt,
    parse_receipt,
    receipt_bytes_max,
)
from ledger.evidence.shape import JsonTooLargeError
from tests.vectors import generate_receipt

FOLDER = Path(__file__).parents[2] / "vectors" / "F7-receipt"
BASE = json.loads((FOLDER / "base.json").read_text())
CASES = json.loads((FOLDER / "receipts.json").read_text())
VKEYS = [parse_vkey(text) for text in BASE["vkeys"]]
RAW = generate_receipt.fill(CASES["happy-path"]["receipt"], BASE).encode()

proofs = st.builds(
    Proof,
    leaf_index=st.integers(0, 10**17),
    hashes=st.lists(st.binary(min_size=32, max_size=32).map(Hash), max_size=5).map(tuple),
    checkpoint=st.text(min_size=1, max_size=30),
    extra=st.none() | st.binary(max_size=5),
)


def test_vectors_are_what_their_generator_writes() -> None:
    """Every case is the base, put together by hand, with one thing changed."""
    assert generate_receipt.cases(BASE) == CASES


@pytest.mark.parametrize("name", CASES)
def test_receipt_case(name: str) -> None:
    """A receipt made elsewhere opens; each change of it is refused by its name."""
    case = CASES[name]
    code = None
    try:
        open_receipt(generate_receipt.fill(case["receipt"], BASE).encode(), VKEYS)
    except LedgerError as error:
        code = error.code

    assert case["code"] == code


def test_a_receipt_says_what_it_proves() -> None:
    """Who signed what, where it stands in the log, when, and what was sealed."""
    opened = open_receipt(RAW, VKEYS)
    found = (
        opened.statement.stream,
        opened.statement.kid == opened.key.kid,
        opened.entry.at,
        opened.entry.env == opened.statement.digest,
        opened.leaf_index,
        opened.checkpoint.size,
        opened.openings,
    )

    assert found == (
        "decision/jsc/2026-014",
        True,
        datetime(2026, 11, 21, 14, 3, 8, 123_000, tzinfo=UTC),
        True,
        4,
        7,
        {"comment": "Too late for us."},
    )


def test_a_receipt_comes_back() -> None:
    """Its parts, put together again, are the same bytes."""
    assert format_receipt(parse_receipt(RAW)) == RAW


def test_a_receipt_of_bad_parts_is_not_written() -> None:
    """A proof that no reader takes does not go into a receipt."""
    receipt = parse_receipt(RAW)
    with pytest.raises(ProofMalformedError):
        format_receipt(replace(receipt, proof=replace(receipt.proof, leaf_index=-1)))


def test_one_line_can_be_enough() -> None:
    """Who knows only one of the keys can say so."""
    opened = open_receipt(RAW, VKEYS[:1], demand_all=False)

    assert opened.leaf_index == 4


def test_all_lines_are_demanded_otherwise() -> None:
    """A key in force that did not sign is a finding."""
    raw = generate_receipt.fill(CASES["classic-line-removed_fail"]["receipt"], BASE).encode()
    with pytest.raises(LogKeyMissingError):
        open_receipt(raw, VKEYS)


def test_a_large_receipt_is_not_read() -> None:
    """The limit is checked before anything is read."""
    with pytest.raises(JsonTooLargeError):
        open_receipt(b" " * (receipt_bytes_max + 1), VKEYS)


def test_every_change_of_a_byte_is_refused() -> None:
    """No byte of a receipt is spare; of the long ML-DSA-44 line, every sixteenth is tried."""
    start = RAW.rindex("—".encode())
    end = RAW.index(b'"statement"')
    for place in (*range(start), *range(start, end, 16), *range(end, len(RAW))):
        changed = bytearray(RAW)
        changed[place] ^= 1
        with pytest.raises(LedgerError):
            open_receipt(bytes(changed), VKEYS)


@given(proofs)
def test_proofs_come_back(proof: Proof) -> None:
    """Every proof survives its text."""
    assert parse_proof(format_proof(proof)) == proof


@given(st.text(alphabet="c2sp.org/tlog-proof@v1 index 0123=AB\n", max_size=80))
def test_junk_is_no_proof(text: str) -> None:
    """What is read is what would be written."""
    try:
        proof = parse_proof(text)
    except MalformedError:
        return

    assert format_proof(proof) == text


def test_a_large_proof_is_not_read() -> None:
    """The limit is checked before anything is read."""
    with pytest.raises(ProofMalformedError):
        parse_proof("c2sp.org/tlog-proof@v1\nindex 0\n\n" + "x" * 1_048_576)
