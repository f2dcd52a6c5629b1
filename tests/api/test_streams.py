"""Histories: what was recorded in a stream, page by page, every statement with its proof."""

import json
from hashlib import sha256
from typing import Any

import pytest

from ledger.evidence.checkpoint import open_checkpoint
from ledger.evidence.entry import parse_entry
from ledger.evidence.merkle import Hash, check_inclusion, leaf_hash
from ledger.evidence.note import parse_base64
from ledger.evidence.receipt import open_receipt
from tests.api.house import AUDITOR, RIVAL, House, assert_error_shape

HISTORY = "/v1/streams/decision/jsc/2017-001"


def history(house: House, query: str = "", name: str = "member-a") -> dict[str, Any]:
    """Return a page of the decision's history."""
    found: dict[str, Any] = json.loads(house.get(f"{HISTORY}{query}", name).data)
    return found


def test_each_statement_is_proven_by_what_comes_with_it(library: House) -> None:
    """Statement, entry and proof lead to the root that the checkpoint signs."""
    page = history(library)
    checkpoint = open_checkpoint(page["checkpoint"], library.it.folder.vkeys())

    for item in page["statements"]:
        proof = tuple(Hash(parse_base64(line) or b"") for line in item["proof"])
        check_inclusion(
            leaf_index=item["leaf_index"],
            tree_size=checkpoint.size,
            leaf=leaf_hash(item["entry"].encode()),
            root=checkpoint.root,
            proof=proof,
        )
        digest = f"sha256:{sha256(item['statement'].encode()).hexdigest()}"
        assert parse_entry(item["entry"].encode()).env == digest == item["digest"]


@pytest.mark.parametrize(
    ("path", "rows"),
    [
        (HISTORY, "statements"),
        ("/v1/decisions/jsc/2017-001", "timeline"),
        ("/v1/contracts/score-wo-1", "timeline"),
        ("/v1/contracts/score-wo-1/changes/co-1", "timeline"),
    ],
)
def test_each_row_of_a_history_leads_to_its_receipt(library: House, path: str, rows: str) -> None:
    """What a page tells is proven by following what stands beside it."""
    found = json.loads(library.get(path, "member-a").data)[rows]

    receipts = [library.get(row["receipt"], "member-a").data for row in found]

    opened = [open_receipt(each, library.it.folder.vkeys()) for each in receipts]
    proven = [f"sha256:{sha256(each.statement.compact).hexdigest()}" for each in opened]
    assert proven
    assert proven == [row["digest"] for row in found]


def test_a_history_is_whole_and_in_order(library: House) -> None:
    """Positions count from 1 without gaps, up to the stream's length."""
    page = history(library)

    positions = [item["position"] for item in page["statements"]]

    assert positions == list(range(1, page["stream"]["length"] + 1))
    assert page["next"] is None


def test_pages_make_up_the_history(library: House) -> None:
    """Following next from page to page gives every statement once."""
    whole = [item["digest"] for item in history(library)["statements"]]
    paged: list[str] = []
    after: int | None = 0
    while after is not None:
        page = history(library, f"?after={after}&limit=3")
        paged += [item["digest"] for item in page["statements"]]
        after = page["next"]

    assert whole == paged


def test_a_page_behind_the_end_is_empty(library: House) -> None:
    """A reader who has everything gets nothing more, and no error."""
    page = history(library, "?after=1000")

    assert (page["statements"], page["next"]) == ([], None)


def test_nothing_changed_is_said_in_one_line(library: House) -> None:
    """Whoever has a page gets 304 for it until the log has grown."""
    first = library.get(HISTORY, "member-a")

    again = library.get(HISTORY, "member-a", If_None_Match=first.headers["ETag"])

    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert first.headers["Vary"] == "Authorization"


def test_an_etag_is_for_one_audience(library: House) -> None:
    """The same bytes for others have another tag; within a company it is the same."""
    tags = {
        name: library.get(HISTORY, name).headers["ETag"]
        for name in ("member-a", "member-b", "member-c", AUDITOR)
    }

    assert tags["member-a"] == tags["member-b"]
    assert len(set(tags.values())) == 3


def test_a_reader_lists_the_streams_meant_for_it(library: House) -> None:
    """A rival sees the directory, a party its own matters, too."""
    names = {
        name: {
            each["stream"] for each in json.loads(library.get("/v1/streams", name).data)["streams"]
        }
        for name in (RIVAL, "member-a")
    }

    assert {name.partition("/")[0] for name in names[RIVAL]} == {"ledger", "party"}
    assert names[RIVAL] < names["member-a"]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/v1/streams/decision/jsc/2017-001", RIVAL),
        ("/v1/streams/decision/jsc/1999-001", "member-a"),
        ("/v1/streams/contract/none", "member-a"),
        ("/v1/streams/ledger/other", "member-a"),
        ("/v1/streams/no-such-type/x", "member-a"),
        ("/v1/streams/DECISION/jsc/2017-001", "member-a"),
        ("/v1/streams/decision/jsc%2F2017-001", RIVAL),
    ],
)
def test_what_is_not_for_a_reader_is_no_stream(library: House, path: str, name: str) -> None:
    """An unknown stream, a malformed name and a stream of others look the same."""
    assert_error_shape(library.get(path, name), 404, "stream-unknown")
