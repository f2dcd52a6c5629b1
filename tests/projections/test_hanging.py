"""What hangs on a decision: flagged while it is challenged or void, for those who may read it."""

import pytest

from ledger.domain.kinds.aftermath import DecisionConfirmed
from ledger.domain.kinds.decision import SubjectRef
from projections import changes, decisions, live
from tests.projections.business import FINDING, cast, challenge, now, picked, void
from tests.projections.conftest import ANYBODY, Told, party_reader
from tests.projections.score import CHANGE, Score
from tests.projections.test_motions import loaded
from tests.unit.domain.boardroom import DECISION, decision
from tests.unit.domain.courses import tell
from tests.unit.domain.test_decisions_ruled import RULING, recusal, ruled


@pytest.fixture
def authorised() -> Score:
    """A change that a decision has authorised."""
    told = Score()
    told.agree()
    told.advance(days=1)
    told.draft_change(effective_on=told.now.date())
    told.decide()
    return told


def test_what_hangs_on_a_decision_is_flagged_while_it_is_in_doubt(
    authorised: Score, reading: Told
) -> None:
    """A challenge flags it, a voiding for ever; nothing is taken back silently."""
    certain = loaded(reading, authorised)
    challenge(authorised)
    challenged = loaded(reading, authorised)
    void(authorised)
    voided = loaded(reading, authorised)
    shown = changes.list_all(reading(authorised), party_reader("tech"))

    kinds = ("stream", "kind", "in_doubt")
    assert picked(certain["hanging"], *kinds) == [(CHANGE, "change.authorised.v1", None)]
    assert picked(challenged["hanging"], *kinds) == [(CHANGE, "change.authorised.v1", "challenged")]
    assert picked(voided["hanging"], *kinds) == [(CHANGE, "change.authorised.v1", "voided")]
    assert picked(voided["later"], "standing", "decision", "seat") == [
        ("challenged", None, "i1"),
        ("voided", FINDING, None),
    ]
    assert [each["what"] for each in challenged["missing"]] == ["finding"]
    assert (certain["in_doubt"], voided["in_doubt"]) == (None, "voided")
    assert picked(shown, "stream", "in_doubt") == [(CHANGE, "voided")]


def test_a_confirmed_decision_is_in_doubt_no_longer(authorised: Score, reading: Told) -> None:
    """What was challenged and stands, stands; the answer hangs on the decision that gave it."""
    challenge(authorised)
    closing = decision(authorised).closing
    ref = SubjectRef(stream=DECISION, digest=str(closing))
    authorised.open(authorised.move(FINDING, voice=authorised.people["s1"], subject_refs=(ref,)))
    for seat in ("s1", "i1", "i2"):
        cast(authorised, seat, "for", FINDING)
    authorised.advance(days=5)
    body = DecisionConfirmed(decision=FINDING)
    authorised.say(authorised.chair, "decision.confirmed.v1", DECISION, body, subject=closing)
    connection = reading(authorised)

    found = live.decision(connection, ANYBODY, DECISION, now(authorised))
    finding = decisions.load(connection, ANYBODY, FINDING)

    assert found is not None
    assert finding is not None
    assert (found["phase"], found["in_doubt"]) == ("closed", None)
    assert picked(finding["hanging"], "stream", "kind") == [(DECISION, "decision.confirmed.v1")]
    assert picked(changes.list_all(connection, ANYBODY), "in_doubt") == [(None,)]


def test_what_hangs_on_a_decision_shows_to_whom_may_read_it(
    authorised: Score, reading: Told
) -> None:
    """A reader of the board who may not read the contract learns nothing of its change."""
    connection = reading(authorised)

    iqvia = decisions.load(connection, party_reader("iqvia"), DECISION)
    tech = decisions.load(connection, party_reader("tech"), DECISION)

    assert iqvia is not None
    assert tech is not None
    assert len(iqvia["hanging"]) == 1
    assert len(tech["hanging"]) == 1  # the technology partner reads this contract, too


def test_a_recusal_that_the_board_ruled_names_and_hangs_on_the_ruling(reading: Told) -> None:
    """Who is out by ruling is not shown as having withdrawn of themselves."""
    room = ruled()
    tell(room, *recusal(room, RULING))

    found = loaded(reading, room)
    ruling = decisions.load(reading(room), ANYBODY, RULING)

    assert ruling is not None
    assert picked(found["recusals"], "seat", "ruled_by") == [("i2", RULING)]
    assert picked(ruling["hanging"], "stream", "kind") == [(DECISION, "recusal.declared.v1")]
