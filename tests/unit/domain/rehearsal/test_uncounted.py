"""Casting votes, proxies and objections that come to nothing are listed, each with its reason."""

from typing import Any

import pytest

from ledger.domain.rehearsal.trying import Rehearsed
from tests.unit.domain.counting.cases import (
    MOST_CAST,
    SEATS,
    SILENT,
    WRITTEN,
    at,
    ballot,
    charter,
    members,
    tried,
    votes,
)

TIE = votes("for", "for", "against", "against")
SECOND = {"votes": [{"needs": [MOST_CAST], "casting": {}}]}


def _texts(result: Rehearsed, what: str) -> list[str]:
    return [each.text for each in result.not_counted if each.what == what]


def _with_casting(given: dict[str, str], **more: Any) -> list[dict[str, Any]]:
    cast = [ballot(seat, choice) for seat, choice in given.items()]
    return [*cast, ballot(more.pop("seat", "acme-1"), casting=True, **more)]


@pytest.mark.parametrize(
    ("rules", "more", "count"),
    [
        (SECOND, {}, 0),
        ({}, {}, 1),
        ({"votes": [{"needs": [MOST_CAST], "casting": {"how": "own"}}]}, {"at": at()}, 0),
        (SECOND, {"seat": "bell-1"}, 1),
        (SECOND, {"office": "secretary"}, 1),
        ({"votes": [{"needs": [MOST_CAST], "casting": {"if_voted": "not_voted"}}]}, {}, 1),
        ({"votes": [{"needs": [MOST_CAST], "casting": {}, "when": {"stages": [2]}}]}, {}, 1),
    ],
)
def test_a_casting_vote_that_is_nobodys_to_give_is_listed(
    rules: dict[str, Any], more: dict[str, Any], count: int
) -> None:
    """Whatever the reason; one that breaks the tie is not."""
    result = tried(charter(**rules), ballots=_with_casting(TIE, **more))

    assert len(_texts(result, "ballot")) == count


def test_a_casting_vote_without_a_tie_is_listed() -> None:
    """Once the poll is over; while it is open the tie may still come."""
    given = _with_casting(votes("for", "for", "against"))
    open_ = {"class": "plan", "closes_at": at(days=1)}

    over = tried(charter(**SECOND), ballots=given)
    still = tried(charter(**SECOND), ballots=given, matter=open_)

    assert (over.outcome, len(_texts(over, "ballot"))) == ("adopted", 1)
    assert (still.outcome, _texts(still, "ballot")) == ("pending", [])


def test_an_own_ballot_leaves_no_room_for_a_second_one() -> None:
    """Where the chair's seat did not vote, a casting vote of theirs does not help."""
    rules = {"votes": [{"needs": [MOST_CAST], "casting": {"how": "own"}}]}
    given = _with_casting({"acme-2": "for", "bell-1": "against"})

    result = tried(charter(**rules), attendance=[*SEATS], ballots=given)

    assert (result.outcome, len(_texts(result, "ballot"))) == ("rejected", 1)


def test_an_officer_who_acts_alone_may_say_so_as_a_casting_vote() -> None:
    """Only one who may act."""
    matter = {"class": "plan", "procedure": "interim"}
    rules = charter(procedures={"interim": {}})

    one = tried(rules, matter=matter, ballots=[ballot("acme-1", casting=True)])
    other = tried(
        rules,
        matter=matter,
        members=members(*SEATS, secretary="bell-1"),
        ballots=[ballot("bell-1", casting=True, office="secretary")],
    )

    assert (one.outcome, _texts(one, "ballot")) == ("adopted", [])
    assert (other.outcome, len(_texts(other, "ballot"))) == ("pending", 1)


PROXIES = [{"giver": "acme-2", "holder": "acme-1"}, {"giver": "bell-2", "holder": "acme-1"}]
CAME, FULL = "the giver came, or voted, themselves", "the holder has as many as one hand may hold"


def test_at_a_meeting_either_the_giver_came_or_the_hand_is_full() -> None:
    """Each is said where it is the reason."""
    rules = charter(people={"proxies": {}})

    full = tried(rules, proxies=PROXIES, attendance=["acme-1"], ballots={"acme-1": "for"})
    came = tried(rules, proxies=PROXIES, attendance=["acme-1", "acme-2"], ballots={"acme-1": "for"})

    assert _texts(full, "proxy") == [FULL]
    assert _texts(came, "proxy") == [CAME]


def test_in_writing_a_giver_who_voted_took_the_proxy_back() -> None:
    """The holder need not have voted to be there."""
    rules = charter(people={"proxies": {}}, procedures=WRITTEN)
    matter = {"class": "plan", "procedure": "written"}
    given = [ballot("acme-2", by="acme-2"), ballot("bell-1")]

    result = tried(rules, matter=matter, proxies=PROXIES[:1], ballots=given)

    assert _texts(result, "proxy") == [CAME]
    assert _texts(tried(rules, matter=matter, proxies=PROXIES, ballots={}), "proxy") == [FULL]


