"""Questions about contracts over HTTP: who must sign, what is owed, who answers, what lacks."""

import json
from typing import Any

import pytest

from tests.api.house import AUDITOR, RIVAL, House, assert_error_shape

QUESTIONS = ("signatures", "obligations", "responsibilities", "gaps", "contracts")
CHANGE = "change/score-wo-1/co-2"


def read(house: House, path: str, name: str = "member-a") -> dict[str, Any]:
    """Return what somebody is answered."""
    answer = house.get(path, name)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = json.loads(answer.data)
    return found


def test_what_waits_for_the_board_is_told(library: House) -> None:
    """The demo's second change order: no decision, so no signature."""
    rows = read(library, "/v1/signatures?party=servier")["signatures"]

    assert [(row["stream"], row["what"], row["party"]) for row in rows] == [
        (CHANGE, "authority", None),
        (CHANGE, "signature", "servier"),
    ]
    assert rows[1]["blocks"][0]["board"] == "board/jsc"
    assert [each["person"] for each in rows[1]["who"]] == ["member-a"]


def test_a_receipt_is_where_a_row_says(library: House) -> None:
    """Every statement that is named can be taken away with its proof."""
    row = read(library, "/v1/responsibilities?on=2018-01-01")["responsibilities"][0]
    made_by = row["answers"][0]["made_by"]

    receipt = json.loads(library.get(made_by["receipt"], "member-a").data)

    assert f"index {made_by['leaf_index']}\n" in receipt["proof"]


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("name", [RIVAL, AUDITOR])
def test_others_are_told_nothing(library: House, name: str, question: str) -> None:
    """Neither a rival, nor an auditor whose scope is a board."""
    answer = read(library, f"/v1/{question}", name)

    assert list(answer.values()) in ([[]], [[], []])
    assert read(library, f"/v1/{question}") != answer or question == "obligations"


@pytest.mark.parametrize("question", ["signatures", "obligations", "responsibilities", "gaps"])
def test_a_contract_of_others_is_not_there(library: House, question: str) -> None:
    """What does not exist and what is not for the reader look the same."""
    own, foreign = f"/v1/{question}?contract=nobody", f"/v1/{question}?contract=score-wo-1"

    assert_error_shape(library.get(own, "member-a"), 404, "nothing-there")
    assert_error_shape(library.get(foreign, RIVAL), 404, "nothing-there")


@pytest.mark.parametrize(
    "query",
    [
        "signatures?on=2018-01-01",
        "obligations?on=2018-1-1",
        "obligations?state=late",
        "responsibilities?known=yesterday",
        "gaps?party=servier",
        "contracts?status=odd",
        "contracts?kind=odd",
    ],
)
def test_a_query_that_means_nothing_is_refused(library: House, query: str) -> None:
    """Nothing is guessed and nothing ignored."""
    assert_error_shape(library.get(f"/v1/{query}", "member-a"), 400, "fields-malformed")


def test_a_matrix_is_asked_for_on_a_day_as_known(library: House) -> None:
    """On a past day the CRO answered; before the work order was recorded, nobody did."""

    def party(query: str) -> set[str]:
        view = read(library, f"/v1/responsibilities?activity=monitoring&{query}")
        return {row["party"] for row in view["responsibilities"]}

    assert party("on=2018-01-01") == {"quintilesims"}
    assert party("on=2018-01-01&contract=score-wo-1") == {"quintilesims"}
    assert party("on=2018-01-01&known=36") == {"servier"}


def test_a_contract_says_what_prevails(library: House) -> None:
    """The demo's work order lives inside of a master agreement that prevails."""
    precedence = read(library, "/v1/contracts/score-wo-1")["precedence"]

    assert (precedence["parent"], precedence["stated"]) == ("contract/msa-2017", "parent")


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_is_asked_of_what_was_known(library: House, question: str) -> None:
    """Before the first contract there is nothing; up to the newest entry, what there is now."""
    path = f"/v1/{question}"
    last = library.size - 1

    assert all(not rows for rows in read(library, f"{path}?known=3").values())
    assert all(not rows for rows in read(library, f"{path}?known=2000-01-01T00:00:00Z").values())
    assert read(library, f"{path}?known={last}").keys() == read(library, path).keys()
    assert any(read(library, f"{path}?known={last}").values()) or question == "obligations"


def test_the_list_is_as_it_stood(library: House) -> None:
    """At the entry that drafted the work order it was a draft; what moved it is named."""
    history = json.loads(library.get("/v1/streams/contract/score-wo-1", "member-a").data)
    drafted = history["statements"][0]["leaf_index"]

    (row,) = (
        row
        for row in read(library, f"/v1/contracts?known={drafted}")["contracts"]
        if row["stream"] == "contract/score-wo-1"
    )

    assert (row["status"], row["phase"], row["leaf_index"]) == ("not_executed", "draft", drafted)


@pytest.mark.parametrize(
    "path",
    [
        *(f"/v1/{question}?" for question in QUESTIONS),
        "/v1/contracts/score-wo-1?",
        "/v1/contracts/score-wo-1/blame?",
        "/v1/contracts/score-wo-1/diff?from=2017-10-01&to_",
        "/v1/contracts/score-wo-1/diff?from=2017-10-01&from_",
    ],
)
@pytest.mark.parametrize("known", ["entry", "moment"])
def test_what_will_be_known_is_refused(library: House, path: str, known: str) -> None:
    """More may be recorded yet, and the answer would change."""
    beyond = str(library.size) if known == "entry" else "2999-01-01T00:00:00Z"

    assert_error_shape(library.get(f"{path}known={beyond}", "member-a"), 404, "known-beyond")


@pytest.mark.parametrize(
    ("word", "code"), [("true", 200), ("false", 200), ("yes", 400), ("1", 400)]
)
def test_a_flag_is_one_of_two_words(library: House, word: str, code: int) -> None:
    """Anything else is refused, not guessed."""
    assert library.get(f"/v1/obligations?overdue={word}", "member-a").status_code == code
