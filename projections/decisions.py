"""Decisions: the motion as put, its electorate, every ballot, and the recorded outcome.

The outcome, its tally and its explanation are those of the ledger's own
``decision.closed.v1``; nothing is counted here.
"""

from typing import Any

from sqlalchemy import ColumnElement, Connection

from ledger.domain.decisions.motions import DecisionMatter
from ledger.domain.kinds import parent_of
from ledger.domain.kinds.decision import (
    BallotCast,
    CastingVoteGiven,
    DecisionClosed,
    DissentRecorded,
    MotionDeferred,
    MotionMoved,
    MotionOpened,
    RecusalDeclared,
)
from ledger.domain.world import Act
from projections.readers import ViewReader, readable
from projections.rows import Row, Rows, instant, made_by, members_of, rows_of, signed_by
from projections.signers import corrections_of, timeline
from projections.tables import ballots, decisions, dissents, electorates, recusals
from projections.world import Step

_motion = "title text class procedure topics subject_refs meeting agenda_item"
_result = "tally base quorum explanation"


def fold(rows: Rows, step: Step) -> None:
    """Note what became of a motion."""
    act, matter = step.effect, step.stream.matter
    if act is None or not isinstance(matter, DecisionMatter):
        return
    stream = act.statement.stream
    match act.body:
        case MotionMoved() as body:
            signer = act.statement.signer
            moved: Row = {"stream": stream, "board": parent_of(stream), "moved_at": instant(act.at)}
            moved |= {"party": signer.party, "person": signer.person}
            rows.add(decisions, {**moved, **members_of(body, _motion)})
        case MotionOpened() as body:
            _open(rows, act, body)
        case BallotCast() as body:
            _add_ballot(rows, act, matter, body)
            return
        case RecusalDeclared() | DissentRecorded() as body:
            said = recusals if isinstance(body, RecusalDeclared) else dissents
            rows.add(said, {**signed_by(act), "stream": stream, "seat": body.seat})
            return
        case CastingVoteGiven() as body:
            rows.change(decisions, (stream,), {"casting_vote": body.choice})
        case MotionDeferred():
            fallen = {"opening": None, "charter": None, "opened_at": None, "closes_at": None}
            rows.change(decisions, (stream,), {**fallen, "casting_vote": None})
        case DecisionClosed() as body:
            closed = {"closed_at": instant(act.at), **members_of(body, _result)}
            rows.change(decisions, (stream,), closed)
    stands: Row = {"phase": matter.phase, "outcome": matter.outcome}
    rows.change(decisions, (stream,), {**stands, **made_by(act)})


def _open(rows: Rows, act: Act, body: MotionOpened) -> None:
    stream = act.statement.stream
    opened: Row = {
        "opening": act.digest,
        "charter": body.charter,
        "opened_at": instant(act.at),
        "closes_at": instant(body.closes_at),
    }
    rows.change(decisions, (stream,), opened)
    for place, voter in enumerate(body.electorate, 1):
        who = {"party": voter.party, "person": voter.person, "alternate": voter.alternate}
        row: Row = {"opening": act.digest, "stream": stream, "seat": voter.seat, "place": place}
        rows.add(electorates, {**row, **who})


def _add_ballot(rows: Rows, act: Act, matter: DecisionMatter, body: BallotCast) -> None:
    """Add a ballot beside the one that it replaces; all are kept."""
    replaced = act.statement.base
    cast = {
        "stream": act.statement.stream,
        "opening": None if matter.poll is None else matter.poll.opening,
        "seat": body.seat,
        "choice": body.choice,
        "replaces": replaced,
    }
    rows.add(ballots, {**signed_by(act), **cast})
    if replaced is not None:
        rows.change(ballots, (replaced,), {"replaced_by": act.digest})


def list_all(
    connection: Connection, reader: ViewReader, *, board: str | None = None
) -> list[dict[str, Any]]:
    """List the decisions that the reader may read, oldest first, without ballots and timeline."""
    of_board = () if board is None else (decisions.c.board == board,)
    return _decisions(connection, reader, *of_board)


def load(connection: Connection, reader: ViewReader, stream: str) -> dict[str, Any] | None:
    """Return a decision with all that led to it; None where it may not be read.

    A ballot ``stands`` when no later one replaced it and its poll did not fall.
    """
    found = _decisions(connection, reader, decisions.c.stream == stream)
    if not found:
        return None
    decision = found[0]
    opening = decision["opening"]
    cast = rows_of(connection, ballots, ballots.c.stream == stream)
    for ballot in cast:
        ballot["stands"] = ballot["replaced_by"] is None and ballot["opening"] == opening
    return {
        **decision,
        "electorate": rows_of(connection, electorates, electorates.c.opening == opening),
        "ballots": cast,
        "recusals": rows_of(connection, recusals, recusals.c.stream == stream),
        "dissents": rows_of(connection, dissents, dissents.c.stream == stream),
        "timeline": timeline(connection, stream),
        "corrections": corrections_of(connection, stream),
    }


def _decisions(
    connection: Connection, reader: ViewReader, *wanted: ColumnElement[bool]
) -> list[dict[str, Any]]:
    return rows_of(
        connection,
        decisions,
        decisions.c.stream.in_(readable(reader)),
        *wanted,
        parsed=f"topics subject_refs {_result}",
    )
