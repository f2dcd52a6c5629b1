"""The decision engine: one outcome of a large board, and many decisions replayed.

The replay is timed without signatures, on statements that were opened before:
what the rules cost beyond them.
"""

import time
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from ledger.archive import Archive
from ledger.domain.boards.matter import BoardMatter
from ledger.domain.counting import facts
from ledger.domain.counting.facts import Facts
from ledger.domain.decisions.opening import computed_opening
from ledger.domain.kinds.base import Fraction
from ledger.domain.kinds.board import BoardConstituted, MemberAppointed, OfficerAppointed
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.conduct import AtMeeting, Procedures, Written
from ledger.domain.kinds.charter.counting import Majority, Quorum, Vote
from ledger.domain.kinds.charter.people import People, Proxies, Seat
from ledger.domain.kinds.charter.terms import Cap, Each, Some, Threshold, Who, Window
from ledger.domain.kinds.common import ActEndorsed
from ledger.domain.kinds.decision import BallotCast, MotionMoved
from ledger.domain.voting import outcome
from ledger.domain.world import demand_matter
from ledger.evidence.entry import parse_entry
from ledger.evidence.statement import StreamName
from ledger.verify.log import read_log
from ledger.verify.replay import Replay
from ledger.verify.verdict import Finder
from tests.bench.figures import Figure, at_least, at_most
from tests.bench.pen import Pen
from tests.service.desk import Desk, Voice

OUTCOME_AIM, REPLAY_AIM = 2.0, 5_000.0
SEATS, STATEMENTS, OUTCOMES = 25, 200, 200
BOARD, SINCE = "board/jsc", date(2020, 1, 1)
AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MOST = Threshold(share=Fraction(num=1, den=2), reach="more_than")
ARRAY = 500


def measure(root: Path, *, decided: int) -> Iterator[Figure]:
    """Yield how long one outcome takes, and how many statements of decisions are replayed."""
    charter, given = large_board()
    begun = time.perf_counter()
    for _ in range(OUTCOMES):
        outcome(charter, given, AT)
    each = (time.perf_counter() - begun) / OUTCOMES * 1000
    name = f"outcome: {SEATS} seats, {STATEMENTS} statements"
    yield at_most(name, each, "ms", aim=OUTCOME_AIM)
    boardroom = Boardroom(root / "boardroom")
    boardroom.decide(decided)
    boardroom.desk.ledger.close()
    size, seconds = _replay(boardroom)
    yield at_least(
        f"replay: {decided:,} decisions, beyond signatures", size / seconds, "/s", aim=REPLAY_AIM
    )


def large_board() -> tuple[Charter, Facts]:
    """Return a board of many rules, and a meeting at which people came, went and voted."""
    seats = tuple(Seat(seat=f"s{number}", party=f"p{number % 4}") for number in range(SEATS))
    parts = (
        Each(name="party", by="party"),
        Some(name="chair", who=Who(offices=("chair",)), least=Threshold(count=1)),
        Cap(name="share", by="party", most=MOST),
    )
    charter = Charter(
        schema=1,
        seats=seats,
        quorum=(Quorum(threshold=MOST, parts=parts),),
        votes=(Vote(needs=(Majority(base="present", threshold=MOST),)),),
        procedures=Procedures(meeting=AtMeeting()),
        people=People(proxies=Proxies(per_holder=2)),
    )
    members = tuple(
        facts.Member(
            seat=seat.seat,
            party=seat.party,
            person=f"member-{seat.seat}",
            offices=frozenset({"chair"}) if seat is seats[0] else frozenset(),
        )
        for seat in seats
    )
    moved = STATEMENTS - SEATS - 4
    movements = tuple(
        facts.Movement(
            seat=f"s{number % (SEATS - 3)}",
            is_in=number // (SEATS - 3) % 2 == 0 or number >= moved - SEATS + 3,
            at=AT - timedelta(hours=3) + timedelta(seconds=30 * number),
        )
        for number in range(moved)
    )
    ballots = tuple(
        facts.Ballot(
            seat=f"s{number}",
            choice=("for", "for", "against", "abstain")[number % 4],
            at=AT - timedelta(minutes=5),
            by_proxy=f"s{number - 20}" if number >= SEATS - 3 else None,
        )
        for number in range(SEATS)
    )
    given = Facts(
        members=members,
        matter=facts.Matter(class_="scope", procedure="meeting"),
        opened_at=AT - timedelta(hours=1),
        closes_at=AT,
        meeting=facts.Meeting(
            class_="ordinary",
            starts_at=AT - timedelta(hours=3),
            movements=movements,
            opened_at=AT - timedelta(hours=3),
        ),
        ballots=ballots,
        recusals=(facts.Recusal(seat="s1"),),
        proxies=tuple(
            facts.Proxy(giver=f"s{number}", holder=f"s{number - 20}", at=AT - timedelta(days=2))
            for number in range(SEATS - 3, SEATS)
        ),
    )
    return charter, given


