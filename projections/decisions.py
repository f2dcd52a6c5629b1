"""Decisions: the motion as put, its electorate, every ballot, the outcome and what followed.

The outcome, its tally and its explanation are those of the ledger's own
``decision.taken.v1`` and ``decision.closed.v1``; nothing is counted here.
"""

from typing import Any

from sqlalchemy import ColumnElement, Connection

from ledger.domain.decisions.motions import DecisionMatter
from ledger.domain.kinds import parent_of
from ledger.domain.kinds.aftermath import DecisionRegistered
from ledger.domain.kinds.decision import (
    BallotCast,
    CastingVoteGiven,
    MotionDeferred,
    MotionMoved,
    MotionOpened,
)
from ledger.domain.kinds.outcome import DecisionClosed, DecisionTaken
from ledger.domain.world import Act
from projections import acts
from projections.motions import whole, with_items
from projections.readers import ViewReader, readable
from projections.rows import (
    Row,
    Rows,
    instant,
    json_text,
    made_by,
    members_of,
    rows_of,
    signed_by,
)
from projections.tables import ballots, decisions, electorates
from projections.world import Step

_motion = (
    "title text class procedure topics items subject_refs matter meeting agenda_item conditions"
    " long_stop opens_at"
)
_paper = "title text class topics subject_refs decided_on"
_result = "tally base quorum explanation stage until"
_json = (
    "topics items subject_refs amount budget conditions tally base quorum item_outcomes"
    " explanation documents"
)
# What falls when the votes cast so far fall with their poll.
_fallen: Row = {"opening": None, "charter": None, "opened_at": None, "closes_at": None}


def fold(rows: Rows, step: Step) -> None:
    """Note what became of a motion."""
    act, matter = step.effect, step.stream.matter
    if act is None or not isinstance(matter, DecisionMatter):
        return
    stream = act.statement.stream
    match act.body:
        case MotionMoved() as body:
            moved = {**members_of(body, _motion, unions="amount budget"), "adopts": body.charter}
            rows.add(decisions, {**moved, **_moved_by(act), "outside": False})
        case DecisionRegistered() as body:
            rows.add(decisions, _registered(act, body))
        case MotionOpened() as body:
            _open(rows, act, body)
        case BallotCast() as body:
            _add_ballot(rows, act, matter, body)
            return
        case DecisionClosed() as body:
            _close(rows, step, act, body)
        case body:
            acts.add(rows, step, opening=_opening(matter, step))
            if isinstance(body, CastingVoteGiven):
                rows.change(decisions, (stream,), {"casting_vote": body.choice})
            elif isinstance(body, MotionDeferred):
                rows.change(decisions, (stream,), {**_fallen, "casting_vote": None})
            elif _phase_before(step) == matter.phase:
                return  # said of the motion, which stands as it stood
    stands: Row = {"phase": matter.phase, "outcome": matter.outcome}
    rows.change(decisions, (stream,), {**stands, **made_by(act)})


def _moved_by(act: Act) -> Row:
    stream, signer = act.statement.stream, act.statement.signer
    moved: Row = {"stream": stream, "board": parent_of(stream), "moved_at": instant(act.at)}
    return {**moved, "party": signer.party, "person": signer.person}


def _registered(act: Act, body: DecisionRegistered) -> Row:
    """Return the row of a decision on paper: it was decided outside of the ledger."""
    named = ("name", "media_type", "size", "sha256")
    documents = [
        {name: getattr(document, name) for name in named} for document in act.statement.documents
    ]
    paper = {**members_of(body, _paper, unions="amount"), "documents": json_text(documents)}
    return {**paper, **_moved_by(act), "outside": True}


def _opening(matter: DecisionMatter, step: Step) -> str | None:
    """Return the poll in which an act was said: the open one, or the one that just fell."""
    before = None if step.before is None else step.before.matter
    found = matter if matter.poll is not None else before
    poll = found.poll if isinstance(found, DecisionMatter) else None
    return None if poll is None else poll.opening


def _phase_before(step: Step) -> str | None:
    before = None if step.before is None else step.before.matter
    return before.phase if isinstance(before, DecisionMatter) else None


def _open(rows: Rows, act: Act, body: MotionOpened) -> None:
    stream = act.statement.stream
    opened: Row = {
        "opening": act.digest,
        "charter": body.charter,
        "opened_at": instant(act.at),
        "closes_at": instant(body.closes_at),
        "taken_at": None,
        "closed_at": None,
    }
    moved = members_of(body, "", unions="amount budget")
    rows.change(decisions, (stream,), {**opened, **moved})
    for place, voter in enumerate(body.electorate, 1):
        row: Row = {"opening": act.digest, "stream": stream, "place": place}
        rows.add(electorates, {**row, **members_of(voter, "seat party person alternate kept_out")})


def _add_ballot(rows: Rows, act: Act, matter: DecisionMatter, body: BallotCast) -> None:
    """Add a ballot beside the one that it replaces; all are kept."""
    replaced = act.statement.base
    cast = {
        **members_of(body, "seat choice items on_behalf_of"),
        "stream": act.statement.stream,
        "opening": None if matter.poll is None else matter.poll.opening,
        "replaces": replaced,
    }
    rows.add(ballots, {**signed_by(act), **cast})
    if replaced is not None:
        rows.change(ballots, (replaced,), {"replaced_by": act.digest})


def _close(rows: Rows, step: Step, act: Act, body: DecisionClosed) -> None:
    """Note what the motion came to; a result after which something must follow closes nothing."""
    came_to = {"outcome": body.outcome, "stage": body.stage}
    until = None if body.until is None else instant(body.until)
    before = None if step.before is None else step.before.matter
    poll = before.poll if isinstance(before, DecisionMatter) else None
    opening = None if poll is None else poll.opening
    acts.add(rows, step, opening=opening, body=json_text({**came_to, "until": until}))
    closed: Row = {**members_of(body, _result), "item_outcomes": members_of(body, "items")["items"]}
    if not isinstance(before, DecisionMatter) or before.phase == "open":
        closed["taken_at"] = instant(act.at)
    if not isinstance(body, DecisionTaken):
        closed["closed_at"] = instant(act.at)
    rows.change(decisions, (act.statement.stream,), closed)
    if body.outcome == "deferred":
        rows.change(decisions, (act.statement.stream,), _fallen)


def list_all(
    connection: Connection, reader: ViewReader, *, board: str | None = None
) -> list[dict[str, Any]]:
    """List the decisions that the reader may read, oldest first, without ballots and timeline."""
    of_board = () if board is None else (decisions.c.board == board,)
    return _decisions(connection, reader, *of_board)


def load(connection: Connection, reader: ViewReader, stream: str) -> dict[str, Any] | None:
    """Return a decision with all that led to it and followed; None where it may not be read."""
    found = _decisions(connection, reader, decisions.c.stream == stream)
    return whole(connection, reader, found[0]) if found else None


def _decisions(
    connection: Connection, reader: ViewReader, *wanted: ColumnElement[bool]
) -> list[dict[str, Any]]:
    allowed = decisions.c.stream.in_(readable(reader))
    return [
        with_items(row) for row in rows_of(connection, decisions, allowed, *wanted, parsed=_json)
    ]
