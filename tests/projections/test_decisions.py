"""Decisions as they can be read: the motion, its voters, each ballot, the recorded outcome."""

from typing import Any

from ledger.domain.kinds.decision import CastingVoteGiven, MotionDeferred, MotionWithdrawn
from projections import decisions
from tests.projections.conftest import ANYBODY, Told, party_reader
from tests.projections.score import Score
from tests.unit.domain.boardroom import BOARD, DECISION, Boardroom
from tests.unit.domain.charter_parts import casting


def picked(rows: list[dict[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    """Return some columns of rows."""
    return [tuple(row[name] for name in names) for row in rows]


def test_a_decision_shows_its_recorded_outcome(score: Score, reading: Told) -> None:
    """Outcome, tally and explanation are those of the ledger's own statement."""
    closed = score.acts("decision.closed.v1")[0]

    found = decisions.load(reading(score), ANYBODY, DECISION)

    assert found is not None
    assert (found["phase"], found["outcome"]) == ("closed", "adopted")
    assert found["tally"] == {"abstained": 0, "against": 0, "for": 3, "recused": 1, "silent": 0}
    assert found["explanation"][-1]["text"] == "The motion is adopted."
    assert (found["digest"], found["leaf_index"]) == (closed.digest, closed.leaf_index)


def test_a_replaced_ballot_is_kept_beside_the_one_that_stands(score: Score, reading: Told) -> None:
    """The last valid ballot of a seat counts, all are kept."""
    found = decisions.load(reading(score), ANYBODY, DECISION)

    assert found is not None
    assert picked(found["ballots"], "seat", "choice", "stands") == [
        ("s1", "against", False),
        ("s1", "for", True),
        ("s2", "for", True),
        ("i1", "for", True),
    ]
    first, second = found["ballots"][:2]
    assert (first["replaced_by"], second["replaces"]) == (second["digest"], first["digest"])


def test_a_decision_shows_who_could_vote_and_who_withdrew(score: Score, reading: Told) -> None:
    """The electorate is that of the opening; recusals and dissents are on record."""
    found = decisions.load(reading(score), ANYBODY, DECISION)

    assert found is not None
    assert picked(found["electorate"], "seat", "person") == [
        ("s1", "member-s1"),
        ("s2", "member-s2"),
        ("i1", "member-i1"),
        ("i2", "member-i2"),
    ]
    assert picked(found["recusals"], "seat", "person") == [("i2", "member-i2")]
    assert picked(found["dissents"], "seat", "person") == [("s2", "member-s2")]


def test_a_timeline_names_each_statement(score: Score, reading: Told) -> None:
    """Whoever reads a decision can ask for the proof of each step."""
    found = decisions.load(reading(score), ANYBODY, DECISION)
    recorded = [act for act in score.world.acts() if act.statement.stream == DECISION]

    assert found is not None
    assert picked(found["timeline"], "id", "digest", "leaf_index") == [
        (act.statement.id, act.digest, act.leaf_index) for act in recorded
    ]


def test_decisions_are_listed_for_those_who_may_read_them(score: Score, reading: Told) -> None:
    """A list holds what its reader may read, all boards or one."""
    connection = reading(score)

    everything = decisions.list_all(connection, party_reader("tech"))
    of_board = decisions.list_all(connection, party_reader("iqvia"), board=BOARD)
    of_another = decisions.list_all(connection, party_reader("iqvia"), board="board/other")
    of_stranger = decisions.list_all(connection, party_reader("nobody"))

    expected = [("decision/jsc/1", "adopted"), ("decision/jsc/2", "inquorate")]
    assert picked(everything, "stream", "outcome") == expected
    assert picked(of_board, "stream", "outcome") == expected
    assert (of_another, of_stranger) == ([], [])


def test_a_decision_that_may_not_be_read_is_not_there(score: Score, reading: Told) -> None:
    """Outsiders and public learn nothing, not even that it exists."""
    connection = reading(score)

    assert decisions.load(connection, party_reader("nobody"), DECISION) is None
    assert decisions.load(connection, ANYBODY, "decision/jsc/9") is None


def test_ballots_fall_with_their_poll(reading: Told) -> None:
    """A motion that is put off is voted on anew; what was cast before stays readable."""
    room = Boardroom()
    moved = room.move()
    room.open(moved)
    room.vote("s1", "for")
    room.say(room.secretary, "motion.deferred.v1", DECISION, MotionDeferred(), subject=moved.digest)

    deferred = decisions.load(reading(room), ANYBODY, DECISION)
    room.open(moved)
    room.vote("s1", "against")
    opened = decisions.load(reading(room), ANYBODY, DECISION)

    assert deferred is not None
    assert opened is not None
    assert (deferred["phase"], deferred["opening"], deferred["electorate"]) == (
        "deferred",
        None,
        [],
    )
    assert picked(deferred["ballots"], "choice", "stands") == [("for", False)]
    assert picked(opened["ballots"], "choice", "stands") == [("for", False), ("against", True)]
    assert opened["phase"] == "open"


def test_a_withdrawn_motion_and_a_casting_vote_show(reading: Told) -> None:
    """What an officer says of a motion is part of how it stands."""
    room = Boardroom(**casting())
    moved = room.move()
    opened = room.open(moved)
    given = CastingVoteGiven(choice="for")
    room.say(room.chair, "casting_vote.given.v1", DECISION, given, subject=opened.digest)
    room.say(
        room.people["s2"], "motion.withdrawn.v1", DECISION, MotionWithdrawn(), subject=moved.digest
    )

    found = decisions.load(reading(room), ANYBODY, DECISION)

    assert found is not None
    assert (found["phase"], found["outcome"], found["casting_vote"]) == (
        "withdrawn",
        "withdrawn",
        "for",
    )
