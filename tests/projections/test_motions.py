"""All of a motion: items, proxies, what is missing, what followed, what hangs on it."""

from datetime import date
from typing import Any

from ledger.domain.kinds.aftermath import (
    ConditionMet,
    DecisionRegistered,
    EscalationAnswered,
    FinalSayExercised,
    FormalityDone,
)
from ledger.domain.kinds.charter.conduct import (
    AtMeeting,
    Formality,
    NoObjection,
    Procedures,
    Stage,
    Written,
)
from ledger.domain.kinds.charter.counting import Majority, Vote
from ledger.domain.kinds.charter.powers import Barred, Escalation, Executive, FinalSay, Powers, Step
from ledger.domain.kinds.charter.terms import Period, Threshold, When, Window
from ledger.domain.kinds.decision import (
    MotionCondition,
    MotionItem,
    ObjectionRaised,
    ProxyDeclared,
    RecusalDeclared,
    RepetitionSupported,
)
from ledger.domain.kinds.meeting import ProxyLodged
from ledger.domain.kinds.party import RoleGranted
from ledger.evidence.statement import Document
from projections import live
from tests.projections.business import (
    PEOPLE,
    cast,
    now,
    picked,
)
from tests.projections.conftest import ANYBODY, Told, party_reader
from tests.unit.domain.boardroom import DECISION, MEETING, MOST, SINCE, Boardroom, decision

WINDOW = Window(count=3, unit="days")
PROCEDURES = Procedures(meeting=AtMeeting(), written=Written(window=WINDOW, objects=2))


def loaded(reading: Told, room: Boardroom) -> dict[str, Any]:
    """Return the decision as it is now."""
    found = live.decision(reading(room), ANYBODY, DECISION, now(room))
    assert found is not None
    return found


def test_items_show_each_their_outcome_and_ballots_their_items(reading: Told) -> None:
    """Put in one motion, decided one by one; a later ballot replaces what it speaks of."""
    room = Boardroom(people=PEOPLE)
    room.open(room.move(items=(MotionItem(item="a", text="A."), MotionItem(item="b", text="B."))))
    recused = RecusalDeclared(seat="i2", items=("b",))
    room.say(
        room.people["i2"], "recusal.declared.v1", DECISION, recused, subject=decision(room).moving
    )
    cast(room, "s1", "for")
    cast(room, "s1", "against", items=("b",))
    cast(room, "s2", "for", items=("a",))
    cast(room, "s2", "against")
    cast(room, "i1", "for", items=("a",))
    cast(room, "i1", "against", items=("b",))
    cast(room, "i2", "for", items=("a",))

    found = loaded(reading, room)

    assert picked(found["items"], "item", "text", "outcome") == [
        ("a", "A.", "adopted"),
        ("b", "B.", "rejected"),
    ]
    assert picked(found["recusals"], "seat", "items") == [("i2", ["b"])]
    assert picked(found["ballots"], "seat", "items", "choice", "stands") == [
        ("s1", [], "for", True),
        ("s1", ["b"], "against", True),
        ("s2", ["a"], "for", False),
        ("s2", [], "against", True),
        ("i1", ["a"], "for", True),
        ("i1", ["b"], "against", True),
        ("i2", ["a"], "for", True),
    ]
    assert picked(found["electorate"][3]["counted"], "item", "standing", "choice") == [
        ("a", "may-vote", "for"),
        ("b", "recused", None),
    ]


def test_an_open_decision_says_what_is_missing(reading: Told) -> None:
    """Typed, in words, with whose it is and until when."""
    room = Boardroom(people=PEOPLE)
    opened = room.open(room.move())
    cast(room, "s1", "for")

    found = loaded(reading, room)

    closes = found["closes_at"]
    assert picked(found["missing"], "what", "until") == [
        ("quorum", closes),
        ("quorum-part", closes),
        ("votes", closes),
        ("end", closes),
    ]
    assert found["missing"][2]["who"] == ["s2", "i1", "i2"]
    assert found["opening"] == opened.digest


def test_proxies_in_writing_show_whose_vote_was_cast(reading: Told) -> None:
    """A ballot on behalf of another is that seat's, cast by this one."""
    room = Boardroom(people=PEOPLE)
    opened = room.open(room.move())
    body = ProxyDeclared(giver="i2", holder="i1")
    room.say(room.people["i2"], "proxy.declared.v1", DECISION, body, subject=opened.digest)
    cast(room, "i1", "for")
    cast(room, "i1", "against", on_behalf_of="i2")

    found = loaded(reading, room)

    assert picked(found["proxies"], "giver", "holder", "stands") == [("i2", "i1", True)]
    assert picked(found["ballots"], "seat", "on_behalf_of", "choice", "stands") == [
        ("i1", None, "for", True),
        ("i1", "i2", "against", True),
    ]
    assert picked(found["electorate"][3]["counted"], "choice", "by") == [("against", "i1")]


