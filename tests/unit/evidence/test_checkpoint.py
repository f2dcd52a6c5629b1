"""Checkpoints: both keys of the log, its own name, one spelling of size and root."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import LedgerError
from ledger.evidence.checkpoint import (
    Checkpoint,
    LogKeyMissingError,
    open_checkpoint,
    seal_checkpoint,
)
from ledger.evidence.keys import ed25519_algorithm, generate_log_signer, mldsa44_algorithm
from ledger.evidence.merkle import Hash, leaf_hash
from ledger.evidence.note import TreeHeadMalformedError, parse_vkey, vkey_of
from tests.vectors import generate_checkpoint

FOLDER = Path(__file__).parents[2] / "vectors" / "F5-checkpoint"
CASES = json.loads((FOLDER / "checkpoints.json").read_text())
BASE = json.loads((FOLDER / "base.json").read_text())

AT = datetime(2026, 11, 21, 14, 3, 8, tzinfo=UTC)
ORIGIN = "countersign.example/score"
SIGNERS = (generate_log_signer(ed25519_algorithm), generate_log_signer(mldsa44_algorithm))
VKEYS = tuple(vkey_of(ORIGIN, signer) for signer in SIGNERS)
CHECKPOINT = Checkpoint(origin=ORIGIN, size=7, root=leaf_hash(b"a"))


def test_vectors_are_what_their_generator_writes() -> None:
    """Every case is the signed base with one thing changed."""
    assert generate_checkpoint.cases(BASE) == CASES


@pytest.mark.parametrize("name", CASES)
def test_checkpoint_case(name: str) -> None:
    """A checkpoint laid out by hand opens; each change of it is refused by its name."""
    case = CASES[name]
    vkeys = [parse_vkey(text) for text in case["vkeys"]]
    code = None
    try:
        open_checkpoint(case["text"], vkeys, demand_all=case["demand_all"])
    except LedgerError as error:
        code = error.code

    assert code == case["code"]
    assert name.endswith("_fail") is (code is not None)


@given(
    size=st.integers(0, 10**18 - 1),
    root=st.binary(min_size=32, max_size=32).map(Hash),
)
def test_sealed_checkpoint_opens(size: int, root: Hash) -> None:
    """What the log seals is what an auditor reads."""
    checkpoint = Checkpoint(origin=ORIGIN, size=size, root=root)

    assert open_checkpoint(seal_checkpoint(checkpoint, SIGNERS, AT), VKEYS) == checkpoint


def test_key_that_did_not_sign_is_missed() -> None:
    """Each vkey given must have its line, unless one is said to be enough."""
    text = seal_checkpoint(CHECKPOINT, SIGNERS[:1], AT)
    with pytest.raises(LogKeyMissingError) as caught:
        open_checkpoint(text, VKEYS)

    assert caught.value.facts == {"vkey": VKEYS[1].label}
    assert open_checkpoint(text, VKEYS, demand_all=False) == CHECKPOINT


def test_old_keys_sign_beside_the_new_during_a_rotation() -> None:
    """Readers with either pair of keys go on reading."""
    successors = (generate_log_signer(ed25519_algorithm), generate_log_signer(mldsa44_algorithm))
    text = seal_checkpoint(CHECKPOINT, (*successors, *SIGNERS), AT)

    for vkeys in (VKEYS, tuple(vkey_of(ORIGIN, signer) for signer in successors)):
        assert open_checkpoint(text, vkeys) == CHECKPOINT


@pytest.mark.parametrize(
    "checkpoint",
    [
        replace(CHECKPOINT, origin=""),
        replace(CHECKPOINT, origin="a b"),
        replace(CHECKPOINT, origin="a\nb"),
        replace(CHECKPOINT, origin="a" * 256),
        replace(CHECKPOINT, size=-1),
        replace(CHECKPOINT, size=10**18),
        replace(CHECKPOINT, root=Hash(bytes(31))),
    ],
)
def test_nothing_is_sealed_that_no_reader_takes(checkpoint: Checkpoint) -> None:
    """The writer holds itself to the reader's rules."""
    with pytest.raises(TreeHeadMalformedError):
        seal_checkpoint(checkpoint, SIGNERS, AT)
