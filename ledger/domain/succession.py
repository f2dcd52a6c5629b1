"""Companies in each other's place: who stands for whom on a day, and so reads what they could.

A merger does not touch what was signed before. It is said in both companies'
names in party/<slug>, and by the ledger itself in ledger/main, where it is
found by whoever asks who may read what. Days are days of the recorded clock.
"""

from collections.abc import Iterable
from datetime import date

from ledger.domain.directory import the_ledger
from ledger.domain.world import Act, Audience, World
from ledger.evidence.statement import PartySlug


def line_of(world: World, party: PartySlug | str, on: date) -> tuple[PartySlug, ...]:
    """Return a company and those that are in its place by a day, one after the other.

    Who stood in the middle of the line once keeps what it could read.
    """
    ledger = the_ledger(world)
    successions = {} if ledger is None else ledger.successions
    line = [PartySlug(party)]
    while (succession := successions.get(line[-1])) is not None and succession.on <= on:
        line.append(succession.into)
    return tuple(line)


def in_place(world: World, party: PartySlug | str, on: date) -> PartySlug:
    """Return the company that stands for a company on a day: itself, or what it became part of."""
    return line_of(world, party, on)[-1]


def represented(
    world: World, company: PartySlug | str | None, parties: Iterable[str], on: date
) -> tuple[str, ...]:
    """Return the parties for which a company speaks on a day, in their order.

    That is itself, and whoever became part of it; a company that became part
    of another speaks for nobody.
    """
    return tuple(party for party in parties if in_place(world, party, on) == company)


def speaks_for(world: World, act: Act, party: PartySlug | str | None) -> bool:
    """Whether an act is said for a party: by itself, or by the company in its place that day."""
    return party is not None and in_place(world, party, act.at.date()) == act.statement.signer.party


def readers_of(world: World, audience: Audience, on: date) -> Audience:
    """Return an audience with the companies that are in the place of one of it by a day."""
    ledger = the_ledger(world)
    if audience is None or ledger is None or not ledger.successions:
        return audience
    return audience.union(*(line_of(world, party, on) for party in audience))
