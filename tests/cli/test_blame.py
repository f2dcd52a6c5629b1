"""``countersign blame``: each clause with who made it so, from a ledger and from an export."""

import json
from pathlib import Path
from typing import Any

import pytest

from commands.tables.blame import blame_page
from commands.tables.makers import authority_words, maker_lines, signer_words
from tests.cli.conftest import Played
from tests.cli.office import Office
from tests.cli.printed import printed

AT = ("--ledger", "demo-ledger")
BEFORE, AFTER = "Start-up of 30 sites, 6 countries.", "Start-up of 40 sites in 7 countries."


@pytest.fixture(scope="session")
def bundle(played: Played) -> str:
    """The demo's export, made once."""
    played.office.ok("export", "blamed.zip", *AT)
    return "blamed.zip"


def test_each_clause_stands_beside_what_made_it_so(played: Played) -> None:
    """Statement, day, decision with its outcome, and who signed for whom."""
    page = played.office.ok("blame", "score-wo-1", *AT).splitlines()
    start = next(at for at, line in enumerate(page) if "1 Scope" in line)
    margins = [line.partition("│")[0].strip() for line in page[start : start + 5]]

    assert margins == [
        "co-1, entry 55",
        "from 2017-10-01",
        "jsc/2017-001 adopted",
        "member-c for quintilesims",
        "member-a for servier",
    ]
    assert page[start + 1].endswith(f"│ {AFTER}")
    assert not any(BEFORE in line for line in page)


@pytest.mark.parametrize("option", [("--clause", "scope"), ("--earlier",)])
def test_earlier_texts_stand_below_newest_first(played: Played, option: tuple[str, ...]) -> None:
    """All that a clause said, each with its own maker."""
    page = played.office.ok("blame", "score-wo-1", *option, *AT)
    rows = [line.partition("│") for line in page.splitlines()]
    said = {text.strip(): margin.strip() for margin, _, text in rows}

    assert page.index(AFTER) < page.index(BEFORE)
    assert said["before: 1 Scope  scope"] == "score-wo-1, entry 40"


def test_one_clause_is_shown_alone(played: Played) -> None:
    """What is asked of one says nothing of others."""
    assert "Timeline" not in played.office.ok("blame", "score-wo-1", "--clause", "scope", *AT)


@pytest.mark.parametrize("option", [("--effective", "2017-09-30"), ("--known", "45")])
def test_blame_is_of_a_day_as_known_at_a_moment(played: Played, option: tuple[str, ...]) -> None:
    """What came later made nothing so."""
    page = played.office.ok("blame", "score-wo-1", *option, *AT)

    assert BEFORE in page
    assert "co-1" not in page


@pytest.mark.parametrize("option", [(), ("--clause", "scope"), ("--effective", "2017-09-30")])
def test_an_export_alone_says_the_same(
    played: Played, bundle: str, option: tuple[str, ...]
) -> None:
    """Verified first; then to the letter what the ledger says."""
    day = ("--effective", "2018-01-01") if "--effective" not in option else ()
    asked = ("blame", "score-wo-1", *option, *day)

    assert played.office.answer(*asked, "--export", bundle) == played.office.answer(*asked, *AT)
    assert played.office.ok(*asked, "--export", bundle) == played.office.ok(*asked, *AT)


def test_a_contract_is_shown_from_an_export(played: Played, bundle: str) -> None:
    """The text of a day, recomputed from the statements."""
    asked = ("show", "contract", "score-wo-1", "--effective", "2018-01-01")
    from_export = played.office.answer(*asked, "--export", bundle)

    assert from_export["text"] == played.office.answer(*asked, *AT)["text"]
    assert AFTER in played.office.ok(*asked, "--export", bundle)


def test_an_export_is_held_against_the_id_on_paper(played: Played, bundle: str) -> None:
    """With --id nobody is asked to believe which ledger it is."""
    ledger = json.loads(played.office.ok("verify", bundle, "--json"))[0]["ledger"]
    asked = ("blame", "score-wo-1", "--export", bundle)

    assert "give its id with --id" in played.office.cs(*asked).stderr
    assert "--id" not in played.office.cs(*asked, "--id", ledger).stderr
    other = "sha256:" + "0" * 64
    played.office.refused(3, "export-unsound", *asked, "--id", other)


def test_an_export_that_does_not_hold_is_not_shown(played: Played, tmp_path: Path) -> None:
    """Whoever changed a statement changes no clause: nothing is shown."""
    played.office.ok("export", str(tmp_path / "bundle"), *AT)
    statement = max(
        (tmp_path / "bundle" / "statements").rglob("*.jws"), key=lambda path: path.stat().st_size
    )
    raw = statement.read_bytes()
    statement.write_bytes(raw[:-1] + (b"A" if raw[-1:] != b"A" else b"B"))

    played.office.refused(
        3, "export-unsound", "blame", "score-wo-1", "--export", str(tmp_path / "bundle")
    )


