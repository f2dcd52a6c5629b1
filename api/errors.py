"""Problems: every refusal in one shape, its status given by its branch (RFC 9457).

    {"code":"seat-recused","detail":"seat s1 withdrew, see entry 7","leaf_index":7,"seat":"s1",
     "status":422,"title":"A seat that withdrew …","type":"urn:countersign:error:seat-recused"}

``code`` is stable, ``detail`` is not; the facts of a refusal are members beside them.
"""

import json
import logging
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Final

from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from ledger.errors import (
    ConflictError,
    CorruptError,
    LedgerError,
    MalformedError,
    NotRecordedError,
    RefusedError,
    UnverifiedError,
)

logger = logging.getLogger(__name__)

PROBLEM_TYPE: Final = "application/problem+json"
ERROR_URN: Final = "urn:countersign:error:"

STATUSES: Mapping[type[LedgerError], HTTPStatus] = MappingProxyType(
    {
        MalformedError: HTTPStatus.BAD_REQUEST,
        UnverifiedError: HTTPStatus.FORBIDDEN,
        NotRecordedError: HTTPStatus.NOT_FOUND,
        ConflictError: HTTPStatus.CONFLICT,
        RefusedError: HTTPStatus.UNPROCESSABLE_ENTITY,
        CorruptError: HTTPStatus.INTERNAL_SERVER_ERROR,
    }
)

# What is refused before any rule of ours is asked.
HTTP_CODES: Mapping[int, str] = MappingProxyType(
    {
        HTTPStatus.BAD_REQUEST: "request-malformed",
        HTTPStatus.NOT_FOUND: "route-unknown",
        HTTPStatus.METHOD_NOT_ALLOWED: "method-not-allowed",
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "request-too-large",
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "media-type-unsupported",
        HTTPStatus.UNPROCESSABLE_ENTITY: "request-refused",
        HTTPStatus.INTERNAL_SERVER_ERROR: "internal",
        HTTPStatus.SERVICE_UNAVAILABLE: "not-ready",
    }
)
_DETAILS: Mapping[int, str] = MappingProxyType(
    {
        HTTPStatus.NOT_FOUND: "nothing is at this path; /v1/openapi.json describes each that is",
        HTTPStatus.METHOD_NOT_ALLOWED: "this path takes other methods, which Allow names",
    }
)
_OWN_MEMBERS: Final = frozenset({"type", "title", "status", "detail", "instance", "code"})

Headers = Iterable[tuple[str, str]]
Member = str | int | None | list[str]


def status_of(error: LedgerError) -> HTTPStatus:
    """Return the status of an error's branch."""
    for branch, status in STATUSES.items():
        if isinstance(error, branch):
            return status
    raise AssertionError(f"{type(error).__name__} is of no branch")


def problem_of(error: LedgerError, status: HTTPStatus | None = None) -> dict[str, Member]:
    """Say a refusal as a problem: its code, its rule, its facts.

    What our own store got wrong is for its keeper; the caller gets the name alone.
    """
    status = status or status_of(error)
    is_ours = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    detail = CorruptError.message if is_ours else str(error)
    problem = _problem(error.code, _rule_of(error), status, detail)
    for name, fact in {} if is_ours else error.facts.items():
        member = f"fact_{name}" if name in _OWN_MEMBERS else name
        problem[member] = list(fact) if isinstance(fact, tuple) else fact
    return problem


def answer_problem(problem: Mapping[str, Member], headers: Headers = ()) -> Response:
    """Return a problem as a response, under its own status."""
    status = problem["status"]
    assert isinstance(status, int), "each problem has a status"
    response = Response(json.dumps(problem), status=status, mimetype=PROBLEM_TYPE)
    for name, value in headers:
        response.headers[name] = value
    response.headers["Cache-Control"] = "no-store"
    return response


def register_errors(app: Flask) -> None:
    """Let every error of the app leave it as a problem."""
    app.register_error_handler(LedgerError, _answer_ledger)
    app.register_error_handler(HTTPException, _answer_http)


def _problem(code: str, title: str, status: int, detail: str) -> dict[str, Member]:
    return {
        "type": ERROR_URN + code,
        "title": title,
        "status": int(status),
        "detail": detail,
        "code": code,
    }


def _rule_of(error: LedgerError) -> str:
    """Return the rule that an error's class stands for: the first line of its docstring."""
    return (type(error).__doc__ or error.code).partition("\n")[0]


def _answer_ledger(error: LedgerError) -> Response:
    if status_of(error) >= HTTPStatus.INTERNAL_SERVER_ERROR:
        logger.error("%s: %s", error.code, error)
    return answer_problem(problem_of(error))


def _answer_http(error: HTTPException) -> Response:
    """Say what Flask refused; an exception raised from one of ours speaks with its name."""
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    if isinstance(error.__cause__, LedgerError):
        problem = problem_of(error.__cause__, status)
    else:
        code = HTTP_CODES.get(status, f"http-{status}")
        said = _DETAILS.get(status) or error.description or status.phrase
        problem = _problem(code, status.phrase, status, said)
    headers = [pair for pair in error.get_headers() if pair[0] != "Content-Type"]
    return answer_problem(problem, headers)
