"""Tokens for readers: a signed assertion gets one, for some minutes."""

from typing import Final

from flask import Response

from api.answers import answer_fleeting
from api.auth import TOKEN_SECONDS, issue_token
from api.schemas.token import TokenRequestSchema, TokenSchema
from api.served import served
from api.smorest import Answer, Blueprint, Taken

blueprint: Final = Blueprint("token", __name__, description="Who reads")


@blueprint.serve(
    "/v1/token",
    Answer(says="A bearer token", schema=TokenSchema),
    method="POST",
    takes=Taken(form=TokenRequestSchema),
    is_open=True,
)
def token(assertion: bytes) -> Response:
    """Give a token for an assertion that an enrolled key signed for this ledger and this URL.

    A person's, a registrar's or a system's key reads as its company, an
    auditor's by its scope. The token ends with its key.
    """
    issued = issue_token(served(), assertion)
    return answer_fleeting(
        {"access_token": issued, "token_type": "Bearer", "expires_in": TOKEN_SECONDS}
    )
