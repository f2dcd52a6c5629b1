"""Which text prevails where a contract and its parent both have a clause of one id."""

from dataclasses import dataclass
from typing import Literal

from ledger.domain.contracts.copies import Consolidated, Part
from ledger.domain.contracts.statuses import OVER
from ledger.domain.kinds.terms import Clause, ContractTerms

Prevails = Literal["parent", "own", "not_stated"]
Reason = Literal["precedence", "precedence_except", "not_stated"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Prevailing:
    """A clause that both texts have, and which of the two prevails by which part of the text."""

    own: Part[Clause]
    parent: Part[Clause]
    prevails: Prevails
    reason: Reason

    @property
    def same_words(self) -> bool:
        """Whether both say it in the same words, so that nothing hangs on it."""
        return self.own.value.text == self.parent.value.text


def prevails_in(terms: ContractTerms, clause: str) -> tuple[Prevails, Reason]:
    """Return which text prevails in a clause; a named exception turns the rule round.

    Where the contract states no order none is made up, also not by an exception.
    """
    if terms.precedence is None:
        return "not_stated", "not_stated"
    if clause not in terms.precedence_except:
        return terms.precedence, "precedence"
    return ("own" if terms.precedence == "parent" else "parent"), "precedence_except"


def _applying(copy: Consolidated) -> tuple[Part[Clause], ...]:
    if copy.status == "lapsed":
        return ()
    is_over = copy.status in OVER
    return tuple(each for each in copy.clauses if not is_over or each.value.id in copy.surviving)


def prevailing(own: Consolidated, parent: Consolidated) -> tuple[Prevailing, ...]:
    """Return the clauses that a contract and its parent both have, in the contract's order.

    Of a contract that is over, what survives still applies; of one that lapsed, nothing.
    """
    theirs = {part.value.id: part for part in _applying(parent)}
    found = []
    for part in _applying(own):
        if part.value.id in theirs:
            prevails, reason = prevails_in(own.terms, part.value.id)
            found.append(
                Prevailing(own=part, parent=theirs[part.value.id], prevails=prevails, reason=reason)
            )
    return tuple(found)
