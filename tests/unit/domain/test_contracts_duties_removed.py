"""An obligation is taken out of the text from a day on, once no breach of it stands."""

from datetime import date, timedelta
from typing import Any

import pytest

from ledger.domain.contracts.consolidation import consolidate
from ledger.domain.contracts.copies import history_of
from ledger.domain.contracts.differences import differences
from ledger.domain.contracts.duties import ObligationUnsettledError
from ledger.domain.contracts.texts import ItemUnknownError
from ledger.domain.kinds.change import ObligationRemove, ObligationSet
from ledger.domain.kinds.contract import ContractConditionMet
from ledger.evidence.statement import StreamName
from tests.unit.domain.agreement import CHANGE, CONTRACT, Deal
from tests.unit.domain.recomputing import assert_replays
from tests.unit.domain.test_contracts_duties import (
    DUE,
    REPORT,
    TODAY,
    executed,
    in_state,
    refused,
    state,
    tell,
)

GONE = ObligationRemove(id="report")
SAID = date(2021, 3, 15)  # the day for which in_state says what it says
UNSIGNED = "change/score/2"


def from_day(on: date) -> dict[str, Any]:
    """Return the members of a change that applies from a stated day."""
    return {"effective_rule": "stated", "effective_on": on, "effective_reason": "As was agreed."}


def drafted(deal: Deal, **members: Any) -> tuple[Any, ...]:
    """Return what to say to remove the report."""
    return deal.servier, "change.drafted.v1", CHANGE, deal.change_draft(GONE, **members)


def draft_refused(deal: Deal, **members: Any) -> Any:
    """Show that the report cannot be removed."""
    said = drafted(deal, **members)
    return deal.refused(ObligationUnsettledError, *said, base=said[3].base)


def test_an_obligation_is_owed_until_the_day_before() -> None:
    """From its day on the text has it no more, and nothing can be said of it."""
    deal, day = executed(), date(2021, 4, 11)
    deal.amend(GONE, **from_day(day))
    deal.advance(days=10)

    assert [state(deal, on=each) for each in (day - timedelta(days=1), day)] == ["open", None]
    refused(deal, ItemUnknownError, "fulfilled", on=day)
    tell(deal, "fulfilled", on=day - timedelta(days=1))
    assert_replays(deal)


def test_a_difference_shows_what_went_and_what_made_it_go() -> None:
    """As deleted, between the day before and the day; the copy names the change."""
    deal, day = executed(), date(2021, 4, 11)
    deal.amend(GONE, **from_day(day))
    history = history_of(deal.world, StreamName(CONTRACT))
    before, after = (
        consolidate(history, effective=each) for each in (day - timedelta(days=1), day)
    )
    (pair,) = differences(before, after).obligations

    assert (pair.what, pair.before, pair.after) == ("deleted", REPORT, None)
    assert after.statements[-1].version == deal.change().executed_at


@pytest.mark.parametrize(
    ("before", "on", "allowed"),
    [
        ("open", SAID, True),
        ("fulfilled", SAID - timedelta(days=1), False),
        ("fulfilled", SAID, False),
        ("fulfilled", SAID + timedelta(days=1), True),
        ("waived", TODAY, False),
        ("waived", TODAY + timedelta(days=1), True),
        ("cured", SAID, False),
        ("cured", SAID + timedelta(days=1), True),
        ("breached", SAID - timedelta(days=1), False),
        ("breached", SAID + timedelta(days=1), False),
        ("breached", date(2022, 1, 1), False),
    ],
)
def test_what_was_settled_goes_after_its_day_and_a_breach_stays(
    before: str, on: date, *, allowed: bool
) -> None:
    """What was said of an obligation is said of a text that has it."""
    deal = in_state(before)

    if allowed:
        deal.amend(GONE, **from_day(on))
        assert state(deal, on=on) is None
        return
    error = draft_refused(deal, **from_day(on))
    assert (error.facts["obligation"], error.facts["on"]) == ("report", on.isoformat())


def test_a_breach_bars_the_last_signature_too() -> None:
    """The debtor cannot be breached out of a removal that one has signed, nor slip out of it."""
    deal = executed()
    deal.propose(GONE)
    deal.sign_change("servier")
    tell(deal, "breached", on=TODAY)

    signature = deal.change_signature("iqvia")
    deal.refused(ObligationUnsettledError, *signature, subject=deal.change().drafted)
    tell(deal, "waived", on=TODAY)
    deal.refused(ObligationUnsettledError, *signature, subject=deal.change().drafted)
    deal.advance(days=1)
    deal.sign_change("iqvia")
    assert deal.change().phase == "executed"
    assert_replays(deal)


def test_a_breach_bars_the_condition_of_a_removal() -> None:
    """Said before the condition was met; and the day of a cure is still the text's."""
    deal = executed()
    waiting = {"effective_rule": "condition", "condition": "The approval is there."}
    deal.amend(GONE, **waiting)
    version = deal.contract().version
    met = ContractConditionMet(on=TODAY)
    said = (deal.servier, "contract.condition_met.v1", CONTRACT, met)
    tell(deal, "breached", on=DUE)

    error = deal.refused(ObligationUnsettledError, *said, subject=version)
    assert error.facts["problem"] == f"it was breached on {DUE}"
    tell(deal, "cured", on=TODAY - timedelta(days=1))
    deal.endorse(deal.iqvia, CONTRACT, deal.say(*said, subject=version))
    assert state(deal, on=TODAY) is None


def test_a_breach_bars_a_removal_that_is_open_until_when() -> None:
    """A condition or a last signature to come is no way round it."""
    deal = in_state("breached")
    waiting = {"effective_rule": "condition", "condition": "The approval is there."}

    assert draft_refused(deal, **waiting).facts["on"] == "a condition"
    draft_refused(deal)


def test_what_was_said_of_an_earlier_text_bars_nothing() -> None:
    """An obligation that was set anew since is open, whatever became of the one before."""
    deal = in_state("breached")
    anew = ObligationSet(id="report", debtor="iqvia", creditor="servier", duty="Report weekly.")
    deal.amend(anew)
    said = deal.change_draft(GONE)
    deal.say(deal.servier, "change.drafted.v1", UNSIGNED, said, base=said.base)
    deal.sign_change(stream=UNSIGNED)

    assert state(deal) is None
