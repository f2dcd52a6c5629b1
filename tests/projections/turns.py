"""Turns that a contract takes, told of a deal, and what the views make of them."""

from datetime import date, timedelta

from sqlalchemy import Connection

from ledger.domain.contracts.agreements import Place
from ledger.domain.contracts.copies import (
    Known,
    PartyName,
)
from ledger.domain.kinds.change import TermSet
from ledger.domain.kinds.contract import (
    ContractConditionMet,
    ContractTerm,
    Renewal,
)
from ledger.domain.kinds.lifecycle import (
    ContractBreachCured,
    ContractNoticeWithdrawn,
    ContractResumed,
    ContractTerminated,
)
from ledger.domain.kinds.party import PartyRenamed
from projections import consolidated
from tests.unit.domain.agreement import (
    CONTRACT,
    MORE,
    WORDS,
    Deal,
    boardless,
    impact,
)
from tests.unit.domain.merging import novate, novating

DAYS = (date(2020, 12, 1), date(2021, 1, 1), date(2021, 6, 1), date(2022, 1, 1), date(2031, 1, 1))


def condition_met(deal: Deal) -> None:
    """A contract that waited for a condition, changed with another rule."""
    deal.execute(boardless(effective_rule="condition", condition="The authority consents."))
    executed = deal.acts("contract.executed.v1")[0]
    deal.advance(days=20)
    met = ContractConditionMet(on=deal.now.date())
    act = deal.say(
        deal.servier, "contract.condition_met.v1", CONTRACT, met, subject=executed.digest
    )
    deal.endorse(deal.iqvia, CONTRACT, act)


def changed(deal: Deal) -> None:
    """A contract changed twice, in the other order of their effect."""
    deal.execute()
    deal.amend(WORDS, effective_rule="stated", effective_on=date(2021, 9, 1))
    deal.advance(days=2)
    sooner = deal.change_draft(
        MORE,
        impact=impact(fee=20_000),
        effective_rule="stated",
        effective_on=date(2021, 3, 1),
    )
    deal.say(deal.servier, "change.drafted.v1", "change/score/2", sooner, base=sooner.base)
    deal.sign_change(stream="change/score/2")
    deal.advance(days=40)
    renamed = PartyRenamed(legal_name="IQVIA Holdings", on=date(2021, 2, 1))
    deal.say(deal.iqvia, "party.renamed.v1", "party/iqvia", renamed)


def taken_back(deal: Deal) -> None:
    """A contract under notice, which is taken back."""
    deal.execute()
    given = deal.notice()
    deal.advance(days=30)
    back = ContractNoticeWithdrawn()
    deal.say(deal.servier, "contract.notice_withdrawn.v1", CONTRACT, back, subject=given.digest)


def terminated(deal: Deal) -> None:
    """A contract that ends upon notice."""
    deal.execute()
    given = deal.notice()
    deal.advance(days=60)
    ended = ContractTerminated(on=given.at.date() + timedelta(days=120))
    deal.say(deal.servier, "contract.terminated.v1", CONTRACT, ended, subject=given.digest)


def expired(deal: Deal) -> None:
    """A contract whose term has run out, and which is extended late."""
    deal.execute()
    deal.advance(days=900)
    longer = ContractTerm(from_=date(2021, 1, 1), to=date(2024, 12, 31))
    deal.amend(TermSet(term=longer), impact=impact(days=731))


def novated(deal: Deal) -> None:
    """A contract in which another company takes the CRO's place, now and looking back."""
    changed(deal)
    novate(deal)
    back = novating(deal, date(2021, 6, 1), leaves="tech", joins="iqvia")
    for party in ("tech", "iqvia"):
        deal.endorse(deal.signatories[party], CONTRACT, back)


def place_of(deal: Deal, leaf_index: int) -> Place:
    """Return the place of a recorded statement."""
    return Place.of(next(act for act in deal.world.acts() if act.leaf_index == leaf_index))


def names_of(deal: Deal) -> tuple[PartyName, ...]:
    """Return the directory's names of the parties, read from the statements."""
    admitted = tuple(
        PartyName(
            party=act.body.party,  # type: ignore[attr-defined]
            legal_name=act.body.legal_name,  # type: ignore[attr-defined]
            on=None,
            place=Place.of(act),
        )
        for act in deal.acts("party.admitted.v1")
    )
    renamed = tuple(
        PartyName(
            party="iqvia",
            legal_name=act.body.legal_name,  # type: ignore[attr-defined]
            on=act.body.on,  # type: ignore[attr-defined]
            place=Place.of(act),
        )
        for act in deal.acts("party.renamed.v1")
    )
    return (*admitted, *renamed)


def renewed(deal: Deal) -> None:
    """A contract whose term goes on by itself, and again."""
    renewal = Renewal(months=12, notice_days=30, automatic=True)
    term = ContractTerm(from_=date(2021, 1, 1), to=date(2021, 12, 31), renewal=renewal)
    deal.execute(boardless(term=term))
    deal.advance(days=800)
    deal.notice()


def suspended(deal: Deal) -> None:
    """A contract that rests, and goes on."""
    deal.execute()
    said = deal.suspend()
    deal.advance(days=100)
    body = ContractResumed(on=deal.now.date())
    act = deal.say(deal.servier, "contract.resumed.v1", CONTRACT, body, subject=said.digest)
    assert act.leaf_index > said.leaf_index


def cured(deal: Deal) -> None:
    """A contract under notice for a breach, which is cured."""
    deal.execute()
    given = deal.notice("breach")
    deal.advance(days=10)
    body = ContractBreachCured(on=deal.now.date())
    said = deal.say(deal.iqvia, "contract.breach_cured.v1", CONTRACT, body, subject=given.digest)
    deal.endorse(deal.servier, CONTRACT, said)


def copy_of(connection: Connection, day: date, known: Known) -> object:
    """Return the copy that the views give."""
    return consolidated.contract_as_of(connection, CONTRACT, effective=day, known=known)
