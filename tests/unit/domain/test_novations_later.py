"""Novations of a day to come: what is agreed before that day, and from when it applies."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest

from ledger.domain.contracts.folding import folded
from ledger.domain.contracts.ordering import EffectiveOrderError
from ledger.domain.contracts.questions.effects import effect_of
from ledger.domain.contracts.questions.unsigned import Asking, steps_of
from ledger.domain.contracts.standing import parties_of
from ledger.domain.contracts.texts import NotAPartyError
from ledger.domain.endorsement import NotAnEndorserError
from ledger.domain.kinds.change import ObligationSet
from ledger.domain.kinds.common import ActEndorsed
from ledger.domain.kinds.contract import ContractConditionMet
from ledger.domain.kinds.lifecycle import ContractNovated
from ledger.evidence.statement import StreamName
from tests.unit.domain.agreement import CHANGE, CONTRACT, Deal
from tests.unit.domain.merging import TODAY, novate, novating
from tests.unit.domain.recomputing import assert_replays
from tests.unit.domain.test_novations import LAST_WEEK, begun, copy

JOINED = TODAY + timedelta(days=30)
BEFORE, LATER = JOINED - timedelta(days=10), JOINED + timedelta(days=10)
NEXT_DAY = timedelta(days=1)


def novated_later() -> Deal:
    """Return a deal in which the technology company takes the CRO's place in a month."""
    deal = begun()
    novate(deal, JOINED)
    return deal


def data(debtor: str, duty: str = "Deliver the data.") -> ObligationSet:
    """Return an op by which a company owes the data."""
    return ObligationSet(id="data", debtor=debtor, creditor="servier", duty=duty)


def amend(deal: Deal, *ops: ObligationSet, stream: str = CHANGE, **members: Any) -> None:
    """Draft a change; who is party signs it, and who will be."""
    deal.propose(*ops, stream=stream, **members)
    deal.sign_change("servier", "iqvia", "tech", stream=stream)


def debtors(deal: Deal, on: date) -> dict[str, str]:
    """Return who owes what in the copy of a day."""
    return {part.value.id: part.value.debtor for part in copy(deal, on).obligations}


def stated(on: date) -> dict[str, Any]:
    """Return a rule by which a change applies from a day."""
    reason = "Agreed orally." if on < TODAY else None
    return {"effective_rule": "stated", "effective_on": on, "effective_reason": reason}


def test_nothing_is_changed_without_whoever_joins() -> None:
    """What is agreed until then passes to it; from then on, whoever left signs no more."""
    deal = novated_later()
    deal.propose(data("iqvia"), **stated(BEFORE))
    deal.sign_change("servier", "iqvia")
    asking = Asking(world=deal.world, at=deal.now)
    assert [step.party for step in steps_of(asking, StreamName(CHANGE))] == ["tech"]
    assert deal.change().phase == "partly_signed"

    deal.sign_change("tech")

    executed = deal.change().executed
    assert executed is not None
    assert [each.party for each in executed.signatures] == ["servier", "iqvia", "tech"]  # type: ignore[union-attr]
    assert_replays(deal)
    deal.advance(days=31)
    deal.propose(stream="change/score/2")
    said = deal.change_signature("iqvia", stream="change/score/2")
    deal.refused(NotAPartyError, *said, subject=deal.change("change/score/2").drafted)


def test_nobody_is_moved_out_of_a_place_that_they_have_not_taken_yet() -> None:
    """Whoever will be party by then joins in as whoever is party now."""
    deal = novated_later()
    back = novating(deal, LATER, leaves="tech", joins="iqvia")
    deal.endorse(deal.iqvia, CONTRACT, back)
    assert len(deal.contract().novations) == 1

    deal.endorse(deal.signatories["tech"], CONTRACT, back)
    assert len(deal.contract().novations) == 2


@pytest.mark.parametrize("on", [TODAY, BEFORE, JOINED - NEXT_DAY])
def test_what_applies_before_passes_to_whoever_joins(on: date) -> None:
    """It names the company that is still there, and the other one from that day on."""
    deal = novated_later()

    amend(deal, data("iqvia"), **stated(on))

    assert debtors(deal, on)["data"] == debtors(deal, JOINED - NEXT_DAY)["data"] == "iqvia"
    assert debtors(deal, JOINED) == {"report": "tech", "data": "tech"}
    assert folded(deal.world, deal.contract()).text.obligations["data"].debtor == "tech"


@pytest.mark.parametrize("on", [JOINED, LATER])
def test_what_applies_later_names_whoever_has_joined(on: date) -> None:
    """Nobody lays anything on a company that has left by then."""
    deal = novated_later()
    body = deal.change_draft(data("iqvia"), **stated(on))
    words = (deal.servier, "change.drafted.v1", CHANGE, body)
    deal.refused(NotAPartyError, *words, base=body.base)

    amend(deal, data("tech"), **stated(on))

    assert debtors(deal, LATER) == {"report": "tech", "data": "tech"}
    assert folded(deal.world, deal.contract()).text.obligations["data"].debtor == "tech"


@pytest.mark.parametrize("debtor", ["iqvia", "tech"])
def test_what_waits_for_a_condition_names_neither(debtor: str) -> None:
    """Nobody knows whether it is met before the one leaves and the other joins."""
    deal = novated_later()
    rule = {"effective_rule": "condition", "condition": "The authority consents."}
    body = deal.change_draft(data(debtor), **rule)

    deal.refused(NotAPartyError, deal.servier, "change.drafted.v1", CHANGE, body, base=body.base)