def test_a_holder_who_is_there_remotely_and_only_votes_is_there() -> None:
    """To make no quorum is not to be away."""
    way = {"meeting": {"classes": [{"class": "ordinary", "remote": "votes"}]}}
    rules = charter(people={"proxies": {}}, procedures=way)

    result = tried(
        rules,
        proxies=PROXIES,
        attendance=[{"seat": "acme-1", "mode": "remote"}],
        ballots={"acme-1": "for"},
    )

    assert _texts(result, "proxy") == [FULL]


def test_a_barred_procedure_is_the_reason_where_it_is() -> None:
    """Before anything else that may be wrong."""
    rules = charter(people={"proxies": {"barred": ["meeting"]}})

    result = tried(rules, proxies=PROXIES[:1], attendance=["acme-1"], ballots={"acme-1": "for"})

    assert _texts(result, "proxy") == ["no proxy counts in this procedure"]


def test_a_later_proxy_takes_the_place_of_an_earlier_one() -> None:
    """The earlier is listed, the later counts."""
    rules = charter(people={"proxies": {}})
    given = [
        {"giver": "acme-2", "holder": "bell-1", "at": at(days=-3)},
        {"giver": "acme-2", "holder": "acme-1", "at": at(days=-2)},
    ]

    result = tried(
        rules, proxies=given, attendance=["acme-1", "bell-1"], ballots=votes("for", "for")
    )

    assert _texts(result, "proxy") == ["the giver gave a later one"]
    assert result.tally.for_ == 2


def test_a_proxy_that_counts_for_some_item_counts() -> None:
    """One for the second item is not asked for on the first."""
    rules = charter(people={"proxies": {}})
    matter = {"class": "plan", "items": [{"item": "one"}, {"item": "two"}]}
    one = {"giver": "acme-2", "holder": "acme-1", "items": ["two"]}

    result = tried(
        rules, matter=matter, proxies=[one], attendance=["acme-1"], ballots={"acme-1": "for"}
    )

    assert _texts(result, "proxy") == []


def test_a_casting_vote_to_abstain_is_listed() -> None:
    """It was given, and decides nothing."""
    result = tried(charter(**SECOND), ballots=_with_casting(TIE, choice="abstain"))

    assert _texts(result, "ballot") == ["an abstention breaks no tie"]


def test_a_casting_vote_without_a_tie_is_listed_while_a_form_is_awaited() -> None:
    """The motion is pending, and its poll is over all the same."""
    form = {"formality": "seal", "text": "Sealed.", "within": {"count": 5, "unit": "days"}}
    rules = charter(**SECOND, procedures={"meeting": {}, "formalities": [form]})

    result = tried(rules, ballots=_with_casting(votes("for", "for", "against")))

    assert (result.outcome, _texts(result, "ballot")) == ("pending", ["it was not called for"])


WITH_FORM = {"written": {**WRITTEN["written"], "objects": 1}}
OF_ACME = {"no_objection": {**SILENT["no_objection"], "who": {"parties": ["acme"]}}}
TO_FORM = {"seat": "bell-1", "to": "form"}


@pytest.mark.parametrize(
    ("procedures", "procedure", "objection", "expected"),
    [
        ({"meeting": {}}, "meeting", "bell-1", "at a meeting nobody objects; a vote against says"),
        ({"meeting": {}}, "meeting", TO_FORM, "the matter is not decided in writing"),
        (WITH_FORM, "written", "bell-1", "in writing only the form is objected to"),
        (WRITTEN, "written", TO_FORM, "by the charter nobody objects to the written form"),
        ({"meeting": {}}, "written", TO_FORM, "the board does not decide in this way"),
        (SILENT, "no_objection", TO_FORM, "the matter is decided by silence"),
        (OF_ACME, "no_objection", "bell-1", "by the charter this seat does not object"),
        (SILENT, "no_objection", "bell-2", "withdrew"),
        (
            SILENT,
            "no_objection",
            {"seat": "bell-1", "at": at(days=1)},
            "it came too late",
        ),
        ({"interim": {}}, "interim", "bell-1", "an officer acts alone"),
        ({"interim": {}}, "interim", TO_FORM, "the matter is not decided in writing"),
        (SILENT, "no_objection", "bell-1", None),
        ({"meeting": {}, **WITH_FORM}, "written", TO_FORM, None),
    ],
)
def test_an_objection_that_stops_nothing_is_listed(
    procedures: dict[str, Any], procedure: str, objection: Any, expected: str | None
) -> None:
    """With the reason; one that counts is not."""
    result = tried(
        charter(procedures=procedures),
        matter={"class": "plan", "procedure": procedure},
        recusals=["bell-2"],
        objections=[objection],
        ballots=votes("for"),
    )

    texts = _texts(result, "objection")
    if expected is None:
        assert texts == []
    else:
        assert len(texts) == 1
        assert expected in texts[0]


def test_an_objection_counts_where_it_does_for_some_item() -> None:
    """A seat that withdrew from one item objects to the other."""
    result = tried(
        charter(procedures=SILENT),
        matter={
            "class": "plan",
            "procedure": "no_objection",
            "items": [{"item": "one"}, {"item": "two"}],
        },
        recusals=[{"seat": "bell-1", "items": ["one"]}],
        objections=["bell-1"],
    )

    assert _texts(result, "objection") == []
