"""An operator who holds every server key, and what they can make of a story.

A ``Book`` is a story's statements in order; after any change it is bound anew:
entries, tree and checkpoint are made from what it holds, with the real log
keys. Only members' signatures cannot be made again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from ledger.domain.world import Act
from ledger.evidence.checkpoint import Checkpoint, seal_checkpoint
from ledger.evidence.entry import Entry, format_entry
from ledger.evidence.keys import LogSigner, Signer
from ledger.evidence.merkle import Frontier, leaf_hash
from ledger.evidence.statement import (
    Claims,
    Digest,
    Seen,
    Statement,
    StreamName,
    digest_of,
    recall_statement,
    sign_statement,
)
from tests.unit.domain.story import ORIGIN, Story, log_signers


@dataclass(frozen=True)
class Bound:
    """A history as the verifier takes it."""

    entries: tuple[bytes, ...]
    statements: dict[Digest, bytes]
    openings: tuple[bytes, ...]
    checkpoint: str
    is_whole: bool = True


@dataclass(frozen=True)
class Press:
    """All that an operator holds: the ledger's keys, the openings, the clock."""

    system: Signer
    logs: tuple[LogSigner, ...]
    origin: str
    openings: tuple[bytes, ...]
    now: datetime


@dataclass
class Book:
    """Statements with the time of their entries, in the order of the log."""

    press: Press
    pages: list[tuple[datetime, Statement]] = field(default_factory=list)

    @classmethod
    def of(cls, story: Story) -> "Book":
        """Open the book of a story."""
        press = Press(story.system, log_signers(), ORIGIN, tuple(story.openings), story.now)
        return cls.written(press, story.world.acts())

    @classmethod
    def written(cls, press: Press, acts: Iterable[Act]) -> "Book":
        """Open a book that tells what was recorded."""
        return cls(press, [(act.at, act.statement) for act in acts])

    def systems(self) -> list[int]:
        """Return the indexes of what the ledger itself stated."""
        system = self.press.system.public.kid
        return [at for at, (_, statement) in enumerate(self.pages) if statement.kid == system]

    def forge(self, leaf_index: int, **members: object) -> None:
        """Write a system statement anew, under the ledger's own key."""
        at, statement = self.pages[leaf_index]
        self.pages[leaf_index] = (at, self.resigned(statement, **members))

    def resigned(self, statement: Statement, **members: object) -> Statement:
        """Return a statement with other members, signed by the system key."""
        claims = Claims(
            **{
                name: members.get(name, getattr(statement, name))  # type: ignore[arg-type]
                for name in Claims.__dataclass_fields__
            }
        )
        compact = sign_statement(claims, self.press.system)
        return recall_statement(compact, digest_of(compact))

    def bind(self) -> Bound:
        """Make entries, tree and checkpoint from what the book holds now."""
        tags: dict[StreamName, Digest] = {}
        lengths: dict[StreamName, int] = {}
        frontier, entries = Frontier.empty(), []
        for at, statement in self.pages:
            name = statement.stream
            lengths[name] = lengths.get(name, 0) + 1
            tag = tags.setdefault(name, statement.digest)
            entry = Entry(at=at, env=statement.digest, seq=lengths[name], stream=tag)
            entries.append(format_entry(entry))
            frontier.append(leaf_hash(entries[-1]))
        head = Checkpoint(origin=self.press.origin, size=frontier.size, root=frontier.root())
        return Bound(
            entries=tuple(entries),
            statements={page.digest: page.compact for _, page in self.pages},
            openings=self.press.openings,
            checkpoint=seal_checkpoint(head, self.press.logs, self.press.now),
        )

    def bind_reseen(self) -> Bound:
        """Bind with every system statement's ``seen`` made true of the changed log.

        A careful operator would; members' pins cannot be mended.
        """
        book, frontier = Book(self.press), Frontier.empty()
        roots = {0: frontier.root()}
        tags: dict[StreamName, Digest] = {}
        lengths: dict[StreamName, int] = {}
        system = self.press.system.public.kid
        for at, statement in self.pages:
            page = statement
            if page.kid == system and page.seen is not None:
                size = min(page.seen.size, frontier.size)
                page = self.resigned(page, seen=Seen(size=size, root=roots[size].hex()))
            lengths[page.stream] = lengths.get(page.stream, 0) + 1
            tag = tags.setdefault(page.stream, page.digest)
            entry = Entry(at=at, env=page.digest, seq=lengths[page.stream], stream=tag)
            frontier.append(leaf_hash(format_entry(entry)))
            roots[frontier.size] = frontier.root()
            book.pages.append((at, page))
        return book.bind()


def history_of(story: Story) -> Bound:
    """Return a story's history as it is."""
    return Book.of(story).bind()


def share_of(bound: Bound, keep: frozenset[StreamName]) -> Bound:
    """Return one reader's share: the whole log, the statements of some streams."""
    kept = {
        digest: compact
        for digest, compact in bound.statements.items()
        if recall_statement(compact, digest).stream in keep
    }
    return replace(bound, statements=kept, openings=(), is_whole=False)
