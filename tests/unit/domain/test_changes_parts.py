"""Long changes come in parts; an amended and restated contract is one of them."""

from datetime import date
from hashlib import sha256
from typing import Any

import pytest

from ledger.domain.contracts.consolidation import consolidate
from ledger.domain.contracts.copies import history_of
from ledger.domain.contracts.drafting import PartError, PartSubjectError
from ledger.domain.contracts.ordering import EffectiveOrderError
from ledger.domain.contracts.proposing import BaseStaleError, ImpactError, RestatementFormError
from ledger.domain.contracts.signing import EffectiveRuleError
from ledger.domain.contracts.texts import ItemTakenError
from ledger.domain.kinds.change import (
    AssumptionSet,
    ChangeDraftContinued,
    ClauseAdd,
    ClauseDelete,
    SurvivalSet,
    TextRestate,
)
from ledger.domain.kinds.contract import ChangeAuthority
from ledger.domain.room import OutOfStateError
from ledger.evidence.canonical import format_canonical, parse_canonical
from ledger.evidence.statement import StreamName
from tests.unit.domain.agreement import CHANGE, CONTRACT, MORE, WORDS, Deal, boardless, impact
from tests.unit.domain.recomputing import assert_replays
from tests.unit.domain.test_changes import begun
from tests.unit.domain.test_changes_effects import SITES

OTHER = "change/score/2"


def part(number: int, *ops: Any) -> ChangeDraftContinued:
    """Return a further part."""
    return ChangeDraftContinued(part=number, ops=ops or (MORE,))


def said(deal: Deal, body: ChangeDraftContinued) -> tuple[Any, ...]:
    """Return what to say to go on with the draft."""
    return deal.servier, "change.draft_continued.v1", CHANGE, body


def test_parts_make_one_text() -> None:
    """The digest is that of what one statement would have said, with the stream beside it."""
    deal = begun()
    whole = deal.change_draft(WORDS, MORE, SITES, impact=impact(fee=20_000))
    drafted = deal.propose(WORDS, impact=impact(fee=20_000), parts=3)
    deal.go_on(MORE)
    before = deal.change()
    deal.go_on(SITES, part=3)
    after = deal.change()

    text = parse_canonical(drafted.statement.body)
    del text["parts"]
    text["ops"] = parse_canonical(after.text)["ops"]
    expected = sha256(format_canonical({"body": text, "stream": CHANGE})).hexdigest()
    assert (before.phase, before.content, before.authority) == ("drafting", None, None)
    assert (after.phase, after.content) == ("authorised", f"sha256:{expected}")
    assert after.body.ops == whole.ops
    deal.sign_change()
    assert deal.change().phase == "executed"
    assert_replays(deal)


def test_one_statement_or_many_have_one_digest() -> None:
    """In how many parts a text came is no part of it."""
    deal = begun()
    deal.propose(WORDS, SITES)
    one = deal.change().content
    deal.propose(WORDS, parts=2)
    deal.go_on(SITES)

    assert one == deal.change().content


@pytest.mark.parametrize(
    ("error", "body", "subject"),
    [
        (PartError, part(3), None),
        (PartSubjectError, part(2), "sha256:" + "00" * 32),
        (ImpactError, part(2), None),
        (ItemTakenError, part(2, ClauseAdd(id="fees", number="7", heading="F", text="F.")), None),
    ],
)
def test_a_part_that_cannot_follow_is_refused(
    error: Any, body: ChangeDraftContinued, subject: str | None
) -> None:
    """The whole is judged with its last part: ops apply, and come to the stated impact."""
    deal = begun()
    deal.propose(WORDS, impact=impact(), parts=2)

    deal.refused(error, *said(deal, body), subject=subject or deal.change().drafted)


def test_a_part_of_a_stale_change_is_refused() -> None:
    """The text that it goes on from is no longer the contract's."""
    deal = begun()
    deal.propose(WORDS, parts=2)
    deal.amend(SITES, stream=OTHER)

    deal.refused(BaseStaleError, *said(deal, part(2)), subject=deal.change().drafted)


def test_a_part_too_many_is_refused() -> None:
    """A whole change has no further part."""
    deal = begun()
    deal.propose(WORDS, parts=2)
    deal.go_on(SITES)

    deal.refused(OutOfStateError, *said(deal, part(3)), subject=deal.change().drafted)


def test_the_first_part_already_says_from_when() -> None:
    """What cannot become sound by more ops is refused at once."""
    deal = begun()
    body = deal.change_draft(effective_rule="stated", parts=2)

    deal.refused(
        EffectiveRuleError, deal.servier, "change.drafted.v1", CHANGE, body, base=body.base
    )


