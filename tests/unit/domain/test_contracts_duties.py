"""What is owed: every state and what can be said in it, who says it, and for which day."""

from datetime import date, timedelta
from typing import Any

import pytest

from ledger.domain.contracts.consolidation import consolidate
from ledger.domain.contracts.copies import Known, history_of
from ledger.domain.contracts.dated import FutureDayError, NotInEffectError
from ledger.domain.contracts.duties import (
    ObligationDayError,
    ObligationPartyError,
    ObligationStateError,
    Owed,
    owed_on,
)
from ledger.domain.contracts.texts import ItemUnknownError
from ledger.domain.endorsement import NotAnEndorserError
from ledger.domain.kinds.change import ObligationSet, TextRestate
from ledger.domain.kinds.contract import ContractConditionMet, Obligation
from ledger.domain.kinds.duty import (
    ObligationBreached,
    ObligationCured,
    ObligationFulfilled,
    ObligationWaived,
)
from ledger.domain.world import Act
from ledger.evidence.canonical import Body
from ledger.evidence.statement import StreamName
from tests.unit.domain.agreement import CONTRACT, MORE, Deal, boardless, impact

TODAY = date(2021, 4, 1)
DUE = date(2021, 3, 1)
REPORT = Obligation(
    id="report",
    debtor="iqvia",
    creditor="servier",
    duty="Report.",
    due=DUE,
    cure_days=30,
)
PAY = Obligation(id="pay", debtor="servier", creditor="iqvia", duty="Pay.", trigger="report")
WORDS = ("fulfilled", "waived", "breached", "cured")
# What each state lets be said; every other pair is refused.
POSSIBLE = {
    "open": {"fulfilled", "waived", "breached"},
    "breached": {"fulfilled", "waived", "cured"},
    "fulfilled": set(),
    "waived": set(),
    "cured": set(),
}


def executed() -> Deal:
    """A contract since 17 December 2020 with two obligations; it is 1 April 2021."""
    deal = Deal()
    deal.execute(boardless(obligations=(REPORT, PAY)))
    deal.advance(days=105)
    return deal


@pytest.fixture
def deal() -> Deal:
    """A contract with two obligations."""
    return executed()


def said(word: str, obligation: str = "report", on: date = TODAY) -> tuple[str, str, str, Body]:
    """Return by whom something is said of an obligation, and what."""
    debtor, creditor = ("iqvia", "servier") if obligation == "report" else ("servier", "iqvia")
    bodies: dict[str, Body] = {
        "fulfilled": ObligationFulfilled(obligation=obligation, on=on),
        "waived": ObligationWaived(obligation=obligation),
        "breached": ObligationBreached(obligation=obligation, on=on),
        "cured": ObligationCured(obligation=obligation, on=on),
    }
    by_debtor = word in {"fulfilled", "cured"}
    by, joins = (debtor, creditor) if by_debtor else (creditor, "")
    return by, joins, f"obligation.{word}.v1", bodies[word]


def tell(deal: Deal, word: str, obligation: str = "report", on: date = TODAY) -> Act:
    """Say something of an obligation, endorsed where it must be."""
    by, joins, tag, body = said(word, obligation, on)
    act = deal.say(deal.signatories[by], tag, CONTRACT, body)
    if joins:
        deal.endorse(deal.signatories[joins].as_("programme_manager"), CONTRACT, act)
    return act


def refused(deal: Deal, error: Any, word: str, obligation: str = "report", on: date = TODAY) -> Any:
    """Show that something is refused of an obligation."""
    by, _, tag, body = said(word, obligation, on)
    return deal.refused(error, deal.signatories[by], tag, CONTRACT, body)


def owed(
    deal: Deal, obligation: str = "report", on: date = TODAY, known: Known = None
) -> Owed | None:
    """Return how an obligation stands on a day; None where it is owed no longer."""
    history = history_of(deal.world, StreamName(CONTRACT))
    copy = consolidate(history, effective=on, known=known)
    found = owed_on(copy, deal.contract().duties.values(), on, known)
    return next((each for each in found if each.obligation.id == obligation), None)


def state(deal: Deal, *args: Any, **kwargs: Any) -> str | None:
    """Return the state of an obligation."""
    found = owed(deal, *args, **kwargs)
    return None if found is None else found.state


