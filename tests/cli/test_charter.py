"""charter check, try and schema: what a charter says, without keys and without a ledger."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli import main

HALF = {"share": {"num": 1, "den": 2}}
CHARTER: dict[str, Any] = {
    "schema": 1,
    "seats": [{"seat": f"{party}-1", "party": party} for party in ("cro", "sponsor")],
    "quorum": [{"parts": [{"part": "each", "name": "of", "by": "party"}]}],
    "votes": [
        {"needs": [{"base": "cast", "threshold": {**HALF, "reach": "more_than"}}]},
    ],
    "procedures": {"meeting": {}},
}
CASE: dict[str, Any] = {
    "charter": CHARTER,
    "members": [{"seat": "cro-1"}, {"seat": "sponsor-1"}],
    "matter": {"class": "plan"},
    "clock": "2026-01-10T12:00:00+01:00",
    "ballots": {"cro-1": "for", "sponsor-1": "for"},
}


def cs(*arguments: str, typed: str | None = None) -> Result:
    """Run a command on charters."""
    return CliRunner().invoke(main, ("charter", *arguments), input=typed, prog_name="countersign")


def file(folder: Path, value: object) -> str:
    """Write a value as a person would, in some layout."""
    path = folder / "file.json"
    path.write_text(json.dumps(value, indent=3), encoding="utf-8")
    return str(path)


def test_a_charter_is_said_in_sentences(tmp_path: Path) -> None:
    """The page has its sections, and the verdict at the end."""
    result = cs("check", file(tmp_path, CHARTER))
    lines = result.stdout.splitlines()

    assert result.exit_code == 0
    assert {"Seats", "Quorum", "Votes", "Amendment"} <= set(lines)
    assert lines[-1] == "It can stand."


def test_what_is_worth_knowing_is_said(tmp_path: Path) -> None:
    """Remarks keep no charter from standing."""
    loose = {**CHARTER, "quorum": []}
    result = cs("check", file(tmp_path, loose))

    assert result.exit_code == 0
    assert "Worth knowing" in result.stdout.splitlines()


@pytest.mark.parametrize("value", [CHARTER, CASE], ids=["charter", "case"])
def test_a_program_reads_the_verdict_as_json(tmp_path: Path, value: object) -> None:
    """From a charter's own file, or out of a case."""
    result = cs("check", file(tmp_path, value), "--json")
    found = json.loads(result.stdout)

    assert (result.exit_code, found["stands"], found["flaws"]) == (0, True, [])
    assert {"section": "Seats", "text": "The board has 2 voting seats."} in found["sentences"]


@pytest.mark.parametrize("arguments", [(), ("--json",)], ids=["page", "json"])
def test_a_charter_that_cannot_stand_ends_with_six(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    """Every flaw is said, the sentences too, and the exit code is that of a refusal."""
    result = cs("check", file(tmp_path, {**CHARTER, "procedures": {}}), *arguments)

    assert result.exit_code == 6
    assert "the board has no procedure to decide by" in result.stdout


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("{", "body-text", ""),
        ('{"schema":1,"schema":1}', "body-text", ""),
        ('{"schema":1.0}', "body-text", ""),
        ("[]", "body-text", ""),
        ('{"charter":7}', "body-text", ""),
        ('{"schema":1}', "body-malformed", "seats"),
        (json.dumps({**CHARTER, "votes": [{"needs": [{}]}]}), "body-malformed", "$.votes[0]"),
        (json.dumps({**CHARTER, "extra": 1}), "body-malformed", "extra"),
    ],
    ids=["json", "twice", "float", "array", "no-charter", "missing", "nested", "unknown"],
)
def test_what_is_no_charter_ends_with_two(tmp_path: Path, text: str, code: str, place: str) -> None:
    """A file that does not parse is refused with the place in it."""
    path = tmp_path / "file.json"
    path.write_text(text, encoding="utf-8")
    result = cs("check", str(path))

    assert (result.exit_code, result.stdout) == (2, "")
    assert f"[{code}]" in result.stderr
    assert place in result.stderr


def test_a_file_that_is_not_there_ends_with_four(tmp_path: Path) -> None:
    """What cannot be read is not found."""
    assert cs("check", str(tmp_path / "none.json")).exit_code == 4