ROWS = (
    ChangeAuthority(change_kind="administrative", by="parties"),
    ChangeAuthority(change_kind="restatement", by="parties"),
)
RESTATED = (
    TextRestate(),
    ClauseAdd(id="scope", number="1", heading="Scope", text="A hundred sites."),
    ClauseAdd(id="law", number="2", heading="Law", text="French."),
)


def restatable() -> Deal:
    """Return an executed contract whose restatements are the parties' own."""
    deal = Deal()
    deal.execute(boardless(change_authority=ROWS))
    return deal


def restate(deal: Deal, *ops: Any, stream: str = CHANGE, **members: Any) -> None:
    """Draft and sign an amended and restated text."""
    given = {"change_kind": "restatement", **members}
    deal.amend(*(ops or RESTATED), stream=stream, **given)


@pytest.mark.parametrize(
    ("change_kind", "ops"),
    [
        ("restatement", RESTATED[1:]),
        ("restatement", (*RESTATED[1:], TextRestate())),
        ("restatement", (*RESTATED, TextRestate())),
        ("administrative", RESTATED),
        ("administrative", (WORDS, TextRestate())),
    ],
)
def test_a_restatement_begins_the_text_anew_and_nothing_else_does(
    change_kind: str, ops: Any
) -> None:
    """Its first op says so, once."""
    deal = restatable()
    body = deal.change_draft(*ops, change_kind=change_kind)

    deal.refused(
        RestatementFormError, deal.servier, "change.drafted.v1", CHANGE, body, base=body.base
    )


def test_a_restated_clause_names_the_restatement_and_its_earlier_makers() -> None:
    """Also what merely stays, such as nothing at the end, is the restatement's word now."""
    deal = restatable()
    before = deal.contract().version
    deal.amend(WORDS)
    amended = deal.contract().version
    restate(deal, stream=OTHER)
    restated = deal.contract().version

    copy = consolidate(history_of(deal.world, StreamName(CONTRACT)), effective=deal.now.date())
    made = {
        part.value.id: (
            part.provenance.version.digest,
            [each.version.digest for each in part.earlier],
        )
        for part in copy.clauses
    }
    assert made == {"scope": (restated, [before, amended]), "law": (restated, [])}
    assert copy.survival.provenance.version.digest == restated
    assert (copy.payments, copy.obligations, copy.term.provenance.version.digest) == (
        (),
        (),
        before,
    )


def test_two_hundred_clauses_are_restated_in_parts() -> None:
    """A long text is one change, whatever it takes to say it."""
    deal = restatable()
    clauses = tuple(
        ClauseAdd(id=f"c{n}", number=f"{n}", heading=f"Clause {n}", text=f"Words {n}. " * 40)
        for n in range(1, 201)
    )
    deal.propose(TextRestate(), *clauses[:50], change_kind="restatement", parts=4)
    for number in (2, 3, 4):
        deal.go_on(*clauses[50 * number - 50 : 50 * number], part=number)
    deal.sign_change()

    copy = consolidate(history_of(deal.world, StreamName(CONTRACT)), effective=deal.now.date())
    assert [part.value.number for part in copy.clauses] == [f"{n}" for n in range(1, 201)]
    assert {part.provenance.version.digest for part in copy.clauses} == {deal.contract().version}
    assert_replays(deal)


GONE = (SurvivalSet(clauses=()), ClauseDelete(id="secrecy"))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (GONE, RESTATED),
        (RESTATED, (ClauseAdd(id="more", number="3", heading="More", text="More."),)),
        (RESTATED, (AssumptionSet(name="visits", to="9"),)),
    ],
)
def test_a_restatement_takes_effect_in_its_order(first: Any, second: Any) -> None:
    """What it swept away, and what came after it, cannot trade places with it."""
    deal = restatable()
    june, may = date(2021, 6, 1), date(2021, 5, 31)
    for stream, ops, on in ((CHANGE, first, june), (OTHER, second, may)):
        kind = "restatement" if ops is RESTATED else "administrative"
        stated: dict[str, Any] = {"effective_rule": "stated", "effective_on": on}
        body = deal.change_draft(*ops, change_kind=kind, **stated)
        said = deal.servier, "change.drafted.v1", stream, body
        if on == may:
            deal.refused(EffectiveOrderError, *said, base=body.base)
            body = deal.change_draft(*ops, change_kind=kind, **{**stated, "effective_on": june})
        deal.say(*said[:3], body, base=body.base)
        deal.sign_change(stream=stream)

    history = history_of(deal.world, StreamName(CONTRACT))
    for on in (may, june):
        consolidate(history, effective=on)
