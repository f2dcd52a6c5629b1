"""One shape for every refusal: each branch, each route, and what Flask itself refuses."""

import logging
from pathlib import Path

import pytest

from api.app import create_app
from api.assertion import sign_assertion
from api.errors import STATUSES, problem_of, status_of
from api.served import served_by
from ledger.errors import (
    ConflictError,
    CorruptError,
    LedgerError,
    MalformedError,
    NotRecordedError,
    RefusedError,
    UnverifiedError,
)
from ledger.evidence.keys import generate_signer
from ledger.evidence.statement import Digest
from ledger.folder import LedgerFolder
from tests.api.house import House, Told, assert_error_shape, opened
from tests.regenerate import read_statuses


class ToyError(RefusedError):
    """A rule that a test has made up."""

    code = "toy-rule"
    message = "{stream} is no {type}, {missing}"


class ToyCorruptError(CorruptError):
    """A fault that a test has made up."""

    code = "toy-fault"
    message = "row {row} is torn"


def test_the_branches_have_the_statuses_that_are_drawn() -> None:
    """Six rows: what the tree of errors says is what HTTP says."""
    assert {branch: int(status) for branch, status in STATUSES.items()} == read_statuses()


@pytest.mark.parametrize(
    ("branch", "status"),
    [
        (MalformedError, 400),
        (UnverifiedError, 403),
        (NotRecordedError, 404),
        (ConflictError, 409),
        (RefusedError, 422),
        (CorruptError, 500),
    ],
)
def test_each_branch_answers_in_the_one_shape(
    house: House, monkeypatch: pytest.MonkeyPatch, branch: type[LedgerError], status: int
) -> None:
    """Whatever a route raises leaves as a problem of its branch's status."""

    def refuse(*_: object) -> None:
        raise branch

    monkeypatch.setattr(type(house.it.archive), "checkpoint", refuse)

    assert_error_shape(house.get("/log/checkpoint"), status, branch.code)


def test_facts_are_members_and_never_hide_our_own() -> None:
    """A fact that is named like a member of the shape gets a prefix."""
    problem = problem_of(ToyError(stream="a/b", type="board", missing=("x", "y")))

    assert problem == {
        "type": "urn:countersign:error:toy-rule",
        "title": "A rule that a test has made up.",
        "status": 422,
        "detail": "a/b is no board, ('x', 'y')",
        "code": "toy-rule",
        "stream": "a/b",
        "fact_type": "board",
        "missing": ["x", "y"],
    }


