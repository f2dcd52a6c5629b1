"""The shape of every refusal."""

from marshmallow import INCLUDE, Schema, fields

from api.errors import HTTP_CODES

_CODES = (
    "Stable; programs go by it. The ledger's own are listed in ledger/ERRORS.md; those of HTTP are "
    + ", ".join(sorted(HTTP_CODES.values()))
)


class ProblemSchema(Schema):
    """A refusal (RFC 9457); the facts of the case are further members."""

    class Meta:
        """Any fact may stand beside the five."""

        unknown = INCLUDE

    type = fields.String(required=True, metadata={"description": "urn:countersign:error:<code>"})
    title = fields.String(required=True, metadata={"description": "The rule"})
    status = fields.Integer(required=True, strict=True)
    detail = fields.String(required=True, metadata={"description": "What happened, for people"})
    code = fields.String(required=True, metadata={"description": _CODES})
