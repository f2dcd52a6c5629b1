"""Which cases cannot be tried, and what a case may say in short."""

from typing import Any

import pytest

from ledger.domain.rehearsal.facts import facts_of
from ledger.domain.rehearsal.soundness import CaseUnsoundError
from ledger.evidence.canonical import BodyMalformedError
from tests.unit.domain.counting.cases import (
    SEATS,
    ballot,
    case,
    charter,
    days,
    members,
    tried,
    votes,
)

ESCALATION = {
    "steps": [
        {
            "step": "heads",
            "executives": [{"title": "ceo", "party": "acme"}, {"title": "svp", "party": "bell"}],
            "within": days(30),
        }
    ]
}
RULES = charter(
    powers={"escalation": ESCALATION},
    procedures={"meeting": {}, "formalities": [{"formality": "minutes", "text": "Minutes."}]},
)
ITEMS = {"class": "plan", "items": [{"item": "one"}, {"item": "two"}]}


@pytest.mark.parametrize(
    "unsound",
    [
        {"members": members("acme-1", "acme-1")},
        {"members": members("other")},
        {"clock": "2026-06-10T12:00:00"},
        {"meeting": {"starts_at": "2026-06-10T12:00:00"}},
        {"ballots": [ballot("acme-1", at="2026-06-10T12:00:00")]},
        {"attendance": ["other"]},
        {"attendance": [{"seat": "other"}]},
        {"recusals": ["other"]},
        {"recusals": [{"seat": "acme-1", "items": ["one"]}]},
        {"objections": [{"seat": "other"}]},
        {"proxies": [{"giver": "other", "holder": "acme-1"}]},
        {"proxies": [{"giver": "acme-1", "holder": "other"}]},
        {"proxies": [{"giver": "acme-1", "holder": "acme-2", "items": ["one"]}]},
        {"ballots": {"other": "for"}},
        {"ballots": [ballot("acme-1", by="other")]},
        {"ballots": [ballot("acme-1", items=["one"])]},
        {"ballots": [ballot("acme-1"), ballot("acme-1", "against")]},
        {"matter": ITEMS, "ballots": [ballot("acme-1"), ballot("acme-1", items=["one"])]},
        {
            "matter": ITEMS,
            "ballots": [ballot("acme-1", items=["one", "two"]), ballot("acme-1", items=["one"])],
        },
        {"matter": {"class": "plan", "items": [{"item": "one"}, {"item": "one"}]}},
        {"appointments": [{"seat": "other", "person": "A"}]},
        {"put_again_by": ["other"]},
        {"history": {"defaults": [{"at": "2026-01-01T00:00:00Z", "seat": "other"}]}},
        {"meeting": {"called_by": ["other"]}},
        {"meeting": {"requested_by": ["other"]}},
        {"meeting": {"waivers": ["other"]}},
        {"meeting": {"acting_chair": "other"}},
        {"meeting": {"agenda": [{"item": "one", "consents": ["other"]}]}},
        {"meeting": {"class": "ordinary"}},
        {"history": {"defaults": [{"at": "2026-01-01T00:00:00Z", "party": "other"}]}},
        {"history": {"meetings": [{"at": "2026-01-01T00:00:00Z", "present": ["other"]}]}},
        {
            "history": {
                "meetings": [{"at": "2026-01-01T00:00:00Z", "present": [], "remote": ["other"]}]
            }
        },
        {"formalities": [{"formality": "minutes", "party": "other"}]},
        {"ballots": [ballot("acme-1", casting=True), ballot("acme-2", casting=True)]},
        {"ballots": [ballot("acme-1", casting=True), ballot("acme-1", "abstain", casting=True)]},
        {"formalities": ["seal"]},
        {"formalities": [{"formality": "minutes", "by": "other"}]},
        {"ballots": [ballot("acme-1", casting=True, by="acme-2")]},
        {"matter": ITEMS, "ballots": [ballot("acme-1", casting=True, items=["one"])]},
        {"ballots": [ballot("acme-1", office="chair")]},
        {"escalation": {"answers": [{"executive": "cfo", "choice": "for"}]}},
        {"escalation": {"answers": [{"executive": "ceo", "party": "bell", "choice": "for"}]}},
        {"escalation": {"answers": [{"executive": "ceo", "step": "board", "choice": "for"}]}},
    ],
)
def test_a_case_that_contradicts_itself_cannot_be_tried(unsound: dict[str, Any]) -> None:
    """Nothing is guessed about seats, items, steps and times that are not there."""
    with pytest.raises(CaseUnsoundError) as refused:
        tried(RULES, **unsound)

    assert refused.value.code == "case-unsound"