def test_proxies_of_the_meeting_show_with_its_motions(reading: Told) -> None:
    """Those for its item and those for all; not those for others."""
    room = Boardroom(people=PEOPLE)
    room.call()
    for giver, items in (("i2", ("scope",)), ("s2", ("news",))):
        body = ProxyLodged(giver=giver, holder="i1", items=items)
        room.say(room.people[giver], "proxy.lodged.v1", MEETING, body)
    room.move(procedure="meeting", meeting=MEETING, agenda_item="scope")

    assert picked(loaded(reading, room)["proxies"], "giver", "items") == [("i2", ["scope"])]


def test_objections_and_support_are_listed(reading: Told) -> None:
    """Who objected to the form; who wanted a rejected matter put again."""
    room = Boardroom(procedures=PROCEDURES, powers=Powers(barred=Barred(period=_days(30))))
    moved = room.move(matter="sites")
    body = RepetitionSupported(seat="s1")
    room.say(room.people["s1"], "repetition.supported.v1", DECISION, body, subject=moved.digest)
    opened = room.open(moved)
    objection = ObjectionRaised(seat="i1", to="form")
    room.say(room.people["i1"], "objection.raised.v1", DECISION, objection, subject=opened.digest)

    found = loaded(reading, room)

    assert picked(found["support"], "seat") == [("s1",)]
    assert picked(found["objections"], "seat", "to", "stands") == [("i1", "form", True)]


def _days(count: int) -> Period:
    return Period(count=count, unit="days")


def test_what_follows_a_vote_is_shown_as_it_comes(reading: Told) -> None:
    """Taken, then a form, then a condition, then closed; each result is kept."""
    form = Formality(formality="seal", text="Sealed", within=_days(2))
    procedures = Procedures(written=Written(window=WINDOW), formalities=(form,))
    room = Boardroom(procedures=procedures)
    conditions = (MotionCondition(condition="ethics", text="Ethics approves."),)
    moved = room.move(conditions=conditions, long_stop=date(2021, 3, 1))
    room.open(moved)
    for seat in ("s1", "s2", "i1", "i2"):
        cast(room, seat, "for")
    taken = loaded(reading, room)
    subject = moved.digest
    room.say(
        room.chair, "formality.done.v1", DECISION, FormalityDone(formality="seal"), subject=subject
    )
    conditional = loaded(reading, room)
    met = ConditionMet(condition="ethics")
    room.say(room.chair, "condition.met.v1", DECISION, met, subject=subject)
    closed = loaded(reading, room)

    assert [each["what"] for each in taken["missing"]] == ["formality", "condition"]
    assert (taken["phase"], taken["closed_at"], taken["until"]) == (
        "taken",
        None,
        "2020-12-20T00:00:00.000Z",
    )
    assert picked(conditional["conditions"], "condition", "status") == [("ethics", "open")]
    assert picked(closed["conditions"], "condition", "status") == [("ethics", "met")]
    assert picked(closed["formalities"], "formality", "person") == [("seal", "member-s1")]
    assert picked(closed["results"], "outcome") == [
        ("pending",),
        ("adopted_with_conditions",),
        ("adopted",),
    ]
    assert (closed["taken_at"], closed["missing"]) == (taken["taken_at"], [])
    assert closed["closed_at"] is not None


