"""What only the parties themselves may change, and what a change does by name.

A contract reserves ops and clauses to its parties; a charter bars or routes
matters by what they do. Both ask the ops, never the title.
"""

from collections.abc import Iterable

from ledger.domain.contracts.texts import ContractText
from ledger.domain.kinds.change import (
    AuthoritySet,
    ChangeTerms,
    ClauseAdd,
    ClauseDelete,
    ClauseRenumber,
    ClauseReplace,
    Op,
    TextRestate,
)
from ledger.domain.kinds.terms import ReservedMatter


def reserved_by(text: ContractText, ops: Iterable[Op]) -> ReservedMatter | None:
    """Return the first rule of a text that keeps ops to its parties; None where none does.

    A rule fits ops that have one of its ops, or touch one of its clauses. It also
    keeps itself: ops that drop or reword it are the parties' own.
    """
    named = tuple(ops)
    tags = op_names(named)
    clauses = {clause for op in named for clause in _clauses_of(text, op)}
    kept = [set(op.reserved) for op in named if isinstance(op, AuthoritySet)]
    for rule in text.reserved:
        touches = tags & set(rule.ops) or clauses & set(rule.clauses)
        if touches or any(rule not in rules for rules in kept):
            return rule
    return None


def op_names(ops: Iterable[Op]) -> frozenset[str]:
    """Return the names of ops, each once."""
    return frozenset(str(op.__struct_config__.tag) for op in ops)


def topics_of(change: ChangeTerms) -> frozenset[str]:
    """Return what a change does, as topics that a charter can name.

    ``change-`` with its kind, and each op's name; "." and "_" become "-", so that
    ``budget.add_line`` is ``budget-add-line``.
    """
    return frozenset(
        name.replace(".", "-").replace("_", "-")
        for name in (f"change-{change.change_kind}", *op_names(change.ops))
    )


def _clauses_of(text: ContractText, op: Op) -> tuple[str, ...]:
    match op:
        case ClauseAdd() | ClauseReplace() | ClauseDelete() | ClauseRenumber():
            return (op.id,)
        case TextRestate():
            return tuple(text.clauses)
        case _:
            return ()