@pytest.mark.parametrize(
    ("code", "error", "arguments"),
    [
        (4, "clause-unknown", ("score-wo-1", "--clause", "none", *AT)),
        (4, "nothing-to-show", ("none", *AT)),
        (4, "contract-not-known", ("score-wo-1", "--known", "10", *AT)),
        (4, "evidence-missing", ("score-wo-1", "--export", "nowhere.zip")),
        (4, "stream-unknown", ("none", "--export", "blamed.zip")),
        (4, "clause-unknown", ("score-wo-1", "--clause", "none", "--export", "blamed.zip")),
    ],
)
def test_what_is_not_there_is_named(
    played: Played, bundle: str, code: int, error: str, arguments: tuple[str, ...]
) -> None:
    """Each with its own code."""
    assert bundle == "blamed.zip"
    played.office.refused(code, error, "blame", *arguments)


def test_an_id_belongs_to_an_export(bare: Office) -> None:
    """An option that would do nothing is a usage error."""
    result = bare.cs("blame", "score-wo-1", "--id", "sha256:" + "0" * 64)

    assert (result.exit_code, "--id belongs to --export" in result.stderr) == (2, True)


MAKER: dict[str, Any] = {
    "stream": "change/score/co-2",
    "leaf_index": 7,
    "digest": "sha256:7",
    "effective_on": "2021-01-01",
    "retroactive": False,
    "on_paper": False,
    "authority": {"by": "board/jsc", "decision": "decision/jsc/2", "outcome": "adopted"},
    "signatures": [{"person": "alice", "party": "cro"}],
    "in_doubt": None,
}


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({}, "jsc/2 adopted"),
        ({"in_doubt": "voided"}, "jsc/2 adopted (voided)"),
        ({"authority": {"by": "delegates"}}, "delegates"),
        ({"authority": None}, "its parties"),
        ({"authority": None, "signatures": [], "on_paper": True}, "its parties"),
        ({"authority": None, "signatures": []}, "as its term provides"),
    ],
)
def test_an_authority_is_named_as_it_was(members: dict[str, Any], said: str) -> None:
    """A board's decision with its outcome, delegates, the parties, or the term itself."""
    assert authority_words({**MAKER, **members}) == said


@pytest.mark.parametrize(
    ("members", "line"),
    [
        ({"effective_on": None}, "on a condition"),
        ({"retroactive": True}, "from 2021-01-01 (retroactive)"),
        ({"on_paper": True}, "signed on paper"),
        ({"signatures": []}, "the ledger itself"),
    ],
)
def test_a_maker_says_what_is_unusual_about_it(members: dict[str, Any], line: str) -> None:
    """Retroactive, on a condition, on paper, or by rule."""
    assert line in maker_lines({**MAKER, **members})


def test_a_signer_in_anothers_place_says_so() -> None:
    """Who signed, of which company, for which party."""
    assert signer_words({"person": "bob", "by": "iqvia", "party": "quintiles"}) == (
        "bob of iqvia for quintiles"
    )


def _owing(what: str, duty: str | None) -> dict[str, Any]:
    said = {"id": "x", "debtor": "iqvia", "creditor": "servier", "duty": duty}
    return {"what": what, "obligation": duty and said, "made_by": {"digest": "sha256:7"}}


def test_what_was_struck_or_removed_shows_it() -> None:
    """Named in the head; with its history, what it said last."""
    clause = {"id": "law", "number": "9", "heading": "Law", "text": "French law."}
    made = {"digest": "sha256:7"}
    view = {
        "contract": "contract/score",
        "title": "SCORE",
        "effective": "2021-02-01",
        "known": 12,
        "status": "in_force",
        "clauses": [],
        "struck": [
            {
                **clause,
                "made_by": made,
                "history": [
                    {"what": "added", "clause": clause, "made_by": made},
                    {"what": "deleted", "clause": None, "made_by": made},
                ],
            }
        ],
        "obligations": [{"id": "pay", "history": [_owing("added", "Pay.")]}],
        "removed": [
            {"id": "report", "history": [_owing("added", "Report."), _owing("deleted", None)]}
        ],
        "statements": [MAKER],
    }

    short, whole = (printed(blame_page(view, with_earlier=each)) for each in (False, True))

    assert "struck   9 Law" in short
    assert "French law." not in short
    assert "9 Law: struck" in whole
    assert "before: 9 Law" in whole
    assert "removed  obligation report" in short
    assert "iqvia owes servier: Pay." in short
    assert "Report." not in short
    assert "obligation report: removed" in whole
    assert "before: iqvia owes servier: Report." in whole
    assert "as known at entry 12" in whole
