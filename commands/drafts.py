"""Files between saying and recording: a draft to look at, and what was signed of it.

draft.json         {"draft":"countersign-draft/1","openings":[…],"payload":{…}}
draft.jws          the statement, as it will be recorded
draft.openings     the openings of its sealed fields, one a line; secret as the fields are
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Literal

from commands.inputs import read_file
from ledger.errors import MalformedError
from ledger.evidence.canonical import Body, RawJson, constrained, decode_body, encode_body
from ledger.evidence.commitment import Opening, match_openings, parse_opening
from ledger.evidence.statement import Claims, format_claims, parse_claims
from ledger.service import Submission

DRAFT_BYTES_MAX: Final = 2_000_000


class DraftMalformedError(MalformedError):
    """A draft is what ``countersign draft`` writes: a payload, and openings that fit it."""

    code = "draft-malformed"
    message = "{path} is no draft: {problem}"


class _DraftFile(Body):
    draft: Literal["countersign-draft/1"]
    openings: Annotated[tuple[str, ...], constrained(max_length=1_000)]
    payload: RawJson


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What is to be signed, with the openings that go along unsigned."""

    claims: Claims
    openings: tuple[Opening, ...]


def format_draft(draft: Draft) -> bytes:
    """Return a draft's file, canonical JSON."""
    texts = tuple(opening.text.decode("ascii") for opening in draft.openings)
    payload = RawJson(format_claims(draft.claims))
    made = _DraftFile(draft="countersign-draft/1", openings=texts, payload=payload)
    return encode_body(made, bytes_max=DRAFT_BYTES_MAX)


def load_draft(path: Path) -> Draft:
    """Return a draft whose openings are those of its sealed fields.

    Raises:
        DraftMalformedError: The file is none.
        UnverifiedError: An opening is of another value than is signed.
    """
    raw = read_file(path, DRAFT_BYTES_MAX).strip()
    try:
        found = decode_body(raw, _DraftFile, bytes_max=DRAFT_BYTES_MAX)
        claims = parse_claims(bytes(found.payload))
        openings = tuple(parse_opening(text.encode("utf-8")) for text in found.openings)
    except MalformedError as error:
        raise DraftMalformedError(path=str(path), problem=str(error)) from error
    match_openings(claims.sealed, openings, demand_all=True)
    return Draft(claims=claims, openings=openings)


def openings_path(statement: Path) -> Path:
    """Return where a statement's openings lie: beside it."""
    return statement.with_suffix(".openings")


def save_signed(path: Path, compact: bytes, openings: tuple[Opening, ...]) -> None:
    """Write a statement, and its openings beside it if it seals anything."""
    path.write_bytes(compact + b"\n")
    if openings:
        lines = (opening.text.decode("ascii") + "\n" for opening in openings)
        openings_path(path).write_text("".join(lines), encoding="ascii")


def load_signed(path: Path) -> Submission:
    """Return a statement with the openings that lie beside it.

    Raises:
        InputMissingError, InputTooLargeError: The file cannot be read.
    """
    beside = openings_path(path)
    texts: tuple[str, ...] = ()
    if beside.exists():
        raw = read_file(beside, DRAFT_BYTES_MAX)
        texts = tuple(raw.decode("utf-8", "replace").splitlines())
    return Submission(compact=read_file(path, DRAFT_BYTES_MAX).strip(), openings=texts)
