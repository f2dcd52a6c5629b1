"""What is submitted and drafted, and what becomes of it."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from api.schemas.problem import ProblemSchema
from ledger.drafting import Wish
from ledger.evidence.canonical import format_canonical
from ledger.evidence.statement import (
    Digest,
    Document,
    KindTag,
    PartySlug,
    PersonSlug,
    Sealed,
    SignerClaim,
    StreamName,
)
from ledger.service import Submission


class SubmissionSchema(Schema):
    """A signed statement with the openings of what it seals."""

    statement = fields.String(
        required=True, metadata={"description": "The compact JWS, exactly as signed"}
    )
    openings = fields.List(fields.String(), load_default=())

    @post_load
    def make(self, loaded: dict[str, Any], **_: object) -> Submission:
        """Return what the ledger takes; it judges the bytes itself."""
        compact = loaded["statement"].encode("utf-8")
        return Submission(compact=compact, openings=tuple(loaded["openings"]))


class FollowedSchema(Schema):
    """A statement that followed by rule."""

    digest = fields.String(required=True)
    leaf_index = fields.Integer(required=True)
    kind = fields.String(required=True)


class OutcomeSchema(Schema):
    """What became of one statement; a refused one has a problem instead of a place."""

    outcome = fields.String(required=True, validate=validate.OneOf(["recorded", "refused"]))
    id = fields.String(required=True, allow_none=True)
    digest = fields.String(required=True, allow_none=True)
    leaf_index = fields.Integer()
    entry = fields.String(metadata={"description": "The leaf's exact bytes"})
    follow_ups = fields.List(fields.Nested(FollowedSchema))
    receipt = fields.String(metadata={"description": "Where the receipt is"})
    problem = fields.Nested(ProblemSchema)


class DraftSignerSchema(Schema):
    """The authority to claim."""

    person = fields.String(required=True)
    party = fields.String(required=True, allow_none=True)
    capacity = fields.String(required=True)

    @post_load
    def make(self, loaded: dict[str, Any], **_: object) -> SignerClaim:
        """Return the claim."""
        party = loaded["party"]
        return SignerClaim(
            person=PersonSlug(loaded["person"]),
            party=None if party is None else PartySlug(party),
            capacity=loaded["capacity"],
        )


class DraftDocumentSchema(Schema):
    """An attachment, by its digest."""

    name = fields.String(required=True)
    media_type = fields.String(required=True)
    size = fields.Integer(required=True, strict=True)
    sha256 = fields.String(required=True)

    @post_load
    def make(self, loaded: dict[str, Any], **_: object) -> Document:
        """Return the document's claim."""
        return Document(**loaded)


class DraftSealedSchema(Schema):
    """A commitment in place of a value."""

    commitment = fields.String(required=True)
    path = fields.String(required=True)

    @post_load
    def make(self, loaded: dict[str, Any], **_: object) -> Sealed:
        """Return the sealed member."""
        return Sealed(**loaded)


class DraftSchema(Schema):
    """What somebody wants to say; the body is that of the kind."""

    kind = fields.String(required=True)
    stream = fields.String(required=True)
    body = fields.Dict(keys=fields.String(), required=True)
    signer = fields.Nested(DraftSignerSchema, required=True)
    subject = fields.String(load_default=None, allow_none=True)
    base = fields.String(load_default=None, allow_none=True)
    meaning = fields.String(load_default=None, allow_none=True)
    reason = fields.String(load_default=None, allow_none=True)
    documents = fields.List(fields.Nested(DraftDocumentSchema), load_default=())
    sealed = fields.List(fields.Nested(DraftSealedSchema), load_default=())

    @post_load
    def make(self, loaded: dict[str, Any], **_: object) -> Wish:
        """Return the wish.

        Raises:
            MalformedError: The body is no canonical JSON in any spelling.
        """
        subject, base = loaded["subject"], loaded["base"]
        return Wish(
            kind=KindTag(loaded["kind"]),
            stream=StreamName(loaded["stream"]),
            body=format_canonical(loaded["body"]),
            signer=loaded["signer"],
            subject=None if subject is None else Digest(subject),
            base=None if base is None else Digest(base),
            meaning=loaded["meaning"],
            reason=loaded["reason"],
            documents=tuple(loaded["documents"]),
            sealed=tuple(loaded["sealed"]),
        )
