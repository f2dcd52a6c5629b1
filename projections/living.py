"""What becomes of an executed contract: conditions, notices, rest, renewals, duties, payments."""

from typing import Any

from sqlalchemy import Connection, Table

from ledger.domain.contracts.agreements import ContractMatter
from ledger.domain.contracts.duties import DutyAct
from ledger.domain.kinds.contract import ContractConditionMet
from ledger.domain.kinds.duty import PaymentReleased
from ledger.domain.kinds.lifecycle import (
    ContractBreachCured,
    ContractExpired,
    ContractLapsed,
    ContractNoticeGiven,
    ContractNoticeWithdrawn,
    ContractRenewalDeclined,
    ContractRenewed,
    ContractResumed,
    ContractSuspended,
    ContractTerminated,
)
from ledger.domain.world import Act
from projections.rows import Row, Rows, body_text, instant, made_by, members_of, rows_of, signed_by
from projections.tables import conditions, duties, endings, payments, renewals


def fold_life(rows: Rows, act: Act, matter: ContractMatter) -> None:
    """Note what an act of an executed contract has brought about; ``matter`` is as it left it."""
    of: Row = {"contract": matter.stream}
    match act.body:
        case ContractConditionMet() as body:
            met: Row = {"version": act.statement.subject, "on": body.on.isoformat()}
            _note(rows, conditions, act, {**of, **met})
        case ContractNoticeWithdrawn() | ContractBreachCured() | ContractResumed():
            _end(rows, act)
        case (
            ContractNoticeGiven()
            | ContractSuspended()
            | ContractRenewalDeclined()
            | ContractTerminated()
            | ContractExpired()
        ):
            ending = matter.endings[-1]
            said: Row = {"status": ending.status, "on": ending.on.isoformat()}
            upon: Row = {"ground": ending.ground, "notice": ending.notice}
            _note(rows, endings, act, {**of, **said, **upon})
        case ContractLapsed(change=None) as body:
            lapsed: Row = {"status": "lapsed", "on": body.on.isoformat(), "ground": None}
            _note(rows, endings, act, {**of, **lapsed})
        case ContractRenewed() as body:
            renewed = matter.renewals[-1]
            days: Row = {"on": renewed.on.isoformat(), "ended": renewed.ended.isoformat()}
            term: Row = {"term": body_text(body.term), "after": renewed.after}
            _note(rows, renewals, act, {**of, **days, **term})
        case PaymentReleased() as body:
            paid = members_of(body, "trigger of on milestone", unions="amount")
            rows.add(payments, {**of, **paid, **signed_by(act)})
        case body if isinstance(body, DutyAct):
            duty = matter.duties[body.obligation]
            stands: Row = {"obligation": duty.obligation, "state": duty.state}
            why: Row = {"on": duty.on.isoformat(), "reason": act.statement.reason}
            rows.add(duties, {**of, **stands, **why, **signed_by(act)})


def _end(rows: Rows, act: Act) -> None:
    """Note that a notice, or a suspension, no longer stands."""
    ended: Row = {"withdrawn": act.digest, "withdrawn_at": instant(act.at)}
    ended["withdrawn_index"] = act.leaf_index
    rows.change(endings, (act.statement.subject,), {**ended, **_ends_on(act)})


def _ends_on(act: Act) -> Row:
    on = getattr(act.body, "on", None)
    return {} if on is None else {"ends_on": on.isoformat()}


def _note(rows: Rows, table: Table, act: Act, row: Row) -> None:
    rows.add(table, {**row, **made_by(act), "recorded_at": instant(act.at)})


def conditions_of(connection: Connection, contract: str) -> list[dict[str, Any]]:
    """Return which versions waited for a condition, and when it was met."""
    return rows_of(connection, conditions, conditions.c.contract == contract)


def endings_of(connection: Connection, contract: str) -> list[dict[str, Any]]:
    """Return notices, suspensions and ends, with what ended them, oldest first."""
    return rows_of(connection, endings, endings.c.contract == contract)


def renewals_of(connection: Connection, contract: str) -> list[dict[str, Any]]:
    """Return how often the term went on, oldest first."""
    return rows_of(connection, renewals, renewals.c.contract == contract, parsed="term")


def duties_of(connection: Connection, contract: str) -> list[dict[str, Any]]:
    """Return what was said of obligations, oldest first."""
    return rows_of(connection, duties, duties.c.contract == contract)


def payments_of(connection: Connection, contract: str) -> list[dict[str, Any]]:
    """Return the payments that were released, oldest first."""
    return rows_of(connection, payments, payments.c.contract == contract, parsed="amount")
