"""history, show, receipt, export, rebuild: what was recorded and what came of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from ledger.evidence.entry import parse_entry
from ledger.evidence.statement import digest_of
from ledger.folder import LedgerFolder
from tests.cli.conftest import Played
from tests.cli.office import Office

AT = ("--ledger", "demo-ledger")


def test_a_history_holds_the_bytes_that_were_signed_and_hashed(founded: Office) -> None:
    """With --json each statement can be checked: its digest is what its entry names."""
    rows: list[dict[str, Any]] = founded.answer("history", "party/cro")

    assert [row["leaf_index"] for row in rows] == [2, 3, 4]
    assert all(
        digest_of(row["statement"].encode()) == parse_entry(row["entry"].encode()).env
        for row in rows
    )


def test_a_history_reads_as_a_table(founded: Office) -> None:
    """Who signed what in which capacity, in order."""
    page = founded.ok("history", "party/cro")

    assert "undertaking.signed.v1  alice (cro)" in page
    assert "countersign receipt ENTRY" in page


def test_what_follows_by_rule_is_the_ledgers_own(played: Played) -> None:
    """Nobody is named where nobody decided."""
    assert "the ledger itself" in played.office.ok("history", "decision/jsc/2017-001", *AT)


def test_a_stream_that_nobody_opened_is_not_found(founded: Office) -> None:
    """A history that is not there ends with 4."""
    founded.refused(4, "stream-unknown", "history", "party/nobody")


@pytest.mark.parametrize(
    ("arguments", "member", "value"),
    [
        (("decision", "jsc/2017-001"), "outcome", "adopted"),
        (("decision", "decision/jsc/2017-002"), "outcome", "lapsed"),
        (("contract", "score-wo-1"), "phase", "expired"),
        (("partnership", "score"), "value", "undisclosed"),
    ],
    ids=["decision", "whole-name", "contract", "partnership"],
)
def test_show_answers_what_the_views_say(
    played: Played, arguments: tuple[str, ...], member: str, value: str
) -> None:
    """With --json the view as it is; a name may go without its type."""
    assert played.office.answer("show", *arguments, *AT)[member] == value


def test_a_contract_is_shown_as_of_a_day_and_as_known(played: Played) -> None:
    """Two questions: what applied on a day, and what was known of it by then."""
    show = ("show", "contract", "score-wo-1", *AT, "--effective", "2017-12-01")
    before = played.office.ok(*show, "--known", "45")
    by_then = played.office.ok(*show, "--known", "2017-09-12T00:00:00Z")
    after = played.office.ok(*show)

    assert "30 sites" in before
    assert "known at entry 45" in before
    assert "known at 2017-09-12T00:00:00.000Z" in by_then
    assert "40 sites" in after


def test_what_was_not_known_yet_is_not_found(played: Played) -> None:
    """Before its execution was recorded, there is no text to show."""
    show = ("show", "contract", "score-wo-1", *AT, "--known", "3")
    played.office.refused(4, "contract-not-known", *show)


def test_existing_paper_is_shown_as_what_it_is(played: Played) -> None:
    """What was executed outside the ledger is never shown as signed in it."""
    page = played.office.ok("show", "contract", "msa-2017", *AT, "--effective", "2018-01-01")

    assert "executed outside the ledger, on paper" in page


@pytest.mark.parametrize("how", ["index", "id", "digest"])
def test_a_receipt_is_taken_by_any_name(founded: Office, how: str) -> None:
    """By the entry's index, the statement's id or its digest, it is the same receipt."""
    row = founded.answer("history", "party/cro")[0]
    name = {"index": "2", "id": row["id"], "digest": row["digest"]}[how]

    assert json.loads(founded.ok("receipt", name))["statement"] == row["statement"]


@pytest.mark.parametrize(
    ("name", "error"), [("99", "leaf-not-recorded"), ("nobody", "statement-not-recorded")]
)
def test_a_receipt_of_nothing_is_not_found(founded: Office, name: str, error: str) -> None:
    """An entry or a statement that is not there ends with 4."""
    founded.refused(4, error, "receipt", name)


def test_a_receipt_goes_to_a_file(office: Office) -> None:
    """-o writes exactly the receipt's bytes, and nothing to standard output."""
    said = office.ok("receipt", "2", "-o", "mine.json")

    assert said == ""
    assert json.loads((office.root / "mine.json").read_bytes())["proof"].startswith("c2sp.org/")


def test_an_export_is_never_written_over(office: Office) -> None:
    """A folder that holds something stays as it is."""
    office.ok("export", "bundle")
    office.refused(6, "target-not-empty", "export", "bundle")


def test_an_export_says_for_whom_it_is(office: Office) -> None:
    """The message names how much was written for whom."""
    result = office.cs("export", "share", "--party", "cro")

    assert "for party/cro" in result.stderr


@pytest.mark.parametrize("who", [("--party", "nobody"), ("--auditor", "A" * 43)])
def test_an_export_is_for_admitted_readers(office: Office, who: tuple[str, str]) -> None:
    """A stranger's share ends with 4."""
    office.refused(4, "reader-unknown", "export", "share", *who)


def test_an_export_is_for_one_reader_or_of_the_log(office: Office) -> None:
    """Two of the choices at once make no sense."""
    result = office.cs("export", "share", "--party", "cro", "--tiles")

    assert (result.exit_code, "exclude one another" in result.stderr) == (2, True)


def test_an_unfounded_ledger_exports_nothing(bare: Office) -> None:
    """Where nothing is recorded, nothing can be taken away."""
    LedgerFolder.create(bare.root / "ledger", "ledger.example/empty")
    bare.refused(3, "ledger-file-missing", "export", "bundle")


def test_rebuilt_views_are_the_same(office: Office) -> None:
    """Everything shown comes from the archive, so it can be made again."""
    (office.root / "ledger" / "views.db").unlink(missing_ok=True)
    result = office.cs("rebuild")
    again = office.cs("rebuild")

    assert (result.exit_code, again.exit_code) == (0, 0)
    assert "views rebuilt from 5 entries" in again.stderr


def test_a_torn_views_file_is_made_anew(office: Office) -> None:
    """The views are disposable: a file that is no database does not stop a reader."""
    Path(office.root / "ledger" / "views.db").write_bytes(b"torn")

    office.refused(4, "nothing-to-show", "show", "contract", "wo")