def in_state(word: str) -> Deal:
    """Return a contract whose report is in a state."""
    deal = executed()
    if word == "cured":
        tell(deal, "breached", on=DUE)
    if word != "open":
        tell(deal, word, on=date(2021, 3, 15))
    return deal


@pytest.mark.parametrize("before", POSSIBLE)
@pytest.mark.parametrize("word", WORDS)
def test_every_pair_of_state_and_word(before: str, word: str) -> None:
    """What the table has leads to the state of that name; all else is refused by name."""
    deal = in_state(before)
    assert state(deal) == before
    if word in POSSIBLE[before]:
        tell(deal, word)
        assert state(deal) == word
        return
    error = refused(deal, ObligationStateError, word)

    assert error.facts == {"obligation": "report", "state": before, "became": word}
    assert state(deal) == before


@pytest.mark.parametrize("word", WORDS)
def test_debtor_and_creditor_each_say_their_own(word: str) -> None:
    """The other party does not."""
    deal = in_state("breached" if word == "cured" else "open")
    by, _, tag, body = said(word)
    other = "servier" if by == "iqvia" else "iqvia"

    error = deal.refused(ObligationPartyError, deal.signatories[other], tag, CONTRACT, body)

    assert error.facts == {"obligation": "report", "became": word, "party": other}


@pytest.mark.parametrize("word", ["fulfilled", "cured"])
def test_the_creditor_joins_in(word: str) -> None:
    """Until then nothing has changed; and nobody else can."""
    before = "open" if word == "fulfilled" else "breached"
    deal = in_state(before)
    by, _, tag, body = said(word)
    act = deal.say(deal.signatories[by].as_("programme_manager"), tag, CONTRACT, body)
    waiting = state(deal)
    with pytest.raises(NotAnEndorserError):
        deal.endorse(deal.enrol("iqvia", "second", "signatory"), CONTRACT, act)
    deal.endorse(deal.servier, CONTRACT, act)

    assert (waiting, state(deal)) == (before, word)


@pytest.mark.parametrize("word", ["fulfilled", "breached", "cured"])
def test_nothing_is_said_for_a_day_that_has_not_come(word: str) -> None:
    """In the contract's own time zone."""
    deal = in_state("breached" if word == "cured" else "open")

    refused(deal, FutureDayError, word, on=TODAY + timedelta(days=1))


def test_an_obligation_is_breached_from_its_due_day_on(deal: Deal) -> None:
    """Before it nothing was due; one without a day can be breached on any."""
    refused(deal, ObligationDayError, "breached", on=DUE - timedelta(days=1))
    tell(deal, "breached", on=DUE)
    tell(deal, "breached", "pay", on=date(2020, 12, 17))

    assert (state(deal), state(deal, "pay")) == ("breached", "breached")


@pytest.mark.parametrize("word", ["fulfilled", "cured"])
def test_a_breach_is_made_good_after_it_happened(word: str) -> None:
    """What is said later is said for the same day or a later one."""
    deal = in_state("breached")
    refused(deal, ObligationDayError, word, on=date(2021, 3, 14))
    tell(deal, word, on=date(2021, 3, 15))

    assert state(deal) == word


@pytest.mark.parametrize(
    ("words", "late"),
    [
        ([], True),
        ([("fulfilled", DUE)], False),
        ([("fulfilled", DUE + timedelta(days=1))], True),
        ([("waived", TODAY)], False),
        ([("breached", DUE)], True),
        ([("breached", DUE + timedelta(days=1))], False),
        ([("breached", DUE), ("cured", date(2021, 3, 31))], False),
        ([("breached", DUE), ("cured", TODAY)], True),
        ([("breached", DUE), ("fulfilled", TODAY)], True),
        ([("breached", DUE), ("waived", TODAY)], False),
    ],
)
def test_what_comes_late_is_shown_as_late(
    deal: Deal, words: list[tuple[str, date]], *, late: bool
) -> None:
    """Against the due day, or the thirty days to cure: refused it is not, since all agree."""
    for word, on in words:
        tell(deal, word, on=on)
    found = owed(deal)
    assert found is not None

    breach = next((on for word, on in words if word == "breached"), None)
    until = None if breach is None else breach + timedelta(days=30)
    assert (found.late, found.breached_on, found.cure_until) == (late, breach, until)


