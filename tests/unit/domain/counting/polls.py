"""Polls for tests of the count: who stands how, who is there, who said what."""

from collections.abc import Iterable, Mapping
from typing import Any

from ledger.domain.counting.facts import Choice
from ledger.domain.counting.standing import Standing
from ledger.domain.counting.votes import Counted, Poll, Said, count
from ledger.domain.kinds.charter.counting import Majority, Vote
from tests.unit.domain.counting.boards import board, most_of, standing

CHOICES: Mapping[str, Choice] = {"+": "for", "-": "against", "o": "abstain"}
MOST_CAST = Majority(base="cast", threshold=most_of())


def need(**more: Any) -> Majority:
    """Return a majority of the votes cast, unless more is said."""
    return Majority(**{"base": "cast", "threshold": most_of(), **more})


def asks(*needs: Majority, **more: Any) -> Vote:
    """Return a rule that asks for some majorities, or for one of the votes cast."""
    return Vote(**{"needs": needs or (MOST_CAST,), **more})


def row(*groups: str) -> tuple[Standing, ...]:
    """Return seats by party: "a may-vote vacant" are a-1 and a-2, in these standings."""
    made = []
    for group in groups:
        party, *reasons = group.split()
        for index, reason in enumerate(reasons, 1):
            more: dict[str, Any] = {"voting": False} if reason == "no-vote" else {}
            made.append(standing(f"{party}-{index}", reason, party=party, **more))
    return tuple(made)


def votes_of(text: str) -> dict[str, Said]:
    """Return what seats said: "a-1+ a-2- b-1o" for, against and abstaining."""
    return {word[:-1]: Said(choice=CHOICES[word[-1]]) for word in text.split()}


def poll(
    standings: Iterable[Standing],
    said: str,
    rule: Vote | None = None,
    **more: Any,
) -> Poll:
    """Return a poll of a meeting at which only those are there who voted, unless more is said."""
    seats = tuple(standings)
    ballots = votes_of(said)
    rules: dict[str, Any] = {
        "charter": board(each.member for each in seats),
        "rule": rule or asks(),
        "standings": seats,
        "present": frozenset(ballots),
        "said": ballots,
        "at_meeting": True,
    }
    return Poll(**{**rules, **more})


def counted(
    standings: Iterable[Standing], said: str, rule: Vote | None = None, **more: Any
) -> Counted:
    """Count such a poll."""
    return count(poll(standings, said, rule, **more))
