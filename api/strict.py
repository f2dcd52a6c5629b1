"""Reading requests strictly: one meaning for each, or a named refusal.

Stock parsers keep the last of two equal members, take ``1_000`` for a number
and pass over what they do not know. Here nothing is guessed and nothing ignored.
"""

import json
from collections.abc import Mapping
from typing import Any, Final, NoReturn

from flask import Request
from marshmallow import RAISE, Schema, ValidationError
from webargs.flaskparser import FlaskParser
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import UnsupportedMediaType

from ledger.errors import MalformedError
from ledger.evidence.shape import JsonMalformedError

JSON_TYPE: Final = "application/json"
FORM_TYPE: Final = "application/x-www-form-urlencoded"


class FieldsMalformedError(MalformedError):
    """A request has the fields that are documented, each of its type, and no others."""

    code = "fields-malformed"
    message = "not as documented: {problems}"


def parse_json(raw: bytes) -> object:
    """Return the value that the bytes spell; spaces and order are the sender's.

    Raises:
        JsonMalformedError: Not UTF-8, not JSON, a repeated member, a float, a
            lone surrogate, or nested too deep.
    """
    try:
        text = raw.decode("utf-8")
        value: object = json.loads(
            text,
            object_pairs_hook=_parse_members,
            parse_float=_refuse_number,
            parse_constant=_refuse_number,
        )
        if "\\u" in text:  # the only way to a lone surrogate
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        raise JsonMalformedError(problem="a lone surrogate") from error
    except (ValueError, RecursionError) as error:
        raise JsonMalformedError(problem=str(error)) from error
    return value


def read_json(request: Request) -> object:
    """Return the value that a request's body spells.

    Raises:
        UnsupportedMediaType: The body is said to be something else.
        JsonMalformedError: It spells none.
    """
    _check_media_type(request, JSON_TYPE)
    return parse_json(request.get_data(cache=False))


def check_no_query(request: Request) -> None:
    """Hold only if a request asks for nothing that its route does not know.

    Raises:
        FieldsMalformedError: It has a query.
    """
    if request.args:
        raise _fields_error([f"{name}: unknown" for name in request.args])


def load_fields(schema: Schema, value: Any) -> Any:  # noqa: ANN401 -- anything in, the schema's value out
    """Return what a schema makes of a value.

    Raises:
        FieldsMalformedError: The value does not fit.
    """
    try:
        return schema.load(value, unknown=RAISE)
    except ValidationError as error:
        raise _fields_error(_problems(error.messages)) from error


class StrictParser(FlaskParser):
    """Reads queries, forms and JSON bodies: nothing unknown, nothing twice."""

    DEFAULT_UNKNOWN_BY_LOCATION = dict.fromkeys(("query", "form", "json"), RAISE)

    def load_json(self, req: Request, schema: Schema) -> object:  # noqa: ARG002 -- as in webargs
        """Read a JSON body strictly."""
        return read_json(req)

    def load_querystring(self, req: Request, schema: Schema) -> object:
        """Read a query in which no field stands twice."""
        _check_single(req.args)
        return super().load_querystring(req, schema)

    def load_form(self, req: Request, schema: Schema) -> object:
        """Read a form in which no field stands twice."""
        _check_media_type(req, FORM_TYPE)
        _check_single(req.form)
        return super().load_form(req, schema)

    def handle_error(self, error: ValidationError, *_: object, **__: object) -> NoReturn:
        """Refuse a request under our own name.

        Raises:
            FieldsMalformedError: always.
        """
        (messages,) = error.messages_dict.values()  # by location, and there is one
        raise _fields_error(_problems(messages)) from error


def _parse_members(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise JsonMalformedError(problem="a member stands twice")
    return members


def _refuse_number(text: str) -> NoReturn:
    raise JsonMalformedError(problem=f"{text[:20]} is no integer")


def _check_media_type(request: Request, wanted: str) -> None:
    if request.mimetype != wanted:
        raise UnsupportedMediaType(f"the body is to be {wanted}")


def _check_single(fields: MultiDict[str, str]) -> None:
    repeated = [name for name, values in fields.lists() if len(values) > 1]
    if repeated:
        raise _fields_error([f"{name}: given twice" for name in repeated])


def _fields_error(problems: list[str]) -> FieldsMalformedError:
    return FieldsMalformedError(problems="; ".join(problems), fields=tuple(problems))


def _problems(messages: object, path: str = "") -> list[str]:
    """Flatten marshmallow's messages to lines, one a field: ``signer.person: …``."""
    if isinstance(messages, Mapping):
        return [
            line
            for name, inner in messages.items()
            for line in _problems(inner, f"{path}.{name}" if path else str(name))
        ]
    said = "; ".join(map(str, messages)) if isinstance(messages, list) else str(messages)
    return [f"{path}: {said}"]