def test_the_past_is_told_as_it_was(deal: Deal) -> None:
    """On each day, and as known at each entry, an obligation stood as it then did."""
    tell(deal, "breached", on=DUE)
    breached_at = deal.world.size - 1
    tell(deal, "cured", on=date(2021, 3, 20))
    days = (date(2021, 2, 28), DUE, date(2021, 3, 19), date(2021, 3, 20))

    assert [state(deal, on=day) for day in days] == ["open", "breached", "breached", "cured"]
    assert [state(deal, known=known) for known in (breached_at - 1, breached_at, None)] == [
        "open",
        "breached",
        "cured",
    ]
    found = owed(deal)
    assert found is not None
    assert found.place is not None
    assert found.place.leaf_index == deal.world.size - 1


def test_an_obligation_that_the_text_sets_anew_is_open_again(deal: Deal) -> None:
    """From the day on which the change takes effect; before it, it stays as it stood."""
    tell(deal, "breached", on=DUE)
    anew = ObligationSet(
        id="report",
        debtor="iqvia",
        creditor="servier",
        duty="Report weekly.",
        due=date(2021, 4, 30),
    )
    deal.amend(anew, effective_rule="stated", effective_on=date(2021, 4, 10))
    deal.advance(days=10)
    days = (TODAY, date(2021, 4, 9), date(2021, 4, 10))
    assert [state(deal, on=day) for day in days] == ["breached", "breached", "open"]

    tell(deal, "fulfilled", on=date(2021, 4, 10))
    found = owed(deal, on=date(2021, 4, 11))
    assert found is not None
    assert (found.state, found.breached_on, found.late) == ("fulfilled", None, False)
    assert state(deal, on=TODAY) == "breached"


def test_a_change_of_other_things_leaves_an_obligation_as_it_stands(deal: Deal) -> None:
    """Only what the text says of it opens it again."""
    tell(deal, "breached", on=DUE)
    deal.amend(MORE, impact=impact(fee=20_000))

    assert state(deal) == "breached"


def test_an_obligation_that_falls_away_is_owed_no_longer(deal: Deal) -> None:
    """It is gone from the text of that day on, and nothing can be said of it."""
    keep = ObligationSet(
        id="pay", debtor="servier", creditor="iqvia", duty="Pay.", trigger="report"
    )
    tell(deal, "breached", on=DUE)
    deal.amend(TextRestate(), keep, change_kind="restatement")

    assert (state(deal), state(deal, "pay")) == (None, "open")
    assert state(deal, on=TODAY - timedelta(days=1)) == "breached"
    for word in ("waived", "cured"):
        refused(deal, ItemUnknownError, word)


def test_nothing_is_owed_before_a_contract_is_in_effect() -> None:
    """While its condition is open, and for the days before."""
    deal = Deal()
    deal.execute(
        boardless(
            effective_rule="condition",
            condition="The approval is there.",
            obligations=(REPORT, PAY),
        )
    )
    refused(deal, NotInEffectError, "waived")
    deal.advance(days=105)
    act = deal.say(
        deal.servier,
        "contract.condition_met.v1",
        CONTRACT,
        ContractConditionMet(on=DUE),
        subject=deal.contract().version,
    )
    deal.endorse(deal.iqvia, CONTRACT, act)
    refused(deal, NotInEffectError, "breached", "pay", on=DUE - timedelta(days=1))
    tell(deal, "breached", on=DUE)

    assert state(deal) == "breached"


def test_a_contract_at_rest_is_not_breached(deal: Deal) -> None:
    """Nothing falls due on such a day; what is done is done all the same."""
    deal.suspend()
    refused(deal, NotInEffectError, "breached")
    tell(deal, "breached", on=DUE)
    tell(deal, "fulfilled")

    assert state(deal) == "fulfilled"


def test_what_is_owed_outlives_the_contract(deal: Deal) -> None:
    """After its last day the archive is still kept, and its keeping still said."""
    deal.advance(days=900)
    assert deal.contract().phase == "expired"
    tell(deal, "fulfilled", on=deal.now.date())

    assert state(deal, on=deal.now.date()) == "fulfilled"
