r"""Receipts: one file that proves one statement recorded (FORMATS F7).

    {"entry":"{\"at\":…}","key":{"crv":"Ed25519",…},"openings":["…"],
     "proof":"c2sp.org/tlog-proof@v1\nindex 7\n…","statement":"eyJhbGciOi…"}

Given the ledger's vkeys it proves: signed by this key, included in this log at
this index. That the key was enrolled, and that the rules allowed the act, takes
the ledger or a bundle.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ledger.errors import MalformedError, UnverifiedError
from ledger.evidence.canonical import (
    Body,
    BodyMalformedError,
    Json,
    decode_body,
    encode_body,
)
from ledger.evidence.checkpoint import Checkpoint, open_checkpoint
from ledger.evidence.commitment import match_openings, parse_opening
from ledger.evidence.entry import Entry, parse_entry
from ledger.evidence.keys import PublicKey, parse_jwk
from ledger.evidence.merkle import check_inclusion, leaf_hash
from ledger.evidence.note import VKey
from ledger.evidence.proof import Proof, format_proof, parse_proof
from ledger.evidence.statement import Digest, Statement, open_statement

receipt_bytes_max: Final = 2_097_152


class ReceiptMalformedError(MalformedError):
    """A receipt is a statement, a key, an entry, a proof and openings."""

    code = "receipt-malformed"
    message = "{path}: {problem}"


class ReceiptEntryError(UnverifiedError):
    """The entry names the statement that the receipt carries."""

    code = "receipt-entry"
    message = "the entry is for {env}, the statement is {digest}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """What goes into a receipt, each part in its own bytes; nothing is verified."""

    statement: bytes  # the compact form
    key: Mapping[str, str]  # the signer's JWK
    entry: bytes
    proof: Proof
    openings: tuple[bytes, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenedReceipt:
    """What a receipt proves; ``open_receipt`` makes it."""

    statement: Statement
    key: PublicKey
    entry: Entry
    leaf_index: int
    checkpoint: Checkpoint
    openings: Mapping[str, Json]  # values by body path; what is not opened is absent


class _Receipt(Body):
    """The five members as they stand in the bytes."""

    statement: str
    key: dict[str, str]
    entry: str
    proof: str
    openings: tuple[str, ...]


def format_receipt(receipt: Receipt) -> bytes:
    """Return the receipt's file, canonical JSON.

    Raises:
        MalformedError: A part does not parse.
    """
    members = _Receipt(
        statement=receipt.statement.decode(),
        key=dict(receipt.key),
        entry=receipt.entry.decode(),
        proof=format_proof(receipt.proof),
        openings=tuple(text.decode() for text in receipt.openings),
    )
    return encode_body(members, bytes_max=receipt_bytes_max)


def parse_receipt(raw: bytes) -> Receipt:
    """Return the parts of a receipt; nothing is verified.

    Raises:
        ReceiptMalformedError: Its members are not the five.
        MalformedError: The bytes are no canonical JSON, or the proof is none.
    """
    try:
        members = decode_body(raw, _Receipt, bytes_max=receipt_bytes_max)
    except BodyMalformedError as error:
        raise ReceiptMalformedError(**error.facts) from error
    return Receipt(
        statement=members.statement.encode(),
        key=members.key,
        entry=members.entry.encode(),
        proof=parse_proof(members.proof),
        openings=tuple(text.encode() for text in members.openings),
    )


def open_receipt(raw: bytes, vkeys: Sequence[VKey], *, demand_all: bool = True) -> OpenedReceipt:
    """Return what the receipt proves, given the keys of the log.

    In this order: the bytes, the key's id, the signature, the entry, the
    openings, the checkpoint's lines (all of them, with ``demand_all``), the path.

    Raises:
        MalformedError: A part does not parse; by part.
        UnverifiedError: A part does not hold; by part.
    """
    receipt = parse_receipt(raw)
    key = parse_jwk(receipt.key)
    statement = open_statement(receipt.statement, key)
    entry = parse_entry(receipt.entry)
    _check_entry(entry, statement.digest)
    openings = match_openings(statement.sealed, map(parse_opening, receipt.openings))
    checkpoint = open_checkpoint(receipt.proof.checkpoint, vkeys, demand_all=demand_all)
    check_inclusion(
        leaf_index=receipt.proof.leaf_index,
        tree_size=checkpoint.size,
        leaf=leaf_hash(receipt.entry),
        root=checkpoint.root,
        proof=receipt.proof.hashes,
    )
    return OpenedReceipt(
        statement=statement,
        key=key,
        entry=entry,
        leaf_index=receipt.proof.leaf_index,
        checkpoint=checkpoint,
        openings=openings,
    )


def _check_entry(entry: Entry, digest: Digest) -> None:
    if entry.env != digest:
        raise ReceiptEntryError(env=entry.env, digest=digest)
