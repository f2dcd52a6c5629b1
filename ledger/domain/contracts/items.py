"""The items of a text by their names: what an op says that it touches, looked up again."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from ledger.domain.contracts.texts import ContractText

_LOOKED_UP: Mapping[str, Callable[[ContractText, str], object]] = MappingProxyType(
    {
        "clause": lambda text, name: text.clauses.get(name),
        "number": lambda text, name: text.numbers.get(name),
        "line": lambda text, name: text.budget.get(name),
        "payment": lambda text, name: text.payments.get(_payment_key(name)),
        "assumption": lambda text, name: text.assumptions.get(name),
        "obligation": lambda text, name: text.obligations.get(name),
        "responsibility": lambda text, name: text.responsibilities.get(name),
        "credit": lambda text, name: text.credits.get(name),
        "ground": lambda text, name: text.grounds.get(name),
        "party": lambda text, name: text.legal_names.get(name),
        "term": lambda text, _: text.term,
        "survival": lambda text, name: name in text.survival if name else text.survival,
        "authority": lambda text, _: (text.authority, text.reserved),
    }
)

# Names of several items together, which say nothing of their own.
_TOGETHER = frozenset({"payments", "text"})


def family_of(item: str) -> str:
    """Return the family of an item: what stands before the first slash of its name."""
    return item.partition("/")[0]


def name_of(item: str) -> str:
    """Return by what an item is known in its family; empty where there is only one."""
    return item.partition("/")[2]


def stands_alone(item: str) -> bool:
    """Whether a name is that of one item, and not of several together."""
    return family_of(item) not in _TOGETHER


def value_of_item(text: ContractText, item: str) -> object:
    """Return what a text says of an item that stands alone; None where it says nothing."""
    return _LOOKED_UP[family_of(item)](text, name_of(item))


def _payment_key(name: str) -> tuple[str, str]:
    of, _, trigger = name.partition("/")
    return trigger, of
