"""Bad queries, drafts and token requests: each is refused by name."""

from collections.abc import Mapping

import pytest

from tests.api.house import House, assert_error_shape

QUERIES = [
    ("/v1/feed", "lastEventId=-1"),
    ("/v1/feed", "lastEventId=1_000"),
    ("/v1/feed", "lastEventId=%D9%A7"),
    ("/v1/feed", "lastEventId=007"),
    ("/v1/feed", "lastEventId=9007199254740992"),
    ("/v1/feed", "lastEventId="),
    ("/v1/feed", "last_event_id=1"),
    ("/v1/feed", "limit=0"),
    ("/v1/feed", "limit=1001"),
    ("/v1/feed", "limit=1.5"),
    ("/v1/feed", "limit=7&limit=7"),
    ("/v1/feed", "timeout=1e3"),
    ("/v1/streams/board/jsc", "after=+1"),
    ("/v1/streams/board/jsc", "limit=501"),
    ("/v1/streams/decision/jsc/2017-001", "limit=%20 7"),
    ("/v1/contracts/score-wo-1", "effective=20171001"),
    ("/v1/contracts/score-wo-1", "effective=2017-W39-7"),
    ("/v1/contracts/score-wo-1", "effective=2017-02-30"),
    ("/v1/contracts/score-wo-1", "effective=yesterday"),
    ("/v1/contracts/score-wo-1", "known=2017-10-01"),
    ("/v1/contracts/score-wo-1", "known=2017-10-01T00:00:00%2B02:00"),
    ("/v1/contracts/score-wo-1", "known=2017-02-30T00:00:00Z"),
    ("/v1/contracts/score-wo-1", "known=-1"),
    ("/v1/contracts/score-wo-1/blame", "clauses=scope"),
    ("/v1/contracts/score-wo-1/blame", "effective=20171001"),
    ("/v1/contracts/score-wo-1/diff", ""),
    ("/v1/contracts/score-wo-1/diff", "to=2017-10-01"),
    ("/v1/contracts/score-wo-1/diff", "from=2017-10-01&to=tomorrow"),
    ("/v1/contracts/score-wo-1/diff", "from=2017-10-01&from_known=1.5"),
    ("/v1/decisions", "board=jsc&board=jsc"),
]


@pytest.mark.parametrize(("path", "query"), QUERIES)
def test_bad_queries_are_refused_by_name(library: House, path: str, query: str) -> None:
    """A number has one spelling, a day too; nothing is rounded, trimmed or guessed."""
    answer = library.get(f"{path}?{query}", "member-a")

    assert_error_shape(answer, 400, "fields-malformed")


ASKED = '"kind":"a","stream":"b","signer":{"person":"a","party":null,"capacity":"b"}'

SIZED = '{"name":"a","media_type":"a/b","size":"7","sha256":"c"}'

DRAFTS: dict[str, tuple[str, str]] = {
    "duplicate member": ('{"kind":"a","kind":"b"}', "json-malformed"),
    "float": ('{"body":{"minor":1.0}}', "json-malformed"),
    "lone surrogate": ('{"reason":"\\udfff"}', "json-malformed"),
    "unknown member": (f'{{{ASKED},"body":{{}},"more":1}}', "fields-malformed"),
    "unknown member within": (f'{{{ASKED},"body":{{}},"sealed":[{{"a":1}}]}}', "fields-malformed"),
    "no object": ("[]", "fields-malformed"),
    "nothing": ("{}", "fields-malformed"),
    "a string for a number": (
        f'{{{ASKED},"body":{{}},"documents":[{SIZED}]}}',
        "fields-malformed",
    ),
    "a body that is no object": (f'{{{ASKED},"body":[]}}', "fields-malformed"),
    "an inexact integer": (f'{{{ASKED},"body":{{"n":9007199254740992}}}}', "json-number"),
}


@pytest.mark.parametrize("item", DRAFTS)
def test_bad_drafts_are_refused_by_name(library: House, item: str) -> None:
    """A draft is read as strictly as a statement."""
    data, code = DRAFTS[item]

    answer = library.client.post(
        "/v1/statements/draft",
        data=data,
        content_type="application/json",
        headers=library.headers("member-a"),
    )

    assert_error_shape(answer, 400, code)


@pytest.mark.parametrize(
    "form",
    [
        {"client_assertion": []},
        {"grant_type": "password"},
        {"grant_type": ["client_credentials", "client_credentials"]},
        {"client_assertion_type": "jwt"},
        {"scope": "all"},
    ],
)
def test_bad_token_requests_are_refused_by_name(
    library: House, form: Mapping[str, str | list[str]]
) -> None:
    """A form has the three documented fields, each once."""
    honest = {
        "grant_type": "client_credentials",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": "x",
    }
    sent = {**honest, **form}

    assert_error_shape(library.client.post("/v1/token", data=sent), 400, "fields-malformed")
