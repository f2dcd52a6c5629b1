"""One vote a party, unanimous: a further vote for never turns a deadlock into a rejection."""

import json
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from ledger.domain.rehearsal.case import Case
from ledger.domain.rehearsal.trying import rehearse
from ledger.evidence.canonical import shape_body
from tests.charters.tables import CHARTERS

VARIETY = Path(__file__).parent / "variety"
RANKS = {"lapsed": 0, "rejected": 0, "deadlocked": 1, "adopted": 2}
CHOICES = ("against", "abstain", "for")


def _charter(name: str) -> dict[str, Any]:
    path = CHARTERS / f"{name}.json"
    if path.exists():
        return dict(json.loads(path.read_text(encoding="utf-8")))
    table = json.loads((VARIETY / f"{name}.json").read_text(encoding="utf-8"))
    return dict(table["charter"])


@pytest.mark.parametrize("name", ["r02-curis-genentech", "codevelopment-jsc"])
def test_a_further_vote_for_makes_it_no_worse(name: str) -> None:
    """Whatever two members of each party said, one of them being for is never a step back."""
    rules = _charter(name)
    parties = list(dict.fromkeys(seat["party"] for seat in rules["seats"]))
    names = [f"{party}-{index}" for party in parties for index in (1, 2)]

    def rank(choices: tuple[str, ...]) -> int:
        case = {
            "charter": rules,
            "members": [{"seat": seat["seat"]} for seat in rules["seats"]],
            "matter": {"class": "plan"},
            "clock": "2026-03-10T12:00:00Z",
            "attendance": names,
            "ballots": dict(zip(names, choices, strict=True)),
        }
        return RANKS[rehearse(shape_body(case, Case)).outcome]

    ranks = {choices: rank(choices) for choices in product(CHOICES, repeat=len(names))}
    worse = [
        (choices, better)
        for choices in ranks
        for place in range(len(names))
        if (better := (*choices[:place], "for", *choices[place + 1 :])) != choices
        and ranks[better] < ranks[choices]
    ]

    assert worse == []
