"""What is answered: one schema an answer, written as words a type of member."""

from typing import Any, get_args

from marshmallow import Schema, fields, validate

from ledger.domain.counting.missing import What


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
StreamSchema = answer(
    "Stream", texts=_STREAM_TEXTS, numbers="length leaf_index first_leaf", flags="everyone"
)
StreamsSchema = answer("Streams", streams=list_of(StreamSchema))

EvidenceSchema = answer(
    "Evidence",
    texts="id digest kind stream recorded_at statement entry receipt",
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
            numbers="length leaf_index first_leaf",
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

_amount_or_why = fields.Raw(
    required=True, allow_none=True, metadata={"description": "An amount, or why there is none"}
)
_DECISION: dict[str, str] = {
    "texts": "stream board title text class procedure adopts matter meeting agenda_item long_stop"
    " opens_at party person moved_at phase outcome opening charter opened_at closes_at"
    " casting_vote taken_at closed_at until decided_on digest",
    "numbers": "stage leaf_index",
    "flags": "outside",
    "objects": "tally quorum",
}
_DECISION_LISTS = "topics items subject_refs conditions base explanation documents"
DecisionRowSchema = answer(
    "DecisionRow",
    lists=_DECISION_LISTS,
    amount=_amount_or_why,
    budget=_amount_or_why,
    **_DECISION,  # type: ignore[arg-type]
)
DecisionsSchema = answer("Decisions", decisions=list_of(DecisionRowSchema))
MissingSchema = answer(
    "Missing",
    texts="text item since until",
    lists="who",
    what=fields.String(
        required=True,
        validate=validate.OneOf(get_args(What)),
        metadata={"description": "What is missing, as a word for programs"},
    ),
)
_DOUBT = {"description": "voided or challenged, where the decision can not be relied on now"}
DecisionSchema = answer(
    "Decision",
    lists=f"{_DECISION_LISTS} electorate ballots recusals proxies objections support formalities"
    " answers results later dissents hanging timeline",
    corrections=fields.Dict(required=True),
    endorsements=fields.Dict(required=True),
    in_doubt=fields.String(required=True, allow_none=True, metadata=_DOUBT),
    missing=list_of(MissingSchema),
    amount=_amount_or_why,
    budget=_amount_or_why,
    **{**_DECISION, "objects": "tally quorum final_say"},  # type: ignore[arg-type]
)

_BOARD: dict[str, str] = {"texts": "stream name purpose digest", "numbers": "leaf_index"}
BoardRowSchema = answer("BoardRow", lists="parties readers", **_BOARD)  # type: ignore[arg-type]
BoardsSchema = answer("Boards", boards=list_of(BoardRowSchema))
BoardViewSchema = answer(
    "Board",
    lists="parties readers charters tenures alternates defaults interests attended noted"
    " officers sentences composition meetings decisions timeline",
    charter=fields.Dict(required=True, metadata={"description": "The charter in force"}),
    seats=list_of(
        answer(
            "SeatNow",
            texts="seat party class person alternate since until",
            numbers="weight",
            flags="voting",
            lists="offices",
            objects="attributes",
            standing=fields.String(
                required=True,
                metadata={"description": "Whether it has a vote on a plain matter, or why not"},
            ),
        )
    ),
    **_BOARD,  # type: ignore[arg-type]
)

_MEETING: dict[str, str] = {
    "texts": "stream board class starts_at tz mode reconvenes call called_at party person"
    " capacity phase acting_chair digest",
    "numbers": "leaf_index",
    "lists": "agenda",
}
MeetingRowSchema = answer("MeetingRow", **_MEETING)  # type: ignore[arg-type]
MeetingsSchema = answer("Meetings", meetings=list_of(MeetingRowSchema))
MeetingSchema = answer(
    "Meeting",
    **{
        **_MEETING,
        "lists": "endorsements agenda attendance proxies waivers chairs sessions minutes decisions"
        " present timeline",
        "objects": "quorum corrections",
    },  # type: ignore[arg-type]
)

_CONTRACT: dict[str, str] = {
    "texts": "stream contract_kind title parent currency tz phase drafted content version"
    " executed_on last_day digest",
    "numbers": "leaf_index",
    "flags": "outside",
}
_CONTRACT_NOW: dict[str, str] = {
    **_CONTRACT,
    "texts": f"{_CONTRACT['texts']} receipt",
    "numbers": f"{_CONTRACT['numbers']} open_changes conflicts dangling",
}
ContractRowSchema = answer(
    "ContractRow",
    lists="parties readers",
    objects="value",
    status=fields.String(
        required=True,
        metadata={"description": "As of the contract's own today; not_executed before that"},
    ),
    **_CONTRACT_NOW,  # type: ignore[arg-type]
)
ContractsSchema = answer("Contracts", contracts=list_of(ContractRowSchema))
EndingSchema = answer(
    "ContractEnding",
    texts="digest contract status on ground notice ends_on earliest cure_until recorded_at"
    " withdrawn withdrawn_at",
    numbers="leaf_index withdrawn_index",
)
RenewalSchema = answer(
    "ContractRenewal",
    texts="digest contract on ended after recorded_at",
    numbers="leaf_index",
    objects="term",
)
DutySchema = answer(
    "ContractDuty",
    texts="obligation debtor creditor duty due trigger state on breached_on cure_until",
    flags="late",
    objects="made_by",
)
ReleasedSchema = answer(
    "ContractPayment",
    texts="digest contract trigger of on milestone party person recorded_at",
    numbers="leaf_index",
    amount=_amount_or_why,
)
ContractSchema = answer(
    "Contract",
    endings=list_of(EndingSchema),
    renewals=list_of(RenewalSchema),
    duties=list_of(DutySchema),
    released=list_of(ReleasedSchema),
    lists="parties readers signatures endorsements versions conditions novations successors changes"
    " timeline references clashes",
    objects="text draft names corrections precedence",
    effective=fields.Date(required=True),
    known=fields.Raw(required=True, allow_none=True),
    **_CONTRACT_NOW,  # type: ignore[arg-type]
)

_PARTNERSHIP: dict[str, str] = {
    "texts": "stream title from until phase ended_on digest",
    "numbers": "leaf_index",
}
_PARTNERSHIP_LISTS = "objectives parties readers boards contracts"
PartnershipRowSchema = answer(
    "PartnershipRow",
    lists=_PARTNERSHIP_LISTS,
    value=_amount_or_why,
    predecessor=fields.Raw(required=True, allow_none=True),
    **_PARTNERSHIP,  # type: ignore[arg-type]
)
PartnershipsSchema = answer("Partnerships", partnerships=list_of(PartnershipRowSchema))
PartnershipSchema = answer(
    "Partnership",
    lists=f"{_PARTNERSHIP_LISTS} endorsements workstreams items health_reviews milestones timeline",
    objects="scorecard corrections",
    value=_amount_or_why,
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