def test_a_fault_of_ours_says_its_name_and_no_more(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What the store got wrong is in the server's own log, not in the answer."""

    def fail(*_: object) -> None:
        raise ToyCorruptError(row=7)

    monkeypatch.setattr(type(house.it.archive), "checkpoint", fail)
    with caplog.at_level(logging.ERROR, logger="api.errors"):
        problem = assert_error_shape(house.get("/log/checkpoint"), 500, "toy-fault")

    assert (problem["detail"], "row" in problem) == (CorruptError.message, False)
    assert "row 7 is torn" in caplog.text


def test_a_programming_error_is_a_problem_too(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody sees a page of HTML, or a traceback."""

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(type(house.it.archive), "checkpoint", fail)

    assert_error_shape(house.get("/log/checkpoint"), 500, "internal")


def test_an_error_of_no_branch_is_a_bug() -> None:
    """Each error stands under one of the six branches."""
    with pytest.raises(AssertionError):
        status_of(LedgerError())


ROUTES = [
    ("/v1/statements", {"POST"}),
    ("/v1/statements/draft", {"POST", "GET"}),  # GET: the statement that is named draft
    ("/v1/statements/x", {"GET"}),
    ("/v1/statements/x/receipt", {"GET"}),
    ("/v1/streams", {"GET"}),
    ("/v1/streams/board/jsc", {"GET"}),
    ("/v1/streams/decision/jsc/2017-001", {"GET"}),
    ("/v1/boards", {"GET"}),
    ("/v1/boards/jsc", {"GET"}),
    ("/v1/boards/jsc/meetings/1", {"GET"}),
    ("/v1/decisions", {"GET"}),
    ("/v1/decisions/jsc/2017-001", {"GET"}),
    ("/v1/contracts", {"GET"}),
    ("/v1/contracts/score-wo-1", {"GET"}),
    ("/v1/contracts/score-wo-1/blame", {"GET"}),
    ("/v1/contracts/score-wo-1/diff", {"GET"}),
    ("/v1/parties", {"GET"}),
    ("/v1/parties/servier", {"GET"}),
    ("/v1/partnerships", {"GET"}),
    ("/v1/partnerships/score", {"GET"}),
    ("/v1/feed", {"GET"}),
    ("/v1/token", {"POST"}),
    ("/v1/openapi.json", {"GET"}),
    ("/log/checkpoint", {"GET"}),
    ("/log/tile/0/000", {"GET"}),
    ("/livez", {"GET"}),
    ("/readyz", {"GET"}),
]


@pytest.mark.parametrize(("path", "methods"), ROUTES)
def test_each_route_names_its_methods(library: House, path: str, methods: set[str]) -> None:
    """Another method is 405, with Allow."""
    answer = library.client.open(path, method="DELETE")

    assert_error_shape(answer, 405, "method-not-allowed")
    allowed = set(answer.headers["Allow"].split(", ")) - {"OPTIONS", "HEAD"}
    assert allowed == methods


@pytest.mark.parametrize(("path", "methods"), ROUTES)
def test_each_route_refuses_what_it_does_not_know(
    library: House, path: str, methods: set[str]
) -> None:
    """A query field that is not documented is a mistake, not noise."""
    headers = library.headers("member-a")
    for method in methods:
        answer = library.client.open(f"{path}?colour=red", method=method, headers=headers)

        problem = assert_error_shape(answer, 400, "fields-malformed")
        assert any(line.startswith("colour:") for line in problem["fields"])


@pytest.mark.parametrize(
    "path", ["/", "/v1", "/v1/nothing", "/v1/streams/", "/v1//streams", "/static/x"]
)
def test_other_paths_lead_nowhere(library: House, path: str) -> None:
    """A path that no route has is a problem, too."""
    assert_error_shape(library.get(path), 404, "route-unknown")
    assert "/v1/openapi.json describes" in library.get(path).get_json()["detail"]


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/v1/statements", "text/plain"),
        ("/v1/statements", "application/x-www-form-urlencoded"),
        ("/v1/statements", ""),
        ("/v1/statements/draft", "text/plain"),
        ("/v1/token", "application/json"),
    ],
)
def test_a_body_of_another_type_is_not_read(library: House, path: str, media_type: str) -> None:
    """What says of itself that it is something else is refused as that."""
    answer = library.client.post(
        path,
        data=b'{"statement":"x"}',
        content_type=media_type,
        headers=library.headers("member-a"),
    )

    assert_error_shape(answer, 415, "media-type-unsupported")


@pytest.mark.parametrize(
    ("path", "size"),
    [("/v1/statements", 9 * 1024 * 1024), ("/v1/statements/draft", 300 * 1024)],
)
def test_a_body_that_is_too_large_is_not_read(library: House, path: str, size: int) -> None:
    """An array may be of some megabytes, anything else of some hundred kilobytes."""
    answer = library.client.post(
        path,
        data=b" " * size,
        content_type="application/json",
        headers=library.headers("member-a"),
    )

    assert_error_shape(answer, 413, "request-too-large")


def test_an_array_may_be_larger_than_anything_else(library: House) -> None:
    """A body of a megabyte is read where five hundred statements may come."""
    answer = library.client.post(
        "/v1/statements", data=b" " * 1024 * 1024 + b"[]", content_type="application/json"
    )

    assert_error_shape(answer, 400, "statement-count")


def test_a_ledger_that_stopped_is_not_ready(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a fault of the store, writes are 500 and readiness is 503, while life goes on."""

    def fail(*_: object) -> None:
        raise ToyCorruptError(row=7)

    monkeypatch.setattr(type(house.it.ledger), "record", fail)
    before = house.get("/readyz")
    refused = house.post("/v1/statements", {"statement": "x"})

    assert before.status_code == 200
    assert_error_shape(refused, 500, "toy-fault")
    assert_error_shape(house.get("/readyz"), 503, "not-ready")
    assert house.get("/livez").status_code == 200


def test_nobody_reads_before_the_founding(tmp_path: Path) -> None:
    """An empty folder is alive, but has no log, no tokens and no statements."""
    app = create_app(LedgerFolder.create(tmp_path / "new", "countersign.example/new"))
    client = app.test_client()
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    }
    header = "eyJhbGciOiJFZDI1NTE5Iiwia2lkIjoi"
    answers = [client.get(path) for path in ("/readyz", "/log/checkpoint")]
    stranger = sign_assertion(
        generate_signer(),
        ledger=Digest("sha256:" + "0" * 64),
        token_url=served_by(app).token_url,
        at=served_by(app).now(),
    )
    malformed = client.post("/v1/token", data={**form, "client_assertion": header})
    unfounded = client.post("/v1/token", data={**form, "client_assertion": stranger})
    served_by(app).close()

    assert answers[0].status_code == 200
    assert_error_shape(answers[1], 404, "log-empty")
    assert_error_shape(malformed, 400, "compact-malformed")
    assert_error_shape(unfounded, 404, "ledger-unfounded")


def test_a_ledger_begins_with_its_founding(told: Told, tmp_path: Path) -> None:
    """Before it, whatever else is sent is refused, and the folder stays empty."""
    app = create_app(LedgerFolder.create(tmp_path / "new", "countersign.example/new"))
    with opened(told, tmp_path / "score") as house:
        recorded = house.it.archive.find(told.ledger).statement.compact.decode()
        second = next(house.it.archive.acts(1, 1)).statement.compact.decode()
    answers = [
        app.test_client().post("/v1/statements", json={"statement": compact})
        for compact in (recorded, second)
    ]
    size = served_by(app).archive.tree_size
    served_by(app).close()

    assert_error_shape(answers[0], 422, "founding-keys")
    assert_error_shape(answers[1], 422, "not-a-founding")
    assert size == 0
