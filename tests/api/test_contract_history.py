"""Who made each clause so, and what sets two days of a contract apart, as it is asked for."""

import pytest

from tests.api.house import AUDITOR, RIVAL, House, assert_error_shape
from tests.api.test_views import AFTER, BEFORE, read

BLAME, DIFF = "/v1/contracts/score-wo-1/blame", "/v1/contracts/score-wo-1/diff"
CHANGES = "/v1/contracts/score-wo-1/changes"


def test_each_clause_names_decision_outcome_signers_and_days(library: House) -> None:
    """By reference into one list of statements, in which everything is said."""
    blame = read(library, BLAME)
    scope, _, quality = blame["clauses"]
    by_digest = {each["digest"]: each for each in blame["statements"]}
    change = by_digest[scope["made_by"]["digest"]]

    assert (scope["text"], change["stream"]) == (AFTER, "change/score-wo-1/co-1")
    assert change["authority"]["decision"] == "decision/jsc/2017-001"
    assert (change["authority"]["outcome"], change["in_doubt"]) == ("adopted", None)
    assert [each["person"] for each in change["signatures"]] == ["member-c", "member-a"]
    assert {each["signed_on"] for each in change["signatures"]} == {change["executed_on"]}
    assert (change["effective_on"], change["recorded_at"][:4]) == ("2017-10-01", "2017")
    assert by_digest[quality["made_by"]["digest"]]["stream"] == "contract/score-wo-1"


def test_a_clause_is_told_with_each_earlier_text(library: House) -> None:
    """One clause alone, oldest text first, with only the statements that made it."""
    blame = read(library, f"{BLAME}?clause=scope")
    (clause,) = blame["clauses"]
    quality = read(library, f"{BLAME}?clause=quality")

    assert [each["clause"]["text"] for each in clause["history"]] == [BEFORE, AFTER]
    assert [each["what"] for each in clause["history"]] == ["added", "replaced"]
    assert len(blame["statements"]) == 2
    assert len(quality["statements"]) == 1


@pytest.mark.parametrize("query", ["effective=2017-09-30", "known=45"])
def test_blame_is_of_a_day_as_known_at_a_moment(library: House, query: str) -> None:
    """What came later, or was not known, made nothing so."""
    blame = read(library, f"{BLAME}?clause=scope&{query}")

    assert blame["clauses"][0]["text"] == BEFORE
    assert len(blame["clauses"][0]["history"]) == 1


def test_a_difference_has_both_texts_and_what_each_total_moves_by(library: House) -> None:
    """Only what differs, and the statements that lie between."""
    found = read(library, f"{DIFF}?from=2017-09-30&to=2017-10-01")

    assert [(each["what"], each["after"]["id"]) for each in found["clauses"]] == [
        ("replaced", "scope"),
        ("replaced", "timeline"),
    ]
    assert found["clauses"][0]["before"]["text"] == BEFORE
    assert found["total"]["by"]["amount"] == {"currency": "EUR", "minor": 16_000_000}
    assert [each["after"]["line"] for each in found["budget"]] == ["start-up"]
    assert [each["stream"] for each in found["gained"]] == ["change/score-wo-1/co-1"]
    assert (found["lost"], found["term"], found["same"]) == ([], None, False)


def test_a_change_says_what_it_made_and_by_whose_authority(library: House) -> None:
    """The words of both sides, the money, the decision, and who signed."""
    found = read(library, f"{CHANGES}/co-1")
    scope = found["effect"]["clauses"][0]

    assert (scope["before"]["text"], scope["after"]["text"]) == (BEFORE, AFTER)
    assert found["effect"]["total"]["by"]["amount"] == {"currency": "EUR", "minor": 16_000_000}
    assert (found["phase"], found["effective_on"]) == ("executed", "2017-10-01")
    assert found["authority"]["decision"] == "decision/jsc/2017-001"
    assert [row["person"] for row in found["signatures"]] == ["member-c", "member-a"]
    assert (found["missing"], found["clash"]) == ([], None)


def test_a_change_says_what_is_missing_now_and_then(library: House) -> None:
    """Change order 2 waits for its board; change order 1 waited for signatures once."""
    second = read(library, f"{CHANGES}/co-2")
    drafted = read(library, f"{CHANGES}/co-1")["timeline"][0]["leaf_index"]
    then = read(library, f"{CHANGES}/co-1?known={drafted}")

    assert [step["what"] for step in second["missing"]] == ["authority", "signature", "signature"]
    assert [step["what"] for step in then["missing"]] == ["authority", "signature", "signature"]
    assert (then["phase"], then["signatures"], then["executed_on"]) == ("drafted", [], None)
    assert then["effect"] == read(library, f"{CHANGES}/co-1")["effect"]


def test_what_was_known_sets_copies_of_one_day_apart(library: House) -> None:
    """The same day, before and after the change was recorded."""
    found = read(library, f"{DIFF}?from=2017-10-01&to=2017-10-01&from_known=45")

    assert found["clauses"][0]["before"]["text"] == BEFORE
    assert (found["from"]["known"], found["to"]["known"]) == (45, None)


def test_a_day_is_no_different_from_itself(library: House) -> None:
    """Nothing is made up."""
    found = read(library, f"{DIFF}?from=2017-10-01&to=2017-10-01")

    assert found["same"]
    assert (found["clauses"], found["budget"], found["gained"]) == ([], [], [])


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (f"{BLAME}?clause=none", "clause-unknown"),
        (f"{BLAME}?known=10", "contract-not-known"),
        (f"{DIFF}?from=2017-10-01&from_known=10", "contract-not-known"),
        ("/v1/contracts/none/blame", "nothing-there"),
        (f"{CHANGES}/none", "nothing-there"),
        (f"{CHANGES}/co-1?known=10", "contract-not-known"),
        (f"{CHANGES}/co-1?known=100000", "known-beyond"),
        ("/v1/contracts/none/diff?from=2017-10-01", "nothing-there"),
    ],
)
def test_what_is_not_there_is_named(library: House, path: str, code: str) -> None:
    """A clause that never was, a contract that was not known then, or none."""
    problem = assert_error_shape(library.get(path, "member-a"), 404, code)

    if code == "clause-unknown":
        assert (problem["contract"], problem["clause"]) == ("contract/score-wo-1", "none")


@pytest.mark.parametrize("name", [RIVAL, AUDITOR])
@pytest.mark.parametrize(
    "path",
    [
        BLAME,
        f"{BLAME}?clause=none",
        f"{DIFF}?from=2017-10-01",
        f"{CHANGES}/co-1",
        f"{CHANGES}/co-1?known=10",
    ],
)
def test_who_may_not_read_the_contract_learns_nothing_of_it(
    library: House, path: str, name: str
) -> None:
    """Not even which clauses it has."""
    assert_error_shape(library.get(path, name), 404, "nothing-there")