def test_a_deadlock_shows_who_answered_and_who_decided(reading: Told) -> None:
    """Each executive's answer, and the final say after the last step."""
    step = Step(
        step="chiefs",
        executives=(Executive(title="ceo", party="servier"), Executive(title="ceo", party="iqvia")),
        within=_days(30),
    )
    escalation = Escalation(steps=(step,), final_say=(FinalSay(party="servier"),))
    vote = Vote(needs=(Majority(base="cast", threshold=MOST),), split="deadlocked")
    room = Boardroom(powers=Powers(escalation=escalation), votes=(vote,))
    for party, voice in (("servier", room.sponsor), ("iqvia", room.cro)):
        grant = RoleGranted(person=voice.person, role="executive", from_=SINCE)
        room.say(room.registrars[party], "role.granted.v1", f"party/{party}", grant)
    room.open(room.move())
    for seat, choice in (("s1", "for"), ("s2", "for"), ("i1", "against"), ("i2", "against")):
        cast(room, seat, choice)
    waiting = loaded(reading, room)
    for voice, choice in ((room.sponsor, "for"), (room.cro, "against")):
        answer = EscalationAnswered(step="chiefs", title="ceo", choice=choice)  # type: ignore[arg-type]
        claims = _claims(room, choice)
        room.say(voice.as_("executive"), "escalation.answered.v1", DECISION, answer, **claims)
    final = FinalSayExercised(choice="for")
    room.say(
        room.sponsor.as_("executive"),
        "final_say.exercised.v1",
        DECISION,
        final,
        **_claims(room, "for"),
    )

    found = loaded(reading, room)

    assert picked(waiting["missing"], "what", "who") == [
        ("answer", ["ceo of servier"]),
        ("answer", ["ceo of iqvia"]),
    ]
    assert picked(found["answers"], "step", "title", "party", "choice") == [
        ("chiefs", "ceo", "servier", "for"),
        ("chiefs", "ceo", "iqvia", "against"),
    ]
    assert (found["final_say"]["party"], found["final_say"]["choice"]) == ("servier", "for")
    assert found["outcome"] == "adopted"


def _claims(room: Boardroom, choice: str) -> dict[str, Any]:
    meaning = {"for": "approval", "against": "rejection"}[choice]
    return {"subject": decision(room).closing, "meaning": meaning}


def test_paper_is_shown_as_decided_outside(reading: Told) -> None:
    """Existing paper has its day and its documents, and no ballots."""
    room = Boardroom()
    paper = DecisionRegistered(
        title="Old resolution",
        text="The board agreed.",
        class_="scope",
        outcome="adopted",
        decided_on=date(2019, 5, 2),
    )
    document = Document(
        name="resolution.pdf", media_type="application/pdf", size=9, sha256=64 * "a"
    )
    said = room.say(room.sponsor, "decision.registered.v1", DECISION, paper, documents=(document,))
    room.endorse(room.cro, DECISION, said)

    found = loaded(reading, room)

    assert (found["outside"], found["outcome"], found["decided_on"]) == (
        True,
        "adopted",
        "2019-05-02",
    )
    assert picked(found["documents"], "name", "size") == [("resolution.pdf", 9)]
    assert (found["ballots"], found["missing"], found["tally"]) == ([], [], None)
    assert [row["party"] for rows in found["endorsements"].values() for row in rows] == ["iqvia"]


def test_a_matter_that_was_put_off_by_rule_shows_its_votes_as_fallen(reading: Told) -> None:
    """What the first stage came to stays on record; the next one is voted on anew."""
    stage = Stage(stage=2, after=_days(14))
    procedures = Procedures(written=Written(window=WINDOW), stages=(stage,))
    needs = (Majority(base="cast", threshold=MOST),)
    first = Vote(when=When(stages=(1,)), needs=needs, failed="deferred")
    room = Boardroom(procedures=procedures, votes=(first, Vote(rule="second", needs=needs)))
    room.open(room.move())
    for seat in ("s1", "s2", "i1", "i2"):
        cast(room, seat, "against")

    found = loaded(reading, room)

    assert (found["phase"], found["opening"], found["electorate"]) == ("deferred", None, [])
    assert {ballot["stands"] for ballot in found["ballots"]} == {False}
    assert picked(found["results"], "outcome", "stage") == [("deferred", 1)]
    assert picked(found["missing"], "what", "since") == [
        ("stage", "2020-12-31T00:00:00.000Z"),
        ("opening", None),
    ]


def test_a_decision_that_may_not_be_read_lacks_nothing_for_its_reader(reading: Told) -> None:
    """What is missing is told to those who may read the decision."""
    room = Boardroom()
    room.open(room.move())

    found = live.decision(reading(room), party_reader("nobody"), DECISION, now(room))

    assert found is None


def test_a_vote_that_objections_bring_about_is_missing(reading: Told) -> None:
    """In the no-objection procedure silence is enough until somebody objects."""
    silent = NoObjection(window=WINDOW, objects=1)
    needs = (Majority(base="cast", threshold=Threshold(count=1)),)
    room = Boardroom(procedures=Procedures(no_objection=silent), votes=(Vote(needs=needs),))
    opened = room.open(room.move(procedure="no_objection"))
    before = loaded(reading, room)
    objection = ObjectionRaised(seat="i1", to="matter")
    room.say(room.people["i1"], "objection.raised.v1", DECISION, objection, subject=opened.digest)

    after = loaded(reading, room)

    assert [each["what"] for each in before["missing"]] == ["end"]
    assert "votes" in [each["what"] for each in after["missing"]]