@pytest.mark.parametrize("met_on", [BEFORE, LATER])
def test_what_waited_when_the_novation_was_agreed_passes_on(met_on: date) -> None:
    """Whether the condition is met before that day or after it."""
    deal = begun()
    rule = {"effective_rule": "condition", "condition": "The authority consents."}
    deal.amend(data("iqvia"), **rule)
    novate(deal, JOINED)
    deal.advance(days=(met_on - TODAY).days)
    version = deal.acts("change.executed.v1")[0].digest
    body = ContractConditionMet(on=met_on)
    act = deal.say(deal.servier, "contract.condition_met.v1", CONTRACT, body, subject=version)
    joined = deal.iqvia if met_on < JOINED else deal.signatories["tech"]
    deal.endorse(joined, CONTRACT, act)

    assert debtors(deal, met_on)["data"] == ("iqvia" if met_on < JOINED else "tech")
    assert debtors(deal, LATER) == {"report": "tech", "data": "tech"}
    assert folded(deal.world, deal.contract()).text.obligations["data"].debtor == "tech"


def test_what_was_drafted_before_is_worded_again_where_it_would_apply_later() -> None:
    """With the last signature the day is known: whoever has left by then owes nothing new."""
    deal = begun()
    deal.propose(data("iqvia"), **stated(LATER))
    novate(deal, JOINED)
    deal.sign_change("servier", "tech")

    said = deal.change_signature("iqvia")
    deal.refused(NotAPartyError, *said, subject=deal.change().drafted)


def test_the_same_words_are_not_said_twice_before_that_day() -> None:
    """An obligation that the party owes until then is no other one because it passes on."""
    deal = novated_later()
    amend(deal, data("iqvia"), **stated(TODAY))
    amend(deal, data("iqvia", "Deliver all data."), stream="change/score/2", **stated(BEFORE))

    duties = [part.value.duty for part in copy(deal, LATER).obligations if part.value.id == "data"]
    assert duties == ["Deliver all data."]
    assert debtors(deal, LATER)["data"] == "tech"


def test_a_page_tells_what_becomes_of_it_in_the_end() -> None:
    """Before it is signed and after: the text of the last day is what it is held against."""
    deal = novated_later()
    deal.propose(data("iqvia"), **stated(BEFORE))
    before, change = deal.world, deal.change()

    found = effect_of(before, StreamName(CHANGE), change, (), TODAY)

    assert found is not None
    (pair,) = found.obligations
    assert pair.before is None
    assert pair.after is not None
    assert pair.after.debtor == "tech"


def test_places_are_taken_in_the_order_in_which_that_is_agreed() -> None:
    """Whoever leaves in a month and is back in two is not in between two others before."""
    deal = begun()
    novate(deal, TODAY + timedelta(days=30))
    back = novating(deal, TODAY + timedelta(days=60), leaves="tech", joins="iqvia")
    for party in ("tech", "iqvia"):
        deal.endorse(deal.signatories[party], CONTRACT, back)
    words = (deal.servier, "contract.novated.v1", CONTRACT)

    sooner = ContractNovated(leaves="iqvia", joins="tech", on=TODAY + NEXT_DAY)
    error = deal.refused(EffectiveOrderError, *words, sooner)
    assert error.facts["item"] == "party/iqvia"
    deal.say(*words, ContractNovated(leaves="iqvia", joins="tech", on=TODAY + timedelta(days=60)))


def test_the_order_is_that_in_which_everybody_has_joined() -> None:
    """One that was proposed first, and joined by all after another, is asked again."""
    deal = begun()
    sooner = novating(deal, TODAY + NEXT_DAY)
    deal.endorse(deal.signatories["tech"], CONTRACT, sooner)
    novate(deal, TODAY + timedelta(days=30))
    back = novating(deal, TODAY + timedelta(days=60), leaves="tech", joins="iqvia")
    for party in ("tech", "iqvia"):
        deal.endorse(deal.signatories[party], CONTRACT, back)

    said = (deal.iqvia, "act.endorsed.v1", CONTRACT, ActEndorsed())
    deal.refused(EffectiveOrderError, *said, subject=sooner.digest)


@pytest.mark.parametrize("place", ["its own", "another"])
def test_what_looks_back_names_nobody_who_changed_places_since(place: str) -> None:
    """Nobody could tell which place is meant; the other parties are named as ever."""
    deal = begun()
    novate(deal)
    joins = {"its own": ("tech", "iqvia"), "another": ("servier", "iqvia")}[place]
    moved = novating(deal, TODAY, leaves=joins[0], joins=joins[1])
    for party in ("servier", "tech", "iqvia"):
        with suppress(NotAnEndorserError):
            deal.endorse(deal.signatories[party], CONTRACT, moved)
    (other,) = {*parties_of(deal.contract(), TODAY)} - {"iqvia"}
    back = {"effective_rule": "stated", "effective_on": LAST_WEEK, "effective_reason": "Orally."}
    drafts = [
        deal.change_draft(
            ObligationSet(id="data", debtor=debtor, creditor=other, duty="Deliver."),
            **back,  # type: ignore[arg-type]
        )
        for debtor in ("iqvia", other)
    ]
    words = (deal.signatories[other], "change.drafted.v1", CHANGE)

    deal.refused(NotAPartyError, *words, drafts[0], base=drafts[0].base)
    deal.say(*words, drafts[1], base=drafts[1].base)
