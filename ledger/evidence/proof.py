"""Inclusion proofs as text: C2SP tlog-proof (FORMATS F7).

    c2sp.org/tlog-proof@v1
    index 73894
    gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=       one hash a line, the leaf's
    B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=       sibling first
                                                       an empty line, then
    countersign.example/score                          the checkpoint, verbatim

A line ``extra <base64>`` may stand before the index; nothing vouches for it.
"""

from dataclasses import dataclass
from typing import Final

from ledger.errors import MalformedError
from ledger.evidence.merkle import Hash
from ledger.evidence.note import format_base64, parse_base64, parse_decimal

proof_bytes_max: Final = 1_048_576
hashes_max: Final = 63  # the path of a tree with 2^63 leaves
_hash_size: Final = 32
_first_line: Final = "c2sp.org/tlog-proof@v1"


class ProofMalformedError(MalformedError):
    """A proof is a first line, an index, hashes, an empty line and a checkpoint."""

    code = "proof-malformed"
    message = "no tlog-proof: {problem}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Proof:
    """Where a leaf is, the path to the root, and the checkpoint that signs the root."""

    leaf_index: int
    hashes: tuple[Hash, ...]
    checkpoint: str  # the signed note, not yet opened
    extra: bytes | None = None


def format_proof(proof: Proof) -> str:
    """Return the text of the proof.

    Raises:
        ProofMalformedError: No reader would take it.
    """
    lines = [_first_line]
    if proof.extra is not None:
        lines.append(f"extra {format_base64(proof.extra)}")
    lines.append(f"index {proof.leaf_index}")
    lines.extend(format_base64(one) for one in proof.hashes)
    text = "\n".join(lines) + "\n\n" + proof.checkpoint
    parse_proof(text)
    return text


def parse_proof(text: str) -> Proof:
    """Return the proof that the text spells; nothing is verified.

    Raises:
        ProofMalformedError: It spells none, or spells it in another way.
    """
    if len(text) > proof_bytes_max:
        raise ProofMalformedError(problem=f"over {proof_bytes_max} bytes")
    head, separator, checkpoint = text.partition("\n\n")
    if not separator or not checkpoint:
        raise ProofMalformedError(problem="no empty line with a checkpoint below")
    first, *lines = head.split("\n")
    if first != _first_line:
        raise ProofMalformedError(problem=f"the first line is not {_first_line}")
    extra = None
    if lines and lines[0].startswith("extra "):
        extra = _parse_bytes(lines.pop(0).removeprefix("extra "))
    leaf_index = _parse_index(lines[0] if lines else "")
    hashes = tuple(_parse_hash(line) for line in lines[1:])
    if len(hashes) > hashes_max:
        raise ProofMalformedError(problem=f"{len(hashes)} hashes, at most {hashes_max}")
    return Proof(leaf_index=leaf_index, hashes=hashes, checkpoint=checkpoint, extra=extra)


def _parse_index(line: str) -> int:
    word, _, decimal = line.partition(" ")
    leaf_index = parse_decimal(decimal)
    if word != "index" or leaf_index is None:
        raise ProofMalformedError(problem="no line with a decimal index")
    return leaf_index


def _parse_hash(line: str) -> Hash:
    raw = _parse_bytes(line)
    if len(raw) != _hash_size:
        raise ProofMalformedError(problem=f"a hash of {len(raw)} bytes, not {_hash_size}")
    return Hash(raw)


def _parse_bytes(text: str) -> bytes:
    raw = parse_base64(text)
    if raw is None:
        raise ProofMalformedError(problem="a line is no canonical base64")
    return raw
