"""A story written into a ledger folder: what the archive reads in these tests."""

import sqlite3
from hashlib import sha256
from pathlib import Path

from ledger.archive import Archive
from ledger.domain.kinds.base import Fraction
from ledger.domain.kinds.board import BoardConstituted
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.conduct import Procedures, Written
from ledger.domain.kinds.charter.counting import Majority, Quorum, Vote
from ledger.domain.kinds.charter.people import Seat
from ledger.domain.kinds.charter.powers import DecisionRight, Powers
from ledger.domain.kinds.charter.terms import Threshold, Window
from ledger.domain.world import Act
from ledger.evidence.commitment import commitment_of
from ledger.evidence.merkle import Frontier, MemoryHashes, Node, hash_leaves
from ledger.evidence.statement import Document
from ledger.folder import LedgerFolder
from ledger.store.mapper import StatementEvent
from ledger.store.sqlite import Append, Leaf
from ledger.store.statements import StatementStore
from tests.unit.domain.story import ORIGIN, Story, Voice

MINUTES = b"Minutes of the first meeting\n"
HALF = Threshold(reach="more_than", share=Fraction(num=1, den=2))


class Shelf:
    """A story and the ledger folder that it is written to."""

    def __init__(self, root: Path, story: Story | None = None) -> None:
        """Begin or go on with a story: a board that the technology partner may not read."""
        self.story = story or Story()
        self.folder = LedgerFolder(root=root, origin=ORIGIN, anchor=root / "anchor")
        self.folder.documents.mkdir(parents=True)
        self._store = StatementStore.create(self.folder.database)
        self._written = 0
        self.people = {
            party: self.story.enrol(party, f"{party}-head", "signatory", "programme_manager")
            for party, _ in self.story.parties
        }
        self.board = self._constitute()

    def _constitute(self) -> Act:
        voice = self.people["servier"]
        minutes = Document(
            name="minutes.txt",
            media_type="text/plain",
            size=len(MINUTES),
            sha256=sha256(MINUTES).hexdigest(),
        )
        body = BoardConstituted(
            name="Joint steering committee",
            purpose="Decides what both companies have to agree on",
            parties=("iqvia", "servier"),
            charter=Charter(
                schema=1,
                seats=tuple(Seat(seat=party, party=party) for party in ("iqvia", "servier")),
                quorum=(Quorum(base="all_seats", threshold=HALF),),
                votes=(Vote(needs=(Majority(base="cast", threshold=HALF),)),),
                procedures=Procedures(written=Written(window=Window(count=2, unit="days"))),
                powers=Powers(rights=(DecisionRight(class_="scope"),)),
            ),
        )
        return self.story.say(
            voice, "board.constituted.v1", "board/jsc", body, documents=(minutes,)
        )

    def keep_minutes(self) -> None:
        """Put the board's attachment beside the ledger."""
        (self.folder.documents / sha256(MINUTES).hexdigest()).write_bytes(MINUTES)

    def write(self) -> None:
        """Record in the ledger file what the story has gained since."""
        acts = list(self.story.world.acts())[self._written :]
        hashes = hash_leaves(self.story.entries)
        frontier = Frontier.load(self._written, MemoryHashes(hashes[: self._written]))
        nodes: list[Node] = []
        for leaf in hashes[self._written :]:
            nodes.extend(frontier.append(leaf))
        append = Append(
            tree_size=self._written,
            newest_at=acts[-1].at.isoformat(),
            leaves=tuple(map(self._leaf, acts)),
            nodes=tuple(nodes),
            seal=self.story.checkpoint,
        )
        self._store.append([StatementEvent(act.statement, act.position) for act in acts], append)
        self._written = self.story.world.size

    def _leaf(self, act: Act) -> Leaf:
        return Leaf(
            env=bytes.fromhex(act.digest.removeprefix("sha256:")),
            statement_id=act.statement.id,
            entry=self.story.entries[act.leaf_index],
            openings=tuple((commitment_of(text), text) for text in self.openings(act)),
        )

    def openings(self, act: Act) -> tuple[bytes, ...]:
        """Return the openings of an act, in order of their paths."""
        texts = {commitment_of(text): text for text in self.story.openings}
        return tuple(texts[sealed.commitment] for sealed in act.statement.sealed)

    def alter(self, statement: str, *values: object) -> None:
        """Change the ledger file behind everybody's back."""
        connection = sqlite3.connect(self.folder.database)
        with connection:
            triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            for (name,) in connection.execute(triggers).fetchall():
                connection.execute(f"DROP TRIGGER {name}")
            connection.execute(statement, values)
        connection.close()

    def voice(self, party: str) -> Voice:
        """Return a party's signatory."""
        return self.people[party]

    def open(self) -> Archive:
        """Open the folder's archive."""
        return Archive.open(self.folder)

    def close(self) -> None:
        """Let go of the ledger file."""
        self._store.close()
