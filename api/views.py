"""Reading the views as somebody: fresh, in one state, and only what they may read."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from api.auth import current_reader
from api.schemas.words import Known
from api.served import Served
from ledger.errors import NotRecordedError
from projections import streams
from projections.live import Now, as_known
from projections.moments import check_known
from projections.readers import ViewReader

V = TypeVar("V")


class NothingThereError(NotRecordedError):
    """What does not exist and what is not for this reader look the same."""

    code = "nothing-there"
    message = "there is no {name} for you"


@contextmanager
def reading(it: Served) -> Iterator[tuple[Any, ViewReader]]:
    """Yield a connection that sees one state of the fresh views, and who reads with it.

    What a connection is, the views alone know.
    """
    reader = ViewReader(who=current_reader(), on=it.now().date())
    with it.fresh_views().connection() as connection:
        yield connection, reader


def present(it: Served) -> Now:
    """Return the world as it is recorded, and the time, for what depends on the clock.

    Take it after the views were opened: it is as new as they are, or newer.
    """
    return Now(world=it.ledger.world, at=it.now())


def as_asked(it: Served, known: Known | None) -> Now:
    """Return the world as it was known up to an entry or a moment; None: the present one.

    Raises:
        KnownBeyondError: There is no such entry, or the moment has not come.
    """
    return present(it) if known is None else as_known(it.archive, known, it.now())


def demand_recorded(it: Served, *asked: Known | None) -> None:
    """Hold only if what was known at these moments is recorded by now.

    Raises:
        KnownBeyondError: There is no such entry, or a moment has not come.
    """
    for known in asked:
        check_known(known, it.archive.tree_size, it.now())


def demand(found: V | None, name: str) -> V:
    """Return what a view found.

    Raises:
        NothingThereError: It found nothing that the reader may read.
    """
    if found is None:
        raise NothingThereError(name=name)
    return found


def demand_readable(connection: Any, reader: ViewReader, name: str) -> None:  # noqa: ANN401
    """Hold only if the reader may read a stream.

    Raises:
        NothingThereError: They may not, or there is none.
    """
    if not streams.may_read(connection, reader, name):
        raise NothingThereError(name=name)
