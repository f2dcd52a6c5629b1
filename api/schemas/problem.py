"""The shape of every refusal."""

from marshmallow import INCLUDE, Schema, fields


class ProblemSchema(Schema):
    """A refusal (RFC 9457); the facts of the case are further members."""

    class Meta:
        """Any fact may stand beside the five."""

        unknown = INCLUDE

    type = fields.String(required=True, metadata={"description": "urn:countersign:error:<code>"})
    title = fields.String(required=True, metadata={"description": "The rule"})
    status = fields.Integer(required=True, strict=True)
    detail = fields.String(required=True, metadata={"description": "What happened, for people"})
    code = fields.String(required=True, metadata={"description": "Stable; programs go by it"})
