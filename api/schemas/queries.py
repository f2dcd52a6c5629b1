"""What can be asked for beside the path."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Generic, TypeVar

from marshmallow import Schema, fields, post_load

from api.schemas.words import DayWord, Known, NumberWord, between, known_word

Q = TypeVar("Q")

FEED_ITEMS_MAX: Final = 1_000
HISTORY_ITEMS_MAX: Final = 500


@dataclass(frozen=True, kw_only=True)
class Page:
    """A stretch of a stream's history: so many statements after a position."""

    after: int
    limit: int


@dataclass(frozen=True, kw_only=True)
class FeedQuery:
    """What a follower has, how much more it takes, and how long it waits for it."""

    last_event_id: int | None
    limit: int
    timeout: int


@dataclass(frozen=True, kw_only=True)
class AsKnown(Generic[Q]):
    """A question, and up to what was recorded it is asked; None: all that is."""

    query: Q
    known: Known | None


@dataclass(frozen=True, kw_only=True)
class AsOf:
    """A day in the world, and what was known."""

    effective: date | None
    known: Known | None


class PageSchema(Schema):
    """Which stretch of a history."""

    after = NumberWord(load_default=0, metadata={"description": "After this position"})
    limit = NumberWord(load_default=100, validate=between(1, HISTORY_ITEMS_MAX))

    @post_load
    def make(self, loaded: dict[str, Any], **_: object) -> Page:
        """Return the typed query."""
        return Page(**loaded)


class FeedSchema(Schema):
    """From where on to follow the feed."""

    last_event_id = NumberWord(
        data_key="lastEventId",
        load_default=None,
        metadata={"description": "The newest event that the follower has"},
    )
    limit = NumberWord(load_default=100, validate=between(1, FEED_ITEMS_MAX))
    timeout = NumberWord(
        load_default=0,
        metadata={"description": "Seconds to wait for an event; the server may answer earlier"},
    )

    @post_load
    def make(self, loaded: dict[str, Any], **_: object) -> FeedQuery:
        """Return the typed query."""
        return FeedQuery(**loaded)


class AsOfSchema(Schema):
    """A contract as in force on a day, as known at a moment or up to an entry."""

    effective = DayWord(
        load_default=None, metadata={"description": "As it applies on this day; today if absent"}
    )
    known = known_word()

    @post_load
    def make(self, loaded: dict[str, Any], **_: object) -> AsOf:
        """Return the typed query."""
        return AsOf(**loaded)


@dataclass(frozen=True, kw_only=True)
class BlameQuery:
    """One clause or all, as of a day, as it was known."""

    clause: str | None
    effective: date | None
    known: Known | None


class BlameQuerySchema(AsOfSchema):
    """Which clause, without it all; as of which day, as known when."""

    clause = fields.String(load_default=None, metadata={"description": "A clause's id"})

    @post_load
    def make(self, loaded: dict[str, Any], **_: object) -> BlameQuery:
        """Return the typed query."""
        return BlameQuery(**loaded)


@dataclass(frozen=True, kw_only=True)
class DiffQuery:
    """Two days, each as something was known."""

    since: date
    to: date | None
    from_known: Known | None
    to_known: Known | None


class DiffQuerySchema(Schema):
    """From which day to which (today), each as known when."""

    since = DayWord(data_key="from", required=True, metadata={"description": "From this day"})
    to = DayWord(load_default=None, metadata={"description": "To this day; today if absent"})
    from_known = known_word()
    to_known = known_word()

    @post_load
    def make(self, loaded: dict[str, Any], **_: object) -> DiffQuery:
        """Return the typed query."""
        return DiffQuery(**loaded)


class BoardSchema(Schema):
    """Of which board; without it, of all."""

    board = fields.String(load_default=None)

    @post_load
    def make(self, loaded: dict[str, Any], **_: object) -> str | None:
        """Return the board's name."""
        board: str | None = loaded["board"]
        return board
