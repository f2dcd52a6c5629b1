"""What is answered: one schema an answer, written as words a type of member."""

from typing import Any

from marshmallow import Schema, fields


def answer(  # noqa: PLR0913 -- a keyword a type of member
    name: str,
    *,
    texts: str = "",
    numbers: str = "",
    flags: str = "",
    objects: str = "",
    lists: str = "",
    **members: fields.Field[Any],
) -> type[Schema]:
    """Make a schema; each word names a member that is always there, null where nothing is."""
    made: dict[str, fields.Field[Any]] = {}
    kinds: tuple[tuple[str, type[fields.Field[Any]]], ...] = (
        (texts, fields.String),
        (numbers, fields.Integer),
        (flags, fields.Boolean),
        (objects, fields.Dict),
    )
    for words, kind in kinds:
        made |= {word: kind(required=True, allow_none=True) for word in words.split()}
    for word in lists.split():
        made[word] = fields.List(fields.Raw(), required=True, allow_none=True)
    return Schema.from_dict({**made, **members}, name=name)


def list_of(schema: type[Schema]) -> fields.List[Any]:
    """Make a member that lists such answers."""
    return fields.List(fields.Nested(schema), required=True)


AliveSchema = answer("Alive", texts="state")
ReadySchema = answer("Ready", texts="state", numbers="tree_size views")

_STREAM_TEXTS = "stream type parent tag head phase opened_at updated_at due_at"
StreamSchema = answer("Stream", texts=_STREAM_TEXTS, numbers="length leaf_index", flags="everyone")
StreamsSchema = answer("Streams", streams=list_of(StreamSchema))

EvidenceSchema = answer(
    "Evidence",
    texts="id digest kind stream recorded_at statement entry",
    numbers="leaf_index position",
    lists="openings",
    proof=fields.List(
        fields.String(),
        required=True,
        metadata={"description": "RFC 6962 inclusion path to the checkpoint's root, base64"},
    ),
)
HistorySchema = answer(
    "History",
    texts="checkpoint",
    numbers="next",
    stream=fields.Nested(
        answer(
            "StreamNow",
            texts=_STREAM_TEXTS,
            numbers="length leaf_index",
            flags="everyone",
            lists="audience waiting",
        ),
        required=True,
    ),
    statements=list_of(EvidenceSchema),
)
StatementSchema = answer(
    "Statement",
    texts="checkpoint",
    evidence=fields.Nested(EvidenceSchema, required=True),
    claims=fields.Dict(required=True, metadata={"description": "The payload, read for you"}),
    signed=fields.Dict(
        required=True, allow_none=True, metadata={"description": "Who signed, and what it did"}
    ),
)

_DECISION: dict[str, str] = {
    "texts": "stream board title text class procedure meeting agenda_item party person moved_at"
    " phase outcome opening charter opened_at closes_at casting_vote closed_at digest",
    "numbers": "leaf_index",
    "objects": "tally base quorum",
}
_DECISION_LISTS = "topics subject_refs explanation"
DecisionRowSchema = answer("DecisionRow", lists=_DECISION_LISTS, **_DECISION)  # type: ignore[arg-type]
DecisionsSchema = answer("Decisions", decisions=list_of(DecisionRowSchema))
DecisionSchema = answer(
    "Decision",
    lists=f"{_DECISION_LISTS} electorate ballots recusals dissents timeline",
    corrections=fields.Dict(required=True),
    **_DECISION,  # type: ignore[arg-type]
)

_CONTRACT: dict[str, str] = {
    "texts": "stream contract_kind title parent currency tz phase drafted content version"
    " executed_on last_day digest",
    "numbers": "leaf_index",
    "flags": "outside",
}
ContractRowSchema = answer("ContractRow", lists="parties readers", **_CONTRACT)  # type: ignore[arg-type]
ContractsSchema = answer("Contracts", contracts=list_of(ContractRowSchema))
ContractSchema = answer(
    "Contract",
    lists="parties readers signatures endorsements versions conditions endings changes timeline",
    objects="text draft names corrections",
    effective=fields.Date(required=True),
    known=fields.Raw(required=True, allow_none=True),
    **_CONTRACT,  # type: ignore[arg-type]
)

_PARTNERSHIP: dict[str, str] = {
    "texts": "stream title from until phase ended_on digest",
    "numbers": "leaf_index",
}
_PARTNERSHIP_LISTS = "objectives parties readers boards contracts"
_amount = fields.Raw(
    required=True, allow_none=True, metadata={"description": "An amount, or why there is none"}
)
PartnershipRowSchema = answer(
    "PartnershipRow",
    lists=_PARTNERSHIP_LISTS,
    value=_amount,
    predecessor=fields.Raw(required=True, allow_none=True),
    **_PARTNERSHIP,  # type: ignore[arg-type]
)
PartnershipsSchema = answer("Partnerships", partnerships=list_of(PartnershipRowSchema))
PartnershipSchema = answer(
    "Partnership",
    lists=f"{_PARTNERSHIP_LISTS} endorsements workstreams items health_reviews milestones timeline",
    objects="scorecard corrections",
    value=_amount,
    predecessor=fields.Raw(required=True, allow_none=True),
    **_PARTNERSHIP,  # type: ignore[arg-type]
)

ReceiptSchema = answer(
    "Receipt",
    texts="statement entry proof",
    lists="openings",
    key=fields.Dict(required=True, metadata={"description": "The signer's JWK"}),
)

EventSchema = answer(
    "Event",
    texts="specversion id source type time datacontenttype",
    subject=fields.String(metadata={"description": "The stream, where it may be read"}),
    data=fields.Nested(
        answer(
            "EventData",
            texts="entry",
            numbers="leaf_index",
            statement=fields.String(metadata={"description": "Absent from a stub"}),
        ),
        required=True,
    ),
)
