"""What is true now: decisions, contracts and partnerships, for those who may read them."""

import json
from typing import Any

import pytest

from tests.api.house import AUDITOR, RIVAL, House, assert_error_shape

BEFORE, AFTER = "Start-up of 30 sites, 6 countries.", "Start-up of 40 sites in 7 countries."


def read(house: House, path: str, name: str = "member-a") -> dict[str, Any]:
    """Return what somebody is answered."""
    answer = house.get(path, name)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = json.loads(answer.data)
    return found


def test_a_decision_explains_itself(library: House) -> None:
    """Outcome, tally and explanation are those of the ledger's own statement."""
    decision = read(library, "/v1/decisions/jsc/2017-001")

    assert decision["outcome"] == "adopted"
    assert decision["explanation"][-1]["text"] == "The motion is adopted."
    assert {each["choice"] for each in decision["ballots"]} == {"for", "against"}


def test_decisions_are_listed_by_board(library: House) -> None:
    """A board's decisions are found by its name; of another board there are none."""
    everywhere = read(library, "/v1/decisions")["decisions"]

    assert everywhere == read(library, "/v1/decisions?board=jsc")["decisions"]
    assert read(library, "/v1/decisions?board=other")["decisions"] == []


def test_a_contract_is_as_it_is_today_unless_asked(library: House) -> None:
    """Without a day, the contract is as in force today, with everything that is known."""
    contract = read(library, "/v1/contracts/score-wo-1")

    scope = next(each for each in contract["text"]["clauses"] if each["id"] == "scope")
    assert contract["effective"] == library.now.date().isoformat()
    assert scope["text"] == AFTER
    assert scope["made_by"]["stream"] == "change/score-wo-1/co-1"


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("effective=2017-09-30", BEFORE),
        ("effective=2017-10-01", AFTER),
        ("effective=2017-10-01&known=2017-09-01T00:00:00Z", BEFORE),
        ("effective=2017-10-01&known=2017-09-30T00:00:00.000Z", AFTER),
        ("effective=2017-10-01&known=45", BEFORE),
    ],
)  # fmt: skip
def test_a_contract_can_be_asked_for_as_it_was(library: House, query: str, text: str) -> None:
    """As in force on a day, as known at a moment or up to an entry."""
    contract = read(library, f"/v1/contracts/score-wo-1?{query}")

    assert text == contract["text"]["clauses"][0]["text"]


def test_a_contract_was_not_known_before_it_was_executed(library: House) -> None:
    """What was recorded later does not answer for an earlier moment."""
    answer = library.get("/v1/contracts/score-wo-1?known=10", "member-a")

    assert answer.status_code == 404


def test_the_directory_is_for_every_company(library: House) -> None:
    """Who signs for whom up to what is no secret among the admitted; names are sealed."""
    listed = [row["party"] for row in read(library, "/v1/parties", RIVAL)["parties"]]
    company = read(library, "/v1/parties/servier", RIVAL)

    assert {"servier", "quintilesims"} <= set(listed)
    assert "member-a" in {row["person"] for row in company["people"]}
    assert "signatory" in {row["role"] for row in company["roles"]}
    assert company["names"][0]["digest"].startswith("sha256:")
    assert_error_shape(library.get("/v1/parties/none", RIVAL), 404, "nothing-there")


def test_a_partnership_shows_what_came_of_it(library: House) -> None:
    """Milestones and scorecard belong to their partnership."""
    partnership = read(library, "/v1/partnerships/score")

    assert {each["phase"] for each in partnership["milestones"]} >= {"achieved"}
    assert partnership["scorecard"] is not None
    assert len(read(library, "/v1/partnerships")["partnerships"]) == 1


@pytest.mark.parametrize(
    ("path", "member"),
    [
        ("/v1/decisions", "decisions"),
        ("/v1/contracts", "contracts"),
        ("/v1/partnerships", "partnerships"),
    ],
)
def test_lists_hold_what_a_reader_may_read(library: House, path: str, member: str) -> None:
    """A rival's lists are empty, not forbidden."""
    assert read(library, path, RIVAL)[member] == []
    assert read(library, path)[member] != []


@pytest.mark.parametrize(
    "path",
    ["/v1/decisions/jsc/2017-001", "/v1/contracts/score-wo-1", "/v1/partnerships/score"],
)
def test_what_is_for_others_is_not_there(library: House, path: str) -> None:
    """Whoever may not read a matter cannot tell it from one that does not exist."""
    other = f"{path}-none"

    answers = [library.get(each, RIVAL) for each in (path, other)]

    problems = [assert_error_shape(each, 404, "nothing-there") for each in answers]
    assert f"{problems[0]['name']}-none" == problems[1]["name"]


def test_an_auditor_reads_their_scope(library: House) -> None:
    """The board that the scope names, its decisions, and nothing beside."""
    assert len(read(library, "/v1/decisions", AUDITOR)["decisions"]) == 2
    assert read(library, "/v1/contracts", AUDITOR)["contracts"] == []


@pytest.mark.parametrize(
    "path",
    ["/v1/decisions", "/v1/decisions/jsc/2017-001", "/v1/contracts", "/v1/contracts/score-wo-1",
     "/v1/partnerships", "/v1/partnerships/score", "/v1/streams"],
)  # fmt: skip
def test_views_are_kept_by_their_readers_alone(library: House, path: str) -> None:
    """Nothing between us and the reader may keep a view, and an unchanged one is not sent again."""
    first = library.get(path, "member-a")

    again = library.get(path, "member-b", If_None_Match=first.headers["ETag"])

    assert first.headers["Cache-Control"] == "private, no-cache"
    assert again.status_code == 304