def test_a_case_is_answered_as_json_with_every_member(tmp_path: Path) -> None:
    """Programs need not know what an absent member means."""
    found = json.loads(cs("try", file(tmp_path, CASE)).stdout)

    assert (found["outcome"], found["admissible"], found["items"]) == ("adopted", True, [])
    assert found["tally"]["for"] == 2
    assert found["tally"]["deemed_abstained"] == 0
    assert found["eligible"][0]["weight"] is None


def test_a_case_may_come_on_standard_input() -> None:
    """A dash reads what is piped; defaults may be spelt out."""
    spelt = {**CASE, "history": {"meetings": [], "decisions": []}, "stage": 1}
    result = cs("try", "-", "--json", typed=json.dumps(spelt))

    assert (result.exit_code, json.loads(result.stdout)["outcome"]) == (0, "adopted")


def test_too_much_on_standard_input_is_refused() -> None:
    """Nothing is read without an end."""
    result = cs("check", "-", typed=" " * 300_000)

    assert (result.exit_code, "[input-too-large]" in result.stderr) == (2, True)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, ["ADOPTED", "met: 2 present, 0 needed", "may vote"]),
        ({"matter": {"class": "plan", "procedure": "written"}}, ["INADMISSIBLE", "procedure"]),
        ({"ballots": None}, ["PENDING", "Missing"]),
        ({"matter": {"class": "plan", "items": [{"item": "a"}, {"item": "b"}]}}, ["Item", "a"]),
        (
            {"ballots": [{"seat": "cro-1", "choice": "for", "by": "sponsor-1"}]},
            ["Not counted", "cro-1: "],
        ),
        (
            {"appointments": [{"seat": "cro-1", "person": "bo"}, {"seat": "x", "person": "bo"}]},
            [],
        ),
        (
            {
                "charter": {
                    **CHARTER,
                    "people": {
                        "composition": [
                            {"rule": "both", "needs": {"part": "each", "name": "p", "by": "party"}}
                        ]
                    },
                },
                "appointments": [{"seat": "cro-1", "person": "bo"}],
            },
            ["Membership", "Appointment", "bo to cro-1", "accepted"],
        ),
        (
            {"charter": {**CHARTER, "votes": [{**CHARTER["votes"][0], "silence": "against"}]}}
            | {"ballots": {"cro-1": "for"}, "attendance": ["cro-1", "sponsor-1"]},
            ["against (deemed)"],
        ),
    ],
    ids=["votes", "form", "open", "items", "refused", "no-seat", "membership", "deemed"],
)
def test_a_case_is_answered_as_a_page(
    tmp_path: Path, changes: dict[str, Any], said: list[str]
) -> None:
    """With --table the same for people."""
    result = cs("try", file(tmp_path, {**CASE, **changes}), "--table")

    assert [words for words in said if words not in result.stdout] == []


def test_a_case_that_contradicts_itself_ends_with_two(tmp_path: Path) -> None:
    """A member of no seat is a mistake in the file."""
    result = cs("try", file(tmp_path, {**CASE, "members": [{"seat": "nobody"}]}))

    assert (result.exit_code, "[case-unsound]" in result.stderr) == (2, True)


def test_a_ballot_in_other_words_is_named(tmp_path: Path) -> None:
    """The seat, and the words that there are."""
    result = cs("try", file(tmp_path, {**CASE, "ballots": {"cro-1": "yes"}}))

    assert (result.exit_code, "[case-unsound]" in result.stderr) == (2, True)
    assert "the ballot of cro-1 says 'yes'; it can say for, against or abstain" in result.stderr


def test_a_charter_without_numbers_cannot_be_tried(tmp_path: Path) -> None:
    """What cannot be counted at all is refused as the charter that it is."""
    empty = {**CHARTER, "votes": [{"needs": [{"base": "cast", "threshold": {}}]}]}
    result = cs("try", file(tmp_path, {**CASE, "charter": empty}))

    assert (result.exit_code, "[charter-unsound]" in result.stderr) == (6, True)


@pytest.mark.parametrize(
    ("form", "name"), [("charter", "Charter"), ("case", "Case"), ("answer", "Rehearsed")]
)
def test_the_form_of_each_file_is_printed(form: str, name: str) -> None:
    """JSON Schema, whole, of what is read and of what is answered."""
    found = json.loads(cs("schema", "--of", form).stdout)

    assert found["$ref"] == f"#/$defs/{name}"
    assert found["$defs"][name]["type"] == "object"
