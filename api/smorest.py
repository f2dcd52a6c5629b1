"""The one place that subclasses flask-smorest: stock, it guesses and ignores too much.

Every route says who may ask, what it takes and what it answers; a query that it
does not know is refused, and every error is documented as the problem that it is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Final, Literal

import flask_smorest  # type: ignore[import-untyped]
from flask import Response, request
from marshmallow import Schema

from api.auth import authenticate
from api.errors import PROBLEM_TYPE
from api.schemas.problem import ProblemSchema
from api.strict import StrictParser, check_no_query

View = Callable[..., Response]
Location = Literal["query", "form", "json"]

_NO_TOKEN: Final[list[dict[str, list[str]]]] = []
_BEARER: Final[list[dict[str, list[str]]]] = [{"bearer": []}]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a route answers when all is well."""

    says: str
    schema: type[Schema] | Mapping[str, Any] | None = None
    media_type: str = "application/json"


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What a route takes beside its path, each by the schema that reads it."""

    query: type[Schema] | None = None
    form: type[Schema] | None = None
    json: type[Schema] | None = None
    documented: Mapping[str, Any] = field(default_factory=dict)

    @property
    def schemas(self) -> list[tuple[Location, type[Schema]]]:
        """Return the schemas by where they read, the query innermost."""
        given: list[tuple[Location, type[Schema] | None]] = [
            ("query", self.query),
            ("form", self.form),
            ("json", self.json),
        ]
        return [(location, schema) for location, schema in given if schema is not None]


_NOTHING: Final = Taken()


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]
    """A group of routes, documented as they are served."""

    ARGUMENTS_PARSER = StrictParser()

    def serve(
        self,
        rule: str,
        answer: Answer,
        *,
        method: str = "GET",
        takes: Taken = _NOTHING,
        is_open: bool = False,
    ) -> Callable[[View], View]:
        """Serve a view under a rule; ``is_open`` to all, else to readers with a token."""

        def decorate(view: View) -> View:
            documented = self.response(
                200, answer.schema, description=answer.says, content_type=answer.media_type
            )(view)
            for location, schema in takes.schemas:
                documented = self.arguments(schema, location=location, error_status_code=400)(
                    documented
                )
            security = _NO_TOKEN if is_open else _BEARER
            documented = self.doc(security=security, **takes.documented)(documented)
            guarded = _guard(documented, is_open=is_open, has_query=takes.query is not None)
            self.add_url_rule(rule, view.__name__, guarded, methods=[method])
            return view

        return decorate


class Api(flask_smorest.Api):  # type: ignore[misc]
    """The documented API; errors are documented as problems."""

    ERROR_SCHEMA = ProblemSchema

    def _register_responses(self) -> None:
        """Document every error with the content type that it has."""
        self.DEFAULT_RESPONSE_CONTENT_TYPE = PROBLEM_TYPE
        super()._register_responses()
        del self.DEFAULT_RESPONSE_CONTENT_TYPE  # the class's own again

    def _register_pagination_header(self) -> None:
        """Describe no header that is never sent."""

    def _register_error_handlers(self) -> None:
        """Leave errors to :mod:`api.errors`."""


def _guard(view: View, *, is_open: bool, has_query: bool) -> View:
    """Ask first who asks, then whether they ask for what there is."""

    @wraps(view)
    def guarded(*args: object, **members: object) -> Response:
        if not is_open:
            authenticate()
        if not has_query:
            check_no_query(request)
        return view(*args, **members)

    return guarded
