"""One motion, whole: its voters, its ballots, what else was said, and what hangs on it."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection

from projections import hanging
from projections.acts import acts_of, said
from projections.readers import ViewReader
from projections.rows import rows_of
from projections.signers import corrections_of, endorsements_of, timeline
from projections.tables import ballots, electorates

_LATER = tuple(
    f"decision.{word}.v1"
    for word in (
        *("ratified", "modified", "reversed", "superseded", "rescinded"),
        *("challenged", "voided", "confirmed"),
    )
)
_CONDITIONS = ("condition.met.v1", "condition.waived.v1", "condition.failed.v1")
_RESULTS = ("decision.taken.v1", "decision.closed.v1")


def whole(connection: Connection, reader: ViewReader, decision: dict[str, Any]) -> dict[str, Any]:
    """Return a decision's row with all that led to it, and all that followed.

    What was said in a poll that fell ``stands`` no longer; a ballot that stands is
    not replaced in full by a later one.
    """
    stream, opening = decision["stream"], decision["opening"]
    all_said = acts_of(connection, stream)
    for row in all_said:
        row["body"]["stands"] = row["opening"] == opening
    return {
        **decision,
        "electorate": rows_of(connection, electorates, electorates.c.opening == opening),
        "ballots": _ballots(connection, stream, opening),
        "recusals": _listed(all_said, "recusal.declared.v1", items=[], ruled_by=None),
        "proxies": _proxies(connection, decision, all_said),
        "objections": said(all_said, "objection.raised.v1"),
        "support": _listed(all_said, "repetition.supported.v1"),
        "formalities": _listed(all_said, "formality.done.v1"),
        "conditions": _conditions(decision, all_said),
        "answers": _listed(all_said, "escalation.answered.v1"),
        "final_say": next(iter(_listed(all_said, "final_say.exercised.v1")), None),
        "results": _listed(all_said, *_RESULTS),
        "later": _later(all_said),
        "dissents": _listed(all_said, "dissent.recorded.v1"),
        "endorsements": endorsements_of(connection, stream),
        "hanging": hanging.list_of(connection, reader, stream, decision["phase"]),
        "in_doubt": hanging.doubt_of(decision["phase"]),
        "timeline": timeline(connection, stream),
        "corrections": corrections_of(connection, stream),
    }


def _listed(
    all_said: Iterable[dict[str, Any]], *kinds: str, **absent: object
) -> list[dict[str, Any]]:
    """Return acts that stand whatever became of the poll in which they were said."""
    found = said(all_said, *kinds, **absent)
    return [{name: row[name] for name in row if name != "stands"} for row in found]


def with_items(decision: dict[str, Any]) -> dict[str, Any]:
    """Return a decision's row with each item as it was put and what became of it."""
    nothing: dict[str, Any] = {"outcome": None, "tally": None, "base": [], "quorum": None}
    outcomes = {each["item"]: each for each in decision.pop("item_outcomes") or ()}
    items = [
        {"class": None, "amount": None, **item, **nothing, **outcomes.get(item["item"], {})}
        for item in decision["items"] or ()
    ]
    return {**decision, "items": items}


def _ballots(connection: Connection, stream: str, opening: str | None) -> list[dict[str, Any]]:
    cast = rows_of(connection, ballots, ballots.c.stream == stream, parsed="items")
    by_seat: dict[str, set[str] | None] = {}
    for ballot in reversed(cast):
        for_seat = ballot["on_behalf_of"] or ballot["seat"]
        covered = by_seat.get(for_seat, set())  # by later ballots; None: all of it is
        items = set(ballot["items"])
        in_poll = ballot["opening"] == opening
        ballot["stands"] = in_poll and covered is not None and (not items or not items <= covered)
        if in_poll and covered is not None:
            by_seat[for_seat] = covered | items if items else None
    return cast


def _proxies(
    connection: Connection, decision: dict[str, Any], all_said: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return the proxies given for this motion: in its own stream, or at its meeting."""
    given = said(all_said, "proxy.declared.v1", items=[])
    if decision["meeting"] is None:
        return given
    lodged = said(acts_of(connection, decision["meeting"]), "proxy.lodged.v1", items=[])
    here = [row for row in lodged if not row["items"] or decision["agenda_item"] in row["items"]]
    return [*({**row, "stands": True} for row in here), *given]


def _conditions(decision: dict[str, Any], all_said: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return each condition of the motion with what was said of it; unsaid, it is open."""
    settled = {row["condition"]: row for row in _listed(all_said, *_CONDITIONS, decision=None)}
    shown = []
    for condition in decision["conditions"] or ():
        by = settled.get(condition["condition"])
        status = "open" if by is None else by["kind"].split(".")[1]
        shown.append({**condition, "status": status, "settled": by})
    return shown


def _later(all_said: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what was made of the decision afterwards, challenges among it, in order."""
    return [
        {**row, "standing": row["kind"].split(".")[1]}
        for row in _listed(all_said, *_LATER, decision=None, seat=None)
    ]