class Boardroom:
    """A ledger with one board of two companies, and the decisions that it takes in writing."""

    def __init__(self, root: Path) -> None:
        """Found the ledger, constitute the board, fill its five seats."""
        self.desk = Desk.found(root)
        self.desk.admit("sponsor")
        self.signers = {
            party: self.desk.enrol(party, f"signer-{party}", "signatory")
            for party in ("cro", "sponsor")
        }
        self.people: dict[str, Voice] = {}
        self._constitute()
        self.pen = Pen(self.desk)

    def _constitute(self) -> None:
        desk, seats = self.desk, []
        for number in range(5):
            party = ("cro", "sponsor")[number % 2]
            seats.append(Seat(seat=f"s{number}", party=party))
            person = desk.enrol(party, f"member-{number}", "observer").as_("member")
            self.people[f"s{number}"] = person
        charter = Charter(
            schema=1,
            seats=tuple(seats),
            quorum=(Quorum(threshold=MOST, parts=(Each(name="party", by="party"),)),),
            votes=(Vote(needs=(Majority(base="cast", threshold=MOST),)),),
            procedures=Procedures(written=Written(window=Window(count=3, unit="days"))),
        )
        body = BoardConstituted(
            name="JSC", purpose="Steers.", parties=("cro", "sponsor"), charter=charter
        )
        desk.say(self.signers["cro"], "board.constituted.v1", BOARD, body)
        head = desk.ledger.world.stream(StreamName(BOARD))
        assert head is not None, "just constituted"
        desk.say(
            self.signers["sponsor"], "act.endorsed.v1", BOARD, ActEndorsed(), subject=head.head
        )
        for seat, person in self.people.items():
            appointed = MemberAppointed(seat=seat, person=person.person, from_=SINCE)
            signer = self.signers[str(person.party)]
            desk.say(signer, "member.appointed.v1", BOARD, appointed)
        self._appoint_chair()

    def _appoint_chair(self) -> None:
        chair = OfficerAppointed(office="chair", party="cro", person="member-0", from_=SINCE)
        self.desk.say(self.signers["cro"], "officer.appointed.v1", BOARD, chair)
        found = self.desk.ledger.world.stream(StreamName(BOARD))
        assert found is not None, "constituted before"
        signer = self.signers["sponsor"]
        self.desk.say(signer, "act.endorsed.v1", BOARD, ActEndorsed(), subject=found.head)
        demand_matter(self.desk.ledger.world, StreamName(BOARD), BoardMatter)

    def decide(self, count: int) -> None:
        """Record so many decisions: moved, opened, five ballots, closed by rule."""
        for start in range(0, count, ARRAY):
            streams = [f"decision/jsc/{n}" for n in range(start, min(start + ARRAY, count))]
            self._decide_some(streams)

    def _decide_some(self, streams: Sequence[str]) -> None:
        moved = {
            stream: self.pen.write(
                self.people["s1"],
                "motion.moved.v1",
                stream,
                MotionMoved(title="A site", text="One more.", class_="scope", procedure="written"),
            )
            for stream in streams
        }
        self._record()
        closes_at = self.desk.now.replace(microsecond=0) + timedelta(days=5)
        chair, opened = self.people["s0"].as_("chair"), {}
        for stream, subject in moved.items():
            world = self.desk.ledger.world
            body = computed_opening(world, StreamName(stream), self.desk.now, closes_at=closes_at)
            opened[stream] = self.pen.write(
                chair, "motion.opened.v1", stream, body, subject=subject
            )
        self._record()
        for stream, subject in opened.items():
            for number, (seat, voice) in enumerate(self.people.items()):
                choice, meaning = ("for", "approval") if number else ("against", "rejection")
                self.pen.write(
                    voice,
                    "ballot.cast.v1",
                    stream,
                    BallotCast(seat=seat, choice=choice),  # type: ignore[arg-type]
                    subject=subject,
                    meaning=meaning,
                )
        self._record()

    def _record(self) -> None:
        written = self.pen.take()
        for start in range(0, len(written), ARRAY):
            self.desk.advance(seconds=1)
            self.desk.send(*written[start : start + ARRAY])


def _replay(boardroom: Boardroom) -> tuple[int, float]:
    """Replay all rules over statements that are open already; return how many, how long."""
    with Archive.open(boardroom.desk.folder) as archive:
        entries = [raw for _, raw in archive.entries()]
        statements = [act.statement for act in archive.acts()]
    finder = Finder()
    replay = Replay(read_log(entries, finder), finder)
    parsed = [parse_entry(raw) for raw in entries]
    begun = time.perf_counter()
    for leaf_index, (entry, statement) in enumerate(zip(parsed, statements, strict=True)):
        replay.step(leaf_index, entry, statement)
    replay.finish()
    seconds = time.perf_counter() - begun
    if finder.findings:
        raise RuntimeError(f"the decisions do not replay: {finder.findings[:1]}")
    return len(statements), seconds
