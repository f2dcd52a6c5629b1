"""Statements: the one way to write, drafts of what to sign, and each with its proof."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Response, request

from api.answers import answer_bytes, answer_fleeting, answer_private
from api.auth import current_reader
from api.errors import answer_problem, problem_of
from api.evidence import claims_of, evidence_of, is_readable
from api.schemas.statements import DraftSchema, SubmissionSchema
from api.schemas.views import StatementSchema
from api.served import Served, served
from api.smorest import Answer, Blueprint, Taken
from api.strict import load_fields, read_json
from api.veil import veiled
from api.views import reading
from ledger.archive.statements import StatementNotRecordedError
from ledger.domain.kinds import kind_of
from ledger.domain.world import UnknownStreamError
from ledger.drafting import Wish, draft_claims
from ledger.errors import MalformedError
from ledger.evidence.entry import format_entry
from ledger.evidence.statement import Digest, StatementId, format_claims
from ledger.service import Outcome, Submission
from projections import signers

STATEMENTS_MAX: Final = 500

blueprint: Final = Blueprint("statements", __name__, description="What is signed and recorded")

_one: Final = SubmissionSchema()
_RECORDING: Final[Mapping[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "oneOf": [
                        {"$ref": "#/components/schemas/Submission"},
                        {
                            "type": "array",
                            "items": {"$ref": "#/components/schemas/Submission"},
                            "minItems": 1,
                            "maxItems": STATEMENTS_MAX,
                        },
                    ]
                }
            }
        },
    }
}


def _of_a_kind(name: str) -> Mapping[str, Any]:
    """Describe what names a kind, and has that kind's body."""
    named = (name, "KindBody")
    return {"allOf": [{"$ref": f"#/components/schemas/{each}"} for each in named]}


_DRAFTING: Final[Mapping[str, Any]] = {
    "requestBody": {"content": {"application/json": {"schema": _of_a_kind("Draft")}}}
}


class StatementCountError(MalformedError):
    """An array has at least one statement, and a bounded number."""

    code = "statement-count"
    message = "{found} statements, not 1 to {statements_max}"


@blueprint.serve(
    "/v1/statements",
    Answer(
        says="The outcome of the one statement, or of each in order",
        schema={
            "oneOf": [
                {"$ref": "#/components/schemas/Outcome"},
                {"type": "array", "items": {"$ref": "#/components/schemas/Outcome"}},
            ]
        },
    ),
    method="POST",
    takes=Taken(documented=_RECORDING),
    is_open=True,
)
def record() -> Response:
    """Record signed statements; the signature is the authority, so no token is asked for.

    One statement answers for itself: 200 with its outcome, or its refusal's
    own status. An array answers 200 with an outcome for each, in order; it is
    not all or nothing, and a request that cannot be read records nothing. The
    same statement sent again has its first outcome again.
    """
    it = served()
    request.max_content_length = it.limits.statements_bytes
    asked = read_json(request)
    if isinstance(asked, list):
        submissions = _submissions(asked)
        return answer_fleeting([_say(outcome) for outcome in _record(it, submissions)])
    (outcome,) = _record(it, [load_fields(_one, asked)])
    if outcome.error is not None:
        return answer_problem(problem_of(outcome.error))
    return answer_fleeting(_say(outcome))


@blueprint.serve(
    "/v1/statements/draft",
    Answer(
        says="The payload to sign, in its exact bytes; seen is for the client to fill in",
        schema=_of_a_kind("Payload"),
    ),
    method="POST",
    takes=Taken(json=DraftSchema, documented=_DRAFTING),
)
def draft(wish: Wish) -> Response:
    """Draft what somebody wants to say, with the newest statement of its stream filled in.

    Nothing is recorded. The client compares the draft with what it asked for,
    puts in the checkpoint that it keeps pinned, and signs.
    """
    it = served()
    world = it.ledger.world
    if world.stream(wish.stream) is None:
        is_possible = kind_of(wish.kind).opens
    else:
        is_possible = is_readable(it, current_reader(), wish.stream)
    if not is_possible:
        raise UnknownStreamError(stream=wish.stream)
    claims = draft_claims(world, wish, at=it.now())
    response = Response(format_claims(claims), mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.serve("/v1/statements/<name>", Answer(says="The statement", schema=StatementSchema))
def statement(name: str) -> Response:
    """Return a statement by its id or digest, with its entry, its proof and its openings."""
    it = served()
    readable = _find(it, name)
    sealed = it.archive.sealed()
    recorded = it.archive.recorded(readable)
    with reading(it) as (connection, reader):
        signed = signers.load(connection, reader, recorded.act.digest)
    found = {
        "checkpoint": sealed.checkpoint,
        "evidence": evidence_of(it, recorded, sealed),
        "claims": claims_of(recorded.act.statement.compact),
        "signed": signed,
    }
    return answer_private(found)


@blueprint.serve(
    "/v1/statements/<name>/receipt",
    Answer(
        says="One file that proves it recorded (FORMATS F7)",
        schema={"$ref": "#/components/schemas/Receipt"},
    ),
)
def receipt(name: str) -> Response:
    """Return a statement's receipt, by its id or digest, against the newest checkpoint."""
    it = served()
    return answer_bytes(it.archive.receipt(_find(it, name)), "application/json")


def _record(it: Served, submissions: list[Submission]) -> list[Outcome]:
    """Record statements; what is said of each is for whoever signed it."""
    outcomes = it.record(submissions)
    world, at = it.ledger.world, it.now()
    return [
        veiled(world, submission, outcome, at)
        for submission, outcome in zip(submissions, outcomes, strict=True)
    ]


def _submissions(asked: list[object]) -> list[Submission]:
    if not 1 <= len(asked) <= STATEMENTS_MAX:
        raise StatementCountError(found=len(asked), statements_max=STATEMENTS_MAX)
    return [load_fields(_one, each) for each in asked]


def _say(outcome: Outcome) -> dict[str, object]:
    """Say what became of a statement."""
    named: dict[str, object] = {"id": outcome.statement_id, "digest": outcome.digest}
    if outcome.error is not None:
        return {"outcome": "refused", **named, "problem": problem_of(outcome.error)}
    assert outcome.entry is not None, "what is recorded has an entry"
    return {
        "outcome": "recorded",
        **named,
        "leaf_index": outcome.leaf_index,
        "entry": format_entry(outcome.entry).decode("ascii"),
        "follow_ups": [
            {"digest": each.digest, "leaf_index": each.leaf_index, "kind": each.kind}
            for each in outcome.follow_ups
        ],
        "receipt": f"/v1/statements/{outcome.statement_id}/receipt",
    }


def _find(it: Served, name: str) -> Digest:
    """Return the digest of a statement that the reader may read, by its id or digest.

    Raises:
        StatementNotRecordedError: There is none, or it is not for them.
    """
    act = it.archive.find(StatementId(name))
    if not is_readable(it, current_reader(), act.statement.stream):
        raise StatementNotRecordedError(name=name)
    return act.digest
