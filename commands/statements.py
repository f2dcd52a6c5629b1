"""``countersign draft``, ``sign`` and ``submit``: from what someone wants to say to its place."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from hashlib import sha256
from mimetypes import guess_type
from pathlib import Path
from typing import Any, Final

import click

from commands.bodies import BODY_BYTES_MAX, normalised, parse_body
from commands.desk import Said, check_draft
from commands.doors import FolderDoor
from commands.drafts import Draft, format_draft, load_draft, load_signed, save_signed
from commands.exits import exit_of, say_error
from commands.inputs import FILE, json_option, read_file
from commands.keys import KeyChoice, key_options
from commands.pins import Pin
from commands.places import Met, OtherLedgerError, Place, met, place_options
from commands.server import HttpDoor
from commands.setting import load_folder, parse_digest
from commands.speakers import parse_claim
from commands.tables.console import facts, messages, print_json
from ledger.drafting import Wish
from ledger.errors import LedgerError, MalformedError, NotRecordedError
from ledger.evidence.commitment import make_opening
from ledger.evidence.statement import Claims, Document, KindTag, StreamName, sign_statement
from ledger.service import Ledger, system_clock

_DOCUMENT_BYTES_MAX: Final = 256 * 1024 * 1024
_ANY_TYPE: Final = "application/octet-stream"
_STDIN: Final = Path("-")


class SealTextError(MalformedError):
    """What is sealed is written as a body path and a value."""

    code = "seal-text"
    message = "{text!r} is not written as path=value"


class PinMissingError(NotRecordedError):
    """A signature says what its signer had seen of the ledger, so something was."""

    code = "pin-missing"
    message = "nothing is pinned of {ledger}; sign where --ledger or --url can reach it once"


@click.command()
@click.argument("kind")
@click.argument("stream")
@click.option(
    "--body", "body_file", type=click.Path(path_type=Path), required=True, help="JSON; - is stdin."
)
@click.option(
    "--as", "claim", required=True, help="person@party:capacity, or key-id@party:registrar."
)
@click.option("--subject", help="Digest of the exact statement acted on.")
@click.option("--base", help="Digest of what is replaced.")
@click.option("--meaning", help="Where the kind leaves a choice: approval, rejection, …")
@click.option("--reason", help="Why; some kinds demand it.")
@click.option("--seal", "seals", multiple=True, help="path=value: a field that can be erased.")
@click.option("--document", "documents", type=FILE, multiple=True, help="Attach by digest.")
@click.option("-o", "--output", type=FILE, default=Path("draft.json"), show_default=True)
@place_options
@key_options
def draft(
    kind: str,
    stream: str,
    *,
    body_file: Path,
    claim: str,
    subject: str | None,
    base: str | None,
    meaning: str | None,
    reason: str | None,
    seals: tuple[str, ...],
    documents: tuple[Path, ...],
    output: Path,
    place: Place,
    key: KeyChoice,
) -> None:
    """Draft a statement of KIND in STREAM, to look at and to sign.

    What the body holds, and what else a draft needs: countersign kind KIND. The
    ledger fills in the newest statement of the stream; everything else must be
    as you asked, or the draft is refused. At a server, --key says who reads.
    """
    openings = tuple(make_opening(*_parse_seal(text)) for text in seals)
    wish = Wish(
        kind=KindTag(kind),
        stream=StreamName(stream),
        body=parse_body(_read_body(body_file)),
        signer=parse_claim(claim),
        subject=None if subject is None else parse_digest(subject),
        base=None if base is None else parse_digest(base),
        meaning=meaning,
        reason=None if reason is None else normalised(reason),
        documents=tuple(_attach(place, path) for path in documents),
        sealed=tuple(opening.sealed for opening in openings),
    )
    with met(place, key.load() if key.is_made else None) as (door, known):
        claims = door.draft(wish)
        check_draft(claims, wish)
        ledger = _pinned(place, door, known).ledger
    made = Draft(claims=replace(claims, ledger=ledger), openings=openings)
    output.write_bytes(format_draft(made) + b"\n")
    messages().print(f"draft written to {output}; countersign sign {output} --key FILE")


def _pinned(place: Place, door: Met, known: Pin) -> Pin:
    """Return the pin, moved on to the newest checkpoint and kept."""
    pin = known.advance(door.checkpoint(), door.consistency)
    place.book.keep(pin)
    return pin


def _read_body(path: Path) -> bytes:
    return sys.stdin.buffer.read() if path == _STDIN else read_file(path, BODY_BYTES_MAX)


def _parse_seal(text: str) -> tuple[str, str]:
    path, equals, value = text.partition("=")
    if not equals:
        raise SealTextError(text=text)
    return path, normalised(value)


def _attach(place: Place, path: Path) -> Document:
    """Return an attachment's claim; in a folder the document is kept beside the ledger."""
    raw = read_file(path, _DOCUMENT_BYTES_MAX)
    digest = sha256(raw).hexdigest()
    if place.url is None:
        (load_folder(place.folder).documents / digest).write_bytes(raw)
    media_type = guess_type(path.name)[0] or _ANY_TYPE
    return Document(name=path.name, media_type=media_type, size=len(raw), sha256=digest)


