"""One decision authorises one change once, whoever comes first and whatever comes between."""

from ledger.domain.contracts.authorising import authorisations
from ledger.domain.kinds.change import ChangeWithdrawn
from ledger.domain.kinds.decision import SubjectRef
from ledger.evidence.statement import Digest, StreamName
from tests.unit.domain.agreement import CHANGE, SteeredDeal
from tests.unit.domain.boardroom import DECISION
from tests.unit.domain.courses import LATER, adopt
from tests.unit.domain.recomputing import assert_closes_recompute
from tests.unit.domain.test_changes_authority import decide, propose, steered, unauthorised


def about(deal: SteeredDeal, times: int = 1) -> tuple[SubjectRef, ...]:
    """Return the change as it is now, named so many times."""
    return (SubjectRef(stream=CHANGE, digest=str(deal.change().content)),) * times


def test_of_two_decisions_the_first_is_the_authority() -> None:
    """Both are adopted on the very text; the second adds nothing."""
    deal = steered()
    propose(deal)
    refs = about(deal)
    decide(deal)
    adopt(deal, choices="++++", class_="budget", subject_refs=refs)
    (act,) = deal.acts("change.authorised.v1")
    authority = deal.change().authority

    assert (act.body.authority, authority and authority.decision) == (authority, DECISION)  # type: ignore[attr-defined]
    assert deal.matter(LATER).outcome == "adopted"
    assert_closes_recompute(deal)


def test_a_decision_that_names_a_change_twice_authorises_it_once() -> None:
    """A motion's subjects are what it is about, not how often."""
    deal = steered()
    propose(deal)
    adopt(deal, DECISION, class_="budget", subject_refs=about(deal, times=2))

    assert len(deal.acts("change.authorised.v1")) == 1
    assert_closes_recompute(deal)


def test_a_decision_is_spent_when_its_change_is_taken_back() -> None:
    """The same words, drafted again, are another matter: the board is asked again."""
    deal = steered()
    propose(deal)
    content = deal.change().content
    decide(deal)
    (closed,) = deal.acts("decision.closed.v1")
    deal.say(deal.iqvia, "change.withdrawn.v1", CHANGE, ChangeWithdrawn())
    propose(deal)

    assert deal.change().content == content
    assert unauthorised(deal)
    refs = ((StreamName(CHANGE), Digest(str(content))),)
    assert authorisations(deal.world, closed, refs) == ()
    adopt(deal, choices="++++", class_="budget", subject_refs=about(deal))
    authority = deal.change().authority
    assert authority is not None
    assert authority.decision == LATER


def test_a_decision_that_was_open_meanwhile_carries_the_same_words() -> None:
    """What was withdrawn and drafted again before the vote is the text that was put."""
    deal = steered()
    propose(deal)

    def again() -> None:
        deal.say(deal.iqvia, "change.withdrawn.v1", CHANGE, ChangeWithdrawn())
        propose(deal)

    decide(deal, before_votes=again)
    assert deal.change().phase == "authorised"
    assert_closes_recompute(deal)
