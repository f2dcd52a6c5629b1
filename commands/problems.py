"""A server's refusals, as errors of the branches that its statuses stand for."""

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final

from ledger.errors import (
    ConflictError,
    CorruptError,
    LedgerError,
    MalformedError,
    NotRecordedError,
    RefusedError,
    UnverifiedError,
)


class ServerMalformedError(MalformedError):
    """What was sent to a server parses there."""

    code = "server-malformed"
    message = "{detail}"


class ServerUnverifiedError(UnverifiedError):
    """What was sent to a server is verified there, and its reader known."""

    code = "server-unverified"
    message = "{detail}"


class ServerNotRecordedError(NotRecordedError):
    """What is asked of a server is there, for this reader."""

    code = "server-not-recorded"
    message = "{detail}"


class ServerConflictError(ConflictError):
    """What was sent to a server still fits what it has."""

    code = "server-conflict"
    message = "{detail}"


class ServerRefusedError(RefusedError):
    """The rules are the same at a server."""

    code = "server-refused"
    message = "{detail}"


class ServerFaultError(CorruptError):
    """A server answers, or something there is broken."""

    code = "server-fault"
    message = "{detail}"


_BRANCHES: Mapping[int, type[LedgerError]] = MappingProxyType(
    {
        HTTPStatus.UNAUTHORIZED: ServerUnverifiedError,
        HTTPStatus.FORBIDDEN: ServerUnverifiedError,
        HTTPStatus.NOT_FOUND: ServerNotRecordedError,
        HTTPStatus.CONFLICT: ServerConflictError,
        HTTPStatus.UNPROCESSABLE_ENTITY: ServerRefusedError,
    }
)
_DETAIL_CHARACTERS_MAX: Final = 1_000


def error_of(problem: Mapping[str, Any]) -> LedgerError:
    """Return a problem (RFC 9457) as an error of its status's branch, under the rule's own code."""
    status = int(problem.get("status", HTTPStatus.INTERNAL_SERVER_ERROR))
    is_fault = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    branch = ServerFaultError if is_fault else _BRANCHES.get(status, ServerMalformedError)
    detail = str(problem.get("detail") or problem.get("title") or f"status {status}")
    error = branch(detail=detail[:_DETAIL_CHARACTERS_MAX])
    error.code = str(problem.get("code") or branch.code)  # type: ignore[misc]  # the server's rule
    return error
