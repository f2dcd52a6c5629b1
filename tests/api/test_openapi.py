"""The description of the API: valid, whole, and what is really answered fits it."""

import json
from typing import Any

import pytest
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from api.errors import PROBLEM_TYPE
from ledger.domain.kinds import KINDS
from tests.api.house import House

OPEN = {
    ("/v1/statements", "post"),
    ("/v1/token", "post"),
    ("/v1/openapi.json", "get"),
    ("/log/checkpoint", "get"),
    ("/log/tile/{tile}", "get"),
    ("/livez", "get"),
    ("/readyz", "get"),
}


@pytest.fixture(scope="module")
def document(library: House) -> dict[str, Any]:
    """The document as it is served."""
    found: dict[str, Any] = json.loads(library.get("/v1/openapi.json").data)
    return found


def operations(document: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the operations by path and method."""
    return {
        (path, method): operation
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method != "parameters"
    }


def problems_of(document: dict[str, Any], schema: dict[str, Any], value: object) -> list[str]:
    """Return in short what of a value does not fit a schema of the document."""
    validator = OAS31Validator({**schema, "components": document["components"]})
    return [f"{each.json_path}: {each.message[:200]}" for each in validator.iter_errors(value)]


def test_the_document_is_valid(document: dict[str, Any]) -> None:
    """It is OpenAPI 3.1 by an independent judge."""
    OpenAPIV31SpecValidator(document).validate()

    assert document["openapi"].startswith("3.1")


def test_every_route_is_documented(library: House, document: dict[str, Any]) -> None:
    """What is served and what is described are the same."""
    rules = library.client.application.url_map.iter_rules()
    served = {rule.rule.replace("<path:", "<") for rule in rules}

    described = {path.replace("{", "<").replace("}", ">") for path in document["paths"]}

    assert served == described


def test_every_kind_is_described_with_its_body(document: dict[str, Any]) -> None:
    """The document shows each kind that can be drafted, and what its body holds."""
    schemas = document["components"]["schemas"]
    bodies = {
        each["properties"]["kind"]["const"]: each["properties"]["body"]["$ref"].rpartition("/")[2]
        for each in schemas["KindBody"]["oneOf"]
    }

    assert set(bodies) == set(KINDS)
    assert all(schemas[name]["additionalProperties"] is False for name in bodies.values())
    assert schemas["BallotCast"]["properties"]["choice"]["enum"] == ["abstain", "against", "for"]


def test_errors_are_described_as_the_problems_that_they_are(document: dict[str, Any]) -> None:
    """Every operation answers errors as application/problem+json."""
    responses = document["components"]["responses"]

    for operation in operations(document).values():
        assert operation["responses"]["default"] == {"$ref": "#/components/responses/DEFAULT_ERROR"}
    assert {tuple(each["content"]) for each in responses.values()} == {(PROBLEM_TYPE,)}


def test_what_is_open_is_said(document: dict[str, Any]) -> None:
    """Each operation says whether it asks for a token."""
    without = {name for name, each in operations(document).items() if each["security"] == []}

    assert without == OPEN


def test_every_operation_says_what_it_does(document: dict[str, Any]) -> None:
    """Each has a summary, and an answer when all is well."""
    for operation in operations(document).values():
        assert operation["summary"].endswith(".")
        assert operation["responses"]["200"]["description"]


ANSWERS = {
    "/v1/streams": "/v1/streams",
    "/v1/streams/{stream_type}/{name}": "/v1/streams/board/jsc",
    "/v1/streams/{stream_type}/{parent}/{name}": "/v1/streams/decision/jsc/2017-001",
    "/v1/boards": "/v1/boards",
    "/v1/boards/{board}": "/v1/boards/jsc",
    "/v1/boards/{board}/decisions": "/v1/boards/jsc/decisions",
    "/v1/boards/{board}/meetings": "/v1/boards/jsc/meetings",
    "/v1/boards/{board}/meetings/{name}": "/v1/boards/jsc/meetings/1",
    "/v1/decisions": "/v1/decisions",
    "/v1/decisions/{board}/{name}": "/v1/decisions/jsc/2017-001",
    "/v1/contracts": "/v1/contracts",
    "/v1/contracts/{name}": "/v1/contracts/score-wo-1?known=60",
    "/v1/contracts/{name}/blame": "/v1/contracts/score-wo-1/blame",
    "/v1/contracts/{name}/diff": "/v1/contracts/score-wo-1/diff?from=2017-09-30",
    "/v1/parties": "/v1/parties",
    "/v1/parties/{name}": "/v1/parties/servier",
    "/v1/partnerships": "/v1/partnerships",
    "/v1/partnerships/{name}": "/v1/partnerships/score",
    "/v1/statements/{name}": "/v1/statements/{ledger}",
    "/v1/statements/{name}/receipt": "/v1/statements/{ledger}/receipt",
    "/v1/signatures": "/v1/signatures",
    "/v1/obligations": "/v1/obligations",
    "/v1/responsibilities": "/v1/responsibilities?on=2018-01-01",
    "/v1/gaps": "/v1/gaps",
    "/v1/feed": "/v1/feed?limit=1000",
    "/v1/openapi.json": "/v1/openapi.json",
    "/livez": "/livez",
    "/readyz": "/readyz",
}


@pytest.mark.parametrize("name", ["member-a", "rival-registrar"])
@pytest.mark.parametrize("described", ANSWERS)
def test_what_is_answered_is_what_is_described(
    library: House, document: dict[str, Any], described: str, name: str
) -> None:
    """Real answers have the documented members and types, and no others at their top."""
    answer = library.get(ANSWERS[described].format(ledger=library.told.ledger), name)
    response = document["paths"][described]["get"]["responses"]["200"]
    if answer.status_code == 404:
        return
    ((media_type, content),) = response["content"].items()

    assert problems_of(document, content["schema"], json.loads(answer.data)) == []
    assert media_type == answer.content_type


def test_an_outcome_is_what_is_described(house: House, document: dict[str, Any]) -> None:
    """Recorded and refused outcomes have the documented members."""
    sent = [{"statement": "nonsense"}]
    schema = document["paths"]["/v1/statements"]["post"]["responses"]["200"]["content"]
    outcomes = json.loads(house.post("/v1/statements", sent).data)

    assert problems_of(document, schema["application/json"]["schema"], outcomes) == []
    assert outcomes[0]["outcome"] == "refused"


def test_what_can_be_drafted_is_what_is_described(library: House, document: dict[str, Any]) -> None:
    """A body that the description refuses is refused by the server as well, and the other way."""
    request = document["paths"]["/v1/statements/draft"]["post"]["requestBody"]["content"]
    schema = request["application/json"]["schema"]
    asked: dict[str, Any] = {
        "kind": "party.renamed.v1",
        "stream": "party/servier",
        "body": {"legal_name": "Servier", "on": "2021-05-01"},
        "signer": {"person": "member-a", "party": "servier", "capacity": "signatory"},
    }
    wrong = [
        {**asked, "body": {"legal_name": "Servier"}},
        {**asked, "body": {**asked["body"], "more": 1}},
        {**asked, "kind": "ballot.cast.v1"},
        {**asked, "kind": "no.such_kind.v1"},
    ]

    fits = [not problems_of(document, schema, each) for each in (asked, *wrong)]

    assert fits == [True, *[False] * 4]
    assert library.post("/v1/statements/draft", asked, "member-a").status_code == 200
    for each in wrong:
        assert library.post("/v1/statements/draft", each, "member-a").status_code >= 400
