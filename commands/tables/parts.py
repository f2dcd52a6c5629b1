"""Parts of a contract in one line each, as they are set against what they were."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from commands.tables.console import amount, words

Part = dict[str, Any]


def payment_words(part: Part) -> str:
    """Say what is paid, from which sum, by whom to whom where that is said."""
    sum_of = "fee and pass-through" if part["of"] == "total" else part["of"].replace("_", "-")
    share = f"{part['percent']}% of the {sum_of}" if part.get("percent") else ""
    comes_to = part.get("amount") or part.get("comes_to")
    said = [share, amount(comes_to) if comes_to else ""]
    said += [f"{word} {part[name]}" for word, name in (("by", "payer"), ("to", "payee"))
             if part.get(name)]  # fmt: skip
    return ", ".join(filter(None, said))


def credit_words(part: Part) -> str:
    """Say how much counts towards the contract, and from which one."""
    where = f", from {part['contract']}" if part.get("contract") else ""
    return amount(part["amount"]) + where


def obligation_words(part: Part) -> str:
    """Say who owes whom what, and when."""
    when = part.get("due") or part.get("trigger")
    cure = f", {part['cure_days']} days to cure" if part.get("cure_days") is not None else ""
    due = f" ({when}{cure})" if when or cure else ""
    return f"{part['debtor']} owes {part['creditor']}: {part['duty']}{due}"


def responsibility_words(part: Part) -> str:
    """Say who answers, and through whom it is done."""
    through = part.get("subcontractors") or ()
    return str(part["party"]) + (f", through {', '.join(through)}" if through else "")


def ground_words(part: Part) -> str:
    """Say how one may end the contract."""
    said = [f"{part['notice_days']} days' notice"]
    if part.get("cure_days") is not None:
        said.append(f"{part['cure_days']} days to cure")
    if part.get("runs"):
        said.append(words(part["runs"]))
    if part.get("wind_down_days") is not None:
        said.append(f"{part['wind_down_days']} days to wind down")
    who = f"{part['party']} alone" if part.get("party") else "each party"
    return f"{who}: {', '.join(said)}"


def term_words(part: Part) -> str:
    """Say from when to when, and how it goes on."""
    said = f"{part['from']} to {part.get('to') or 'open end'}"
    renewal = part.get("renewal")
    if not renewal:
        return said
    how = "by itself" if renewal["automatic"] else "if agreed"
    return f"{said}, then {renewal['months']} months more {how}"


def survival_words(part: Part) -> str:
    """Name the clauses that stay."""
    return ", ".join(part["clauses"]) or "none"


def authority_words(part: Part) -> str:
    """Say who may change what, a row a line, then what only the parties may."""
    rows = [
        words(row["change_kind"])
        + (f" ({', '.join(row['ops'])})" if row.get("ops") else "")
        + (f" up to {amount(row['up_to'])}" if row.get("up_to") else "")
        + f": {row['by']}"
        for row in part["rows"]
    ]
    return "\n".join([*rows, *(f"reserved: {row['rule']}" for row in part["reserved"])])


# Each member: its heading, how a part is named, and how it is put into words.
KEYED: Final[Mapping[str, tuple[str, Callable[[Part], str], Callable[[Part], str]]]] = (
    MappingProxyType(
        {
            "responsibilities": ("Activity", lambda part: part["activity"], responsibility_words),
            "payments": ("Payment upon", lambda part: part["trigger"], payment_words),
            "credits": ("Credit", lambda part: part["title"], credit_words),
            "assumptions": ("Assumption", lambda part: part["name"], lambda part: part["value"]),
            "obligations": ("Obligation", lambda part: part["id"], obligation_words),
            "termination": ("Ground to end it", lambda part: part["ground"], ground_words),
            "parties": (
                "Party",
                lambda part: part["party"],
                lambda part: part["legal_name"] or part["party"],
            ),
        }
    )
)
SINGLE: Final[Mapping[str, tuple[str, Callable[[Any], str]]]] = MappingProxyType(
    {
        "survival": ("Clauses that stay at its end", survival_words),
        "authority": ("Who may change it", authority_words),
        "status": ("Status", words),
    }
)
