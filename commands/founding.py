"""``countersign init``: a ledger's folder, its own keys, its founding by one or several roots."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

import click

from commands.desk import Desk
from commands.doors import FolderDoor
from commands.inputs import FILE, json_option, read_file
from commands.keys import load_file_key, passphrase_option
from commands.pins import PINS_VARIABLE, Pin, PinBook
from commands.setting import FOLDER, LEDGER_VARIABLE
from commands.tables.console import messages, print_json
from ledger.domain.kinds.common import ActEndorsed
from ledger.domain.kinds.ledger import KeyHolder, LedgerFounded
from ledger.domain.world import MAIN
from ledger.errors import LedgerError, MalformedError
from ledger.evidence.canonical import parse_canonical
from ledger.evidence.keys import PublicKey, Signer, parse_jwk
from ledger.evidence.note import format_vkey
from ledger.evidence.statement import PersonSlug, SignerClaim
from ledger.folder import LedgerFolder
from ledger.service import Ledger, system_clock

_KEY_BYTES_MAX: Final = 65_536


class RootsError(MalformedError):
    """A ledger is founded with at least one root's private key at hand."""

    code = "founding-roots"
    message = "cannot be founded: {problem}"


@dataclass(frozen=True, kw_only=True)
class Root:
    """A founding key: at hand to sign with, or another's public half."""

    name: str
    public: PublicKey
    signer: Signer | None


@click.command()
@click.argument("target", type=FOLDER, envvar=LEDGER_VARIABLE)
@click.option("--origin", required=True, help="The log's name, such as ledger.example/score.")
@click.option("--title", required=True, help="What the ledger is about, in a line.")
@click.option(
    "--root", "roots", type=FILE, multiple=True, required=True, help="A founding key, or its JWK."
)
@click.option("--root-name", "names", multiple=True, help="Who holds it, in order; sealed.")
@click.option("--threshold", type=click.IntRange(1), help="Roots per root act; else over half.")
@click.option("--anchor", type=FILE, help="Where the anchor file is; better on another disk.")
@passphrase_option
@click.option("--pins", type=FOLDER, envvar=PINS_VARIABLE, help="Where you keep your pins.")
@json_option
def init(
    target: Path,
    *,
    origin: str,
    title: str,
    roots: tuple[Path, ...],
    names: tuple[str, ...],
    threshold: int | None,
    anchor: Path | None,
    passphrase_file: Path | None,
    pins: Path | None,
    is_json: bool,
) -> None:
    """Found a ledger in the new folder TARGET.

    The first --root that is a private key signs the founding, the others endorse
    it. A root who is elsewhere is named by their public JWK and endorses later:
    until every root has, nothing else is accepted.
    """
    holders = [
        _load_root(path, name or f"Root officer {number}", passphrase_file)
        for number, (path, name) in enumerate(zip_longest(roots, names), 1)
        if path is not None
    ]
    if len(names) > len(roots) or all(root.signer is None for root in holders):
        raise RootsError(problem="name one holder a root, and give one root's private key")
    folder = LedgerFolder.create(target, origin, anchor=anchor)
    body = LedgerFounded(
        origin=origin,
        title=title,
        roots=tuple(KeyHolder(jwk=root.public.jwk()) for root in holders),
        threshold=threshold or len(holders) // 2 + 1,
        log_keys=tuple(map(format_vkey, folder.vkeys())),
        system_key=folder.load_system_signer().public.jwk(),
    )
    try:
        pin = found(folder, body, holders)
    except LedgerError:
        shutil.rmtree(target)  # made just now, and nothing was founded in it
        raise
    (PinBook.default() if pins is None else PinBook(pins)).keep(pin)
    awaited = [root.public.kid for root in holders if root.signer is None]
    _print(target, pin, awaited, is_json=is_json)


def _load_root(path: Path, name: str, passphrase_file: Path | None) -> Root:
    """Return a root from its key file, or from a JWK."""
    raw = read_file(path, _KEY_BYTES_MAX).strip()
    if raw.startswith(b"{"):
        return Root(name=name, public=parse_jwk(parse_canonical(raw)), signer=None)
    signer = load_file_key(path, passphrase_file)
    return Root(name=name, public=signer.public, signer=signer)


def found(folder: LedgerFolder, body: LedgerFounded, roots: Sequence[Root]) -> Pin:
    """Record the founding, with the endorsement of every root that is at hand.

    Raises:
        LedgerError: The rules refuse it.
    """
    door = FolderDoor(folder, Ledger.open(folder), system_clock)
    try:
        first, *others = [root for root in roots if root.signer is not None]
        names = {f"roots/{place}/name": root.name for place, root in enumerate(roots)}
        said = _desk(door, first, None).say("ledger.founded.v1", MAIN, body, sealed=names)
        pin = Pin(ledger=said.digest, vkeys=folder.vkeys())
        pin = pin.advance(door.checkpoint(), door.consistency)
        for root in others:
            desk = _desk(door, root, pin)
            desk.say("act.endorsed.v1", MAIN, ActEndorsed(), subject=said.digest)
            pin = desk.pin or pin
        return pin.advance(door.checkpoint(), door.consistency)
    finally:
        door.close()


def _desk(door: FolderDoor, root: Root, pin: Pin | None) -> Desk:
    assert root.signer is not None, "only roots at hand sit down"
    claim = SignerClaim(person=PersonSlug(root.public.kid), party=None, capacity="root")
    return Desk(door, root.signer, claim, pin)


def _print(target: Path, pin: Pin, awaited: Sequence[str], *, is_json: bool) -> None:
    vkeys = [format_vkey(vkey) for vkey in pin.vkeys]
    if is_json:
        print_json({"ledger": pin.ledger, "vkeys": vkeys, "awaited": list(awaited)})
        return
    plain: list[Any] = [f"ledger id  {pin.ledger}", *(f"log key    {vkey}" for vkey in vkeys)]
    click.echo("\n".join(plain))
    console = messages()
    console.print(f"founded in {target}; keep the id on paper: it pins the founding and these keys")
    for kid in awaited:
        console.print(f"nothing else is accepted until root {kid} has endorsed {pin.ledger}")
