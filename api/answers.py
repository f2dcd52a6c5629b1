"""Answers: values as JSON, each with who may keep it and for how long."""

import json
from hashlib import sha256
from typing import Final

from flask import Response, request

from api.auth import Known, current_reader
from ledger.domain.audience import AuditorReader, PartyReader

JSON_TYPE: Final = "application/json"
_TAG_CHARACTERS: Final = 32


def format_json(value: object) -> bytes:
    """Return a value as JSON, in UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def answer_private(value: object, media_type: str = JSON_TYPE) -> Response:
    """Answer what this audience may read, or that nothing has changed for it."""
    return answer_bytes(format_json(value), media_type)


def answer_bytes(body: bytes, media_type: str) -> Response:
    """Answer bytes that this audience may read, or that they are the same as before."""
    audience = audience_of(current_reader()).encode()
    response = Response(body, mimetype=media_type)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Authorization"
    response.set_etag(sha256(audience + b"\0" + body).hexdigest()[:_TAG_CHARACTERS])
    response.make_conditional(request)  # in place
    return response


def answer_fleeting(value: object) -> Response:
    """Answer what nobody may keep."""
    response = Response(format_json(value), mimetype=JSON_TYPE)
    response.headers["Cache-Control"] = "no-store"
    return response


def answer_public(
    body: bytes | str, media_type: str, *, seconds: int, is_immutable: bool = False
) -> Response:
    """Answer what everybody may read and keep for a while."""
    response = Response(body, content_type=media_type)
    kept = f"public, max-age={seconds}" + (", immutable" if is_immutable else "")
    response.headers["Cache-Control"] = kept
    return response


def audience_of(reader: Known) -> str:
    """Name the audience that a reader belongs to: all of it gets the same bytes."""
    match reader:
        case PartyReader(party=party):
            return f"party/{party}"
        case AuditorReader(kid=kid):
            return f"auditor/{kid}"
