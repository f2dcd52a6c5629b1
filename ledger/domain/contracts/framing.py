"""Ops on what frames a contract: how it may end, what stays, who may change it; restatement."""

from collections.abc import Iterable
from typing import Final

from ledger.domain.contracts.texts import (
    ContractText,
    IdleOpError,
    ItemTakenError,
    ItemUnknownError,
    check_currency,
    check_party,
)
from ledger.domain.kinds.change import AuthoritySet, SurvivalSet, TerminationSet, TextRestate
from ledger.domain.kinds.terms import TerminationGround

# The item that a restatement touches, and how the names of those begin that it says anew.
RESTATEMENT: Final = "text"
RESTATED: Final = (
    "clause/",
    "number/",
    "payment/",
    "payments/",
    "assumption/",
    "obligation/",
    "responsibility/",
    "ground/",
    "survival",
)

Framing = TerminationSet | SurvivalSet | AuthoritySet | TextRestate


def apply_framing(text: ContractText, op: Framing) -> tuple[str, ...]:
    """Change the text as the op says; return the items that it touches, its own item first.

    Raises:
        ItemUnknownError: A ground or a clause that the contract does not have.
        ItemTakenError: Something is named twice.
        IdleOpError: The op changes nothing.
        NotAPartyError: A ground is given to another company.
        CurrencyError: A bound is in another currency than the contract's.
    """
    match op:
        case TerminationSet():
            return _set_ground(text, op)
        case SurvivalSet():
            return _set_survival(text, op)
        case AuthoritySet():
            return _set_authority(text, op)
        case _:
            return _restate(text)


def _set_ground(text: ContractText, op: TerminationSet) -> tuple[str, ...]:
    item = f"ground/{op.ground}"
    if op.notice_days is None:
        if text.grounds.pop(op.ground, None) is None:
            raise ItemUnknownError(item=item)
        return (item,)
    if op.party is not None:
        check_party(text, op.party)
    after = TerminationGround(
        ground=op.ground,
        notice_days=op.notice_days,
        cure_days=op.cure_days,
        party=op.party,
        runs=op.runs,
        wind_down_days=op.wind_down_days,
    )
    text.grounds[op.ground] = after
    return (item,)


def _set_survival(text: ContractText, op: SurvivalSet) -> tuple[str, ...]:
    if op.clauses == text.survival:
        raise IdleOpError(op="survival.set", item="survival")
    for clause in op.clauses:
        if clause not in text.clauses:
            raise ItemUnknownError(item=f"clause/{clause}")
    _check_once(f"survival/{clause}" for clause in op.clauses)
    # A clause comes, goes and is let go in one order, whatever its words.
    moved = sorted({*text.survival} ^ {*op.clauses})
    text.survival = op.clauses
    return "survival", *(f"survival/{clause}" for clause in moved)


def _set_authority(text: ContractText, op: AuthoritySet) -> tuple[str, ...]:
    if (op.rows, op.reserved) == (text.authority, text.reserved):
        raise IdleOpError(op="authority.set", item="authority")
    _check_once(f"reserved/{rule.rule}" for rule in op.reserved)
    for row in op.rows:
        check_currency(row.up_to, text.currency, f"change_authority/{row.change_kind}")
    text.authority, text.reserved = op.rows, op.reserved
    return ("authority",)


def _check_once(items: Iterable[str]) -> None:
    seen: set[str] = set()
    for item in items:
        if item in seen:
            raise ItemTakenError(item=item)
        seen.add(item)


def _restate(text: ContractText) -> tuple[str, ...]:
    """Empty the text; every part that falls away is touched."""
    gone = (
        *(f"clause/{each}" for each in text.clauses),
        *(f"number/{each}" for each in text.numbers),
        *(f"survival/{each}" for each in text.clauses),
        *(f"payment/{of}/{trigger}" for trigger, of in text.payments),
        *(f"payments/{of}" for _, of in text.payments),
        *(f"assumption/{each}" for each in text.assumptions),
        *(f"obligation/{each}" for each in text.obligations),
        *(f"responsibility/{each}" for each in text.responsibilities),
        *(f"ground/{each}" for each in text.grounds),
        "survival",
    )
    for part in (
        text.clauses,
        text.numbers,
        text.payments,
        text.assumptions,
        text.obligations,
        text.responsibilities,
        text.grounds,
    ):
        part.clear()
    text.survival = ()
    return (RESTATEMENT, *dict.fromkeys(gone))
