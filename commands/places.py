"""Where a statement goes: a ledger's folder or its server, met with what is pinned of it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path

import click

from commands.desk import Desk
from commands.doors import FolderDoor
from commands.pins import PINS_VARIABLE, Pin, PinBook
from commands.server import HttpDoor, parse_url
from commands.setting import FOLDER, LEDGER_VARIABLE, ledger_option, load_folder, parse_digest
from commands.tables.console import messages
from ledger.domain.founding import log_vkeys, open_founding
from ledger.errors import MalformedError, NotRecordedError, UnverifiedError
from ledger.evidence.keys import Signer
from ledger.evidence.statement import Digest, SignerClaim
from ledger.service import Ledger, system_clock

Met = FolderDoor | HttpDoor


class OtherLedgerError(UnverifiedError):
    """What stands at a place is the ledger that is meant."""

    code = "other-ledger"
    message = "there is the ledger {found}, not {wanted}"


class LedgerUnnamedError(MalformedError):
    """A server is met for the first time with the ledger's id, as it was given on paper."""

    code = "ledger-id-missing"
    message = "{url} is met for the first time: give the ledger's id with --id sha256:…"


class NotFoundedError(NotRecordedError):
    """Statements are drafted for a ledger that was founded."""

    code = "ledger-not-founded"
    message = "the ledger is not founded yet; countersign init does that"


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the ledger is, as a command was told, and where pins are kept."""

    folder: Path | None
    url: str | None
    ledger: Digest | None
    book: PinBook

    @property
    def is_named(self) -> bool:
        """Whether a folder or an address was given."""
        return self.folder is not None or self.url is not None


def place_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command ``place``: a folder, or with --url a server; an address wins."""

    @ledger_option
    @click.option("--url", help=f"The ledger's server, instead of --ledger or {LEDGER_VARIABLE}.")
    @click.option("--id", "ledger", help="The ledger's id that you have on paper: sha256:…")
    @click.option("--pins", type=FOLDER, envvar=PINS_VARIABLE, help="Where you keep your pins.")
    @wraps(command)
    def with_place(
        *arguments: object,
        folder: Path | None,
        url: str | None,
        ledger: str | None,
        pins: Path | None,
        **members: object,
    ) -> None:
        place = Place(
            folder=folder if url is None else None,
            url=None if url is None else parse_url(url),
            ledger=None if ledger is None else parse_digest(ledger),
            book=PinBook.default() if pins is None else PinBook(pins),
        )
        command(*arguments, place=place, **members)

    return with_place


@contextmanager
def met(place: Place, signer: Signer | None = None) -> Iterator[tuple[Met, Pin]]:
    """Yield the door to a place with the pin of its ledger; ``signer`` reads at a server.

    Raises:
        OtherLedgerError: Another ledger is there than the one that is meant.
        LedgerUnnamedError, NotFoundedError: There is nothing to hold it against.
        LedgerError: The place cannot be opened; by name.
    """
    with ExitStack() as closing:
        if place.url is not None:
            yield _meet_server(place, place.url, signer)
        else:
            folder = load_folder(place.folder)
            door = FolderDoor(folder, Ledger.open(folder), system_clock)
            closing.callback(door.close)
            yield door, _known_folder(place, door)


def _known_folder(place: Place, door: FolderDoor) -> Pin:
    compact = door.founding()
    if compact is None:
        raise NotFoundedError
    return _known(place, compact)


def _meet_server(place: Place, url: str, signer: Signer | None) -> tuple[HttpDoor, Pin]:
    pin = place.book.find_url(url) if place.ledger is None else place.book.find(place.ledger)
    if pin is not None:
        return HttpDoor(url, pin.ledger, signer), replace(pin, url=url)
    if place.ledger is None:
        raise LedgerUnnamedError(url=url)
    door = HttpDoor(url, place.ledger, signer)
    return door, replace(_known(place, door.founding()), url=url)


def _known(place: Place, founding: bytes) -> Pin:
    """Return the pin of the ledger that a founding began; one met first begins with its keys."""
    statement, body = open_founding(founding)
    ledger = statement.digest
    if place.ledger not in {None, ledger}:
        raise OtherLedgerError(found=ledger, wanted=place.ledger)
    pin = place.book.find(ledger)
    if pin is not None:
        return pin
    if place.ledger is None:
        messages().print(f"met for the first time: compare {ledger} with what you have on paper")
    return Pin(ledger=ledger, vkeys=log_vkeys(body))


@contextmanager
def seated(place: Place, signer: Signer, claim: SignerClaim) -> Iterator[Desk]:
    """Yield a desk at a place; whatever its pin has moved on to is kept.

    Raises:
        LedgerError: As ``met``.
    """
    with met(place, signer) as (door, pin):
        desk = Desk(door, signer, claim, pin)
        try:
            yield desk
        finally:
            assert desk.pin is not None, "whoever sits down at a founded ledger has it pinned"
            place.book.keep(desk.pin)
