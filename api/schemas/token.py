"""How a token is asked for and given (RFC 6749 4.4, RFC 7523 2.2)."""

from typing import Any, Final

from marshmallow import Schema, fields, post_load, validate

ASSERTION_TYPE: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class TokenRequestSchema(Schema):
    """A signed assertion, in a form."""

    grant_type = fields.String(required=True, validate=validate.Equal("client_credentials"))
    client_assertion_type = fields.String(required=True, validate=validate.Equal(ASSERTION_TYPE))
    client_assertion = fields.String(
        required=True, metadata={"description": "A JWS of typ client-authentication+jwt"}
    )

    @post_load
    def make(self, loaded: dict[str, Any], **_: object) -> bytes:
        """Return the assertion's bytes."""
        assertion: str = loaded["client_assertion"]
        return assertion.encode("utf-8")


class TokenSchema(Schema):
    """A bearer token for some minutes."""

    access_token = fields.String(required=True)
    token_type = fields.String(required=True, validate=validate.Equal("Bearer"))
    expires_in = fields.Integer(required=True)