@click.command()
@click.argument("draft_file", metavar="DRAFT", type=FILE)
@click.option("-o", "--output", type=FILE, help="Where the statement goes; else beside DRAFT.")
@place_options
@key_options
def sign(draft_file: Path, *, output: Path | None, place: Place, key: KeyChoice) -> None:
    """Sign DRAFT with your key, after showing what it says.

    The statement names the checkpoint that you keep pinned; with --ledger or
    --url, the newest one is checked against it and pinned first.
    """
    made = load_draft(draft_file)
    pin = _pin_for(place, made.claims)
    now = system_clock().replace(microsecond=0)
    claims = replace(made.claims, ledger=pin.ledger, seen=pin.seen(), signed_at=now)
    signer = key.load()
    _show_claims(claims)
    target = output or draft_file.with_suffix(".jws")
    save_signed(target, sign_statement(claims, signer), made.openings)
    messages().print(f"signed with key {signer.public.kid}; statement written to {target}")


def _pin_for(place: Place, claims: Claims) -> Pin:
    """Return the signer's pin of the draft's ledger, moved on where the ledger can be reached."""
    if place.is_named:
        with met(place) as (door, known):
            pin = _pinned(place, door, known)
    else:
        found = None if claims.ledger is None else place.book.find(claims.ledger)
        if found is None:
            raise PinMissingError(ledger=claims.ledger)
        pin = found
    if claims.ledger not in {None, pin.ledger}:
        raise OtherLedgerError(found=pin.ledger, wanted=claims.ledger)
    return pin


def _show_claims(claims: Claims) -> None:
    """Show on standard error what is about to be signed."""
    signer = claims.signer
    rows = {
        "you sign": f"{claims.kind} in {claims.stream}",
        "as": f"{signer.person} ({signer.party or 'no party'}), {signer.capacity}",
        "meaning": claims.meaning or "—",
        "subject": claims.subject or "—",
        "reason": claims.reason or "—",
        "sealed": ", ".join(each.path for each in claims.sealed) or "—",
        "documents": ", ".join(each.name for each in claims.documents) or "—",
        "body": claims.body.decode("utf-8"),
        "seen": "nothing" if claims.seen is None else f"a log of {claims.seen.size} entries",
    }
    messages().print(facts(rows))


@click.command()
@click.argument("files", nargs=-1, required=True, type=FILE)
@place_options
@json_option
def submit(files: tuple[Path, ...], *, place: Place, is_json: bool) -> None:
    """Record signed statements, in order; each is recorded or refused for itself.

    The exit code is that of the first refusal. What was recorded before gives
    its place again.
    """
    submissions = [load_signed(path) for path in files]
    with _door(place) as door:
        outcomes = door.submit_all(submissions)
    if is_json:
        print_json([_plain(path, said) for path, said in zip(files, outcomes, strict=True)])
    code = _tell(files, outcomes, is_quiet=is_json)
    if code:
        raise SystemExit(code)


@contextmanager
def _door(place: Place) -> Iterator[FolderDoor | HttpDoor]:
    """Yield the door that statements go through: their signatures are all that it asks for."""
    if place.url is not None:
        yield HttpDoor(place.url, place.ledger, None)
        return
    folder = load_folder(place.folder)
    with closing(FolderDoor(folder, Ledger.open(folder), system_clock)) as door:
        yield door


def _plain(path: Path, said: Said | LedgerError) -> dict[str, Any]:
    if isinstance(said, LedgerError):
        refused = {"outcome": exit_of(said)[0], "code": said.code, "message": str(said)}
        return {"file": str(path), **refused}
    recorded = {"id": said.id, "digest": said.digest, "leaf_index": said.leaf_index}
    return {"file": str(path), "outcome": "recorded", **recorded}


def _tell(files: Sequence[Path], outcomes: Sequence[Said | LedgerError], *, is_quiet: bool) -> int:
    """Say what became of each; return the exit code of the first refusal."""
    codes = []
    for path, said in zip(files, outcomes, strict=True):
        if isinstance(said, LedgerError):
            codes.append(say_error(said, about=str(path)))
        elif not is_quiet:
            click.echo(f"{path}: entry {said.leaf_index}, id {said.id}, {said.digest}")
    return next(iter(codes), 0)
