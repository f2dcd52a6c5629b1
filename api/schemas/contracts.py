"""What is answered of contracts: as of a day, who made each clause so, what sets two days apart."""

from typing import Any

from marshmallow import Schema, fields, validate

from api.schemas import views
from api.schemas.questions import SignatureRowSchema
from api.schemas.views import answer, list_of


def _one(schema: type[Schema], says: str) -> fields.Nested:
    return fields.Nested(schema, required=True, allow_none=True, metadata={"description": says})


_word = fields.String(
    required=True,
    validate=validate.OneOf(["added", "deleted", "replaced", "renumbered"]),
)
_day = fields.Date(required=True)
_known = fields.Raw(
    required=True,
    allow_none=True,
    metadata={"description": "An entry's index, an instant, or null for all that is recorded"},
)
_made_by_texts = "stream digest drafted effective_on"

MadeBySchema = answer("MadeBy", texts=_made_by_texts, numbers="leaf_index")
_made_by = fields.Nested(
    MadeBySchema, required=True, metadata={"description": "The statement that made it so"}
)
_signatures = list_of(
    answer(
        "SignatureOfVersion",
        texts="party person statement signed_at signed_on",
        numbers="leaf_index",
        by=fields.String(metadata={"description": "The company that has taken the party's place"}),
        delegation=fields.String(metadata={"description": "The delegation that was used"}),
    )
)
_statement: dict[str, Any] = {
    "texts": f"{_made_by_texts} executed_on recorded_at",
    "numbers": "leaf_index",
    "flags": "retroactive on_paper",
    "objects": "authority",
    "signatures": _signatures,
}
MakerSchema = answer("Maker", **_statement)
DoubtedMakerSchema = answer(
    "DoubtedMaker",
    **{
        **_statement,
        "in_doubt": fields.String(
            required=True,
            allow_none=True,
            metadata={"description": "voided or challenged, where its decision is in doubt now"},
        ),
    },
)

_CLAUSE = "id number heading text digest"
ClauseSchema = answer("ClauseOfContract", texts=_CLAUSE, lists="earlier", made_by=_made_by)
TotalSchema = answer("Total", numbers="undisclosed unknown", objects="known",
    amount=fields.Raw(required=True, allow_none=True))  # fmt: skip
_LISTS = "budget payments assumptions obligations responsibilities credits termination parties"
ContractTextSchema = answer(
    "ContractText",
    texts="contract status version",
    lists=f"{_LISTS} surviving",
    objects="terms term survival authority",
    clauses=list_of(ClauseSchema),
    statements=list_of(MakerSchema),
    fee=fields.Nested(TotalSchema, required=True),
    pass_through=fields.Nested(TotalSchema, required=True),
    total=fields.Nested(TotalSchema, required=True),
)

ContractSchema: type[Schema] = type(
    "Contract",
    (views.ContractSchema,),
    {"text": _one(ContractTextSchema, "What it says; null while it is not executed")},
)

_said = _one(answer("ClauseSince", texts=_CLAUSE), "What it said since; null where it was struck")
MakingSchema = answer("Making", what=_word, clause=_said, made_by=_made_by)
BlamedClauseSchema = answer(
    "BlamedClause", texts=_CLAUSE, made_by=_made_by, history=list_of(MakingSchema)
)
# Null in the history where it was taken out.
ObligingSchema = answer("Obliging", what=_word, objects="obligation", made_by=_made_by)
BlamedObligationSchema = answer(
    "BlamedObligation",
    texts="id",
    objects="obligation",
    made_by=_made_by,
    history=list_of(ObligingSchema),
)
BlameSchema = answer(
    "Blame",
    texts="contract title status version",
    effective=_day,
    known=_known,
    clauses=list_of(BlamedClauseSchema),
    struck=list_of(BlamedClauseSchema),
    obligations=list_of(BlamedObligationSchema),
    removed=list_of(BlamedObligationSchema),
    statements=list_of(DoubtedMakerSchema),
)

_either = _one(answer("ClauseOnOneSide", texts=_CLAUSE, made_by=_made_by), "As it is there")
ClauseDifferenceSchema = answer("ClauseDifference", what=_word, before=_either, after=_either)
PartDifferenceSchema = answer("PartDifference", objects="before after", what=_word)
TotalDifferenceSchema = answer(
    "TotalDifference",
    before=fields.Nested(TotalSchema, required=True),
    after=fields.Nested(TotalSchema, required=True),
    by=fields.Nested(
        TotalSchema,
        required=True,
        metadata={"description": "What the lines that differ move it by; nothing hidden is 0"},
    ),
)
_total = fields.Nested(TotalDifferenceSchema, required=True)
_parts: dict[str, Any] = {
    "fee": _total,
    "pass_through": _total,
    "total": _total,
    **{name: list_of(PartDifferenceSchema) for name in _LISTS.split()},
}
_side = fields.Nested(
    answer("Side", texts="status version", effective=_day, known=_known), required=True
)
DifferencesSchema = answer(
    "Differences",
    texts="contract title",
    flags="same",
    objects="term survival authority status",
    clauses=list_of(ClauseDifferenceSchema),
    gained=list_of(MakerSchema),
    lost=list_of(MakerSchema),
    **_parts,
    **{"from": _side, "to": _side},  # type: ignore[arg-type]
)

_words = _one(answer("ClauseWords", texts=_CLAUSE), "What it says there")
EffectSchema = answer(
    "EffectOfChange",
    objects="term survival authority",
    clauses=list_of(answer("ClauseMoved", what=_word, before=_words, after=_words)),
    **_parts,
)
ChangeSchema = answer(
    "Change",
    texts="stream contract change_kind title base reverses phase drafted content authorised"
    " executed executed_on effective_on reversed_by in_doubt digest receipt",
    numbers="leaf_index parts_to_come",
    flags="outside",
    objects="impact authority draft clash",
    lists="starts signatures endorsements timeline",
    amount=fields.Raw(required=True, allow_none=True),
    effect=_one(EffectSchema, "What it makes of the contract; null while it cannot be told"),
    missing=list_of(SignatureRowSchema),
)