def test_answers_need_an_escalation() -> None:
    """A charter that escalates nothing has nobody who answers."""
    with pytest.raises(CaseUnsoundError):
        tried(escalation={"answers": [{"executive": "ceo", "choice": "for"}]})


@pytest.mark.parametrize(
    "sound",
    [
        {"members": members("acme-1")},
        {"ballots": [ballot("acme-1", casting=True), ballot("acme-1")]},
        {"ballots": [ballot("acme-1", casting=True, by="acme-1", office="chair")]},
        {
            "matter": ITEMS,
            "ballots": [ballot("acme-1", items=["two"]), ballot("acme-1", items=["one"])],
        },
        {"history": {"defaults": [{"at": "2026-01-01T00:00:00Z", "party": "acme"}]}},
        {"history": {"meetings": [{"at": "2026-01-01T00:00:00Z", "present": ["acme-1"]}]}},
        {"formalities": [{"formality": "minutes", "party": "bell"}]},
        {"matter": {"class": "plan", "about": "contract/plant-4"}},
        {"matter": {"class": "plan", "about": "plant-4"}},
        {"meeting": {"called_by": ["vice_chair", "bell-2"]}},
        {"formalities": [{"formality": "minutes", "by": "vice_chair"}]},
        {"escalation": {"answers": [{"executive": "ceo", "party": "acme", "choice": "for"}]}},
    ],
)
def test_a_case_may_be_short_and_sound(sound: dict[str, Any]) -> None:
    """What is not stated is no contradiction."""
    assert tried(RULES, **sound).tally is not None


def test_shorthand_says_the_same_as_the_full_form() -> None:
    """Names alone stand for what is said of them, times left out for what is documented."""
    short = tried(
        RULES,
        attendance=["acme-1", "acme-2"],
        recusals=["bell-1"],
        objections=["bell-2"],
        ballots=votes("for", "against"),
        formalities=["minutes"],
        stage=1,
    )
    full = tried(
        RULES,
        attendance=[{"seat": "acme-1"}, {"seat": "acme-2", "presence": "in"}],
        recusals=[{"seat": "bell-1"}],
        objections=[{"seat": "bell-2"}],
        ballots=[ballot("acme-1"), ballot("acme-2", "against")],
        formalities=[{"formality": "minutes"}],
        stage={"stage": 1},
    )

    assert full == short


def test_a_vacant_seat_is_one_that_no_member_is_given_for() -> None:
    """And a member without a person is one by the seat's own name."""
    known = facts_of(case(members=members(*SEATS[:3])))

    assert [member.person for member in known.members] == [*SEATS[:3], None]


@pytest.mark.parametrize("about", ["plant-4", "contract/plant-4"])
@pytest.mark.parametrize("word", ["adopted", "rejected"])
def test_what_is_related_is_named_by_a_stream_or_by_a_name(about: str, word: str) -> None:
    """A case that was taken from a ledger names contracts as the ledger does."""
    past = {"at": "2026-06-01T00:00:00Z", "outcome": word, "class": "plan", "about": about}

    known = facts_of(case(history={"decisions": [past]}))

    assert [(each.about, each.outcome) for each in known.decisions] == [(about, word)]
    with pytest.raises(BodyMalformedError):
        case(history={"decisions": [{**past, "about": "Plant 4"}]})


@pytest.mark.parametrize(
    ("unsound", "named"),
    [
        ({"meeting": {"waivers": ["other"]}}, "a waiver"),
        ({"put_again_by": ["other"]}, "put a matter again"),
        (
            {"history": {"defaults": [{"at": "2026-01-01T00:00:00Z", "party": "other"}]}},
            "a default",
        ),
    ],
)
def test_the_place_of_an_unknown_name_is_told(unsound: dict[str, Any], named: str) -> None:
    """Whoever wrote the case finds where."""
    with pytest.raises(CaseUnsoundError) as refused:
        tried(RULES, **unsound)

    problem = str(refused.value.facts["problem"])

    assert named in problem
    assert "other" in problem
