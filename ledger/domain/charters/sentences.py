"""The whole charter in plain sentences, section by section; every member that is set is said."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from ledger.domain.charters import told_conduct, told_counting, told_people, told_powers
from ledger.domain.kinds.charter import Charter


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """One sentence, and the section of the page in which it stands."""

    section: str
    text: str


_SECTIONS: Final[tuple[tuple[str, Callable[[Charter], Iterator[str]]], ...]] = (
    ("Seats", told_people.seats),
    ("Members", told_people.members),
    ("Stand-ins and proxies", told_people.stand_ins),
    ("Quorum", told_counting.quorum),
    ("Votes", told_counting.votes),
    ("Weights", told_counting.weights),
    ("Ballots", told_counting.ballots),
    ("Meetings", told_conduct.meetings),
    ("Without a meeting", told_conduct.elsewhere),
    ("Stages and forms", told_conduct.stages),
    ("Powers", told_powers.powers),
    ("Deadlock", told_powers.deadlock),
    ("Days", told_conduct.days),
    ("Amendment", told_powers.amendment),
)


def sentences(charter: Charter) -> tuple[Sentence, ...]:
    """Return a charter in words that a board's secretary can read and a lawyer accept."""
    return tuple(
        Sentence(section=section, text=text)
        for section, tell in _SECTIONS
        for text in tell(charter)
    )
