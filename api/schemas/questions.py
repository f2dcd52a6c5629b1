"""What is answered to questions about contracts; each row names the statement that made it so."""

from typing import Any, get_args

from marshmallow import fields, validate

from api.schemas.views import answer, list_of
from ledger.domain.contracts.agreements import DutyState
from ledger.domain.contracts.questions.gaps import CoveredBy, Why
from ledger.domain.contracts.questions.steps import What


def _one_of(words: Any, says: str) -> fields.String:  # noqa: ANN401 -- a Literal
    return fields.String(
        required=True, validate=validate.OneOf(get_args(words)), metadata={"description": says}
    )


def _named(says: str) -> fields.Nested:
    return fields.Nested(
        MadeBySchema, required=True, allow_none=True, metadata={"description": says}
    )


MadeBySchema = answer(
    "MadeByStatement",
    texts="stream digest",
    numbers="leaf_index",
    receipt=fields.String(
        required=True, metadata={"description": "Where the statement's receipt is"}
    ),
    drafted=fields.String(metadata={"description": "The statement that holds the words"}),
)
_amount = fields.Raw(
    required=True, allow_none=True, metadata={"description": "An amount, or why there is none"}
)

SignatureRowSchema = answer(
    "MissingStep",
    texts="stream contract title phase party kind subject digest",
    what=_one_of(What, "What is missing, as a word for programs"),
    amount=_amount,
    who=list_of(
        answer(
            "Candidate",
            texts="party person capacity until",
            lists="lacks",
            granted_by=_named("The statement that gave the role"),
        )
    ),
    blocks=list_of(answer("Block", texts="code text board", lists="motions")),
    made_by=_named("The statement that put the text, or the act that waits"),
)
SignaturesSchema = answer("MissingSteps", signatures=list_of(SignatureRowSchema))

ObligationSchema = answer(
    "ObligationRow",
    texts="contract title status on obligation debtor creditor owed_by owed_to duty due trigger"
    " state_on cure_until",
    numbers="cure_days overdue_days",
    state=_one_of(DutyState, "What became of it"),
    made_by=_named("The statement that obliges"),
    state_by=_named("The statement that settled it, or said that it was broken"),
)
ObligationsSchema = answer("Obligations", obligations=list_of(ObligationSchema))

ResponsibilitySchema = answer(
    "ResponsibilityRow",
    texts="group activity party held_by why",
    flags="is_default is_conflict",
    lists="precedence",
    answers=list_of(
        answer(
            "Answering",
            texts="contract status party since",
            lists="through onward",
            made_by=_named("The statement that gave it"),
        )
    ),
    made_by=_named("Of a default: the statement that gave the activity back, if one did"),
)
ResponsibilitiesSchema = answer(
    "Responsibilities",
    responsibilities=list_of(ResponsibilitySchema),
    left_out=list_of(answer("LeftOut", texts="group contract status")),
)

_span = {"texts": "from to", "numbers": "days days_so_far"}
GapSchema = answer(
    "Gap",
    why=fields.List(fields.String(validate=validate.OneOf(get_args(Why))), required=True),
    text=fields.List(fields.String(), required=True),
    statements=list_of(MadeBySchema),
    **_span,  # type: ignore[arg-type]
)
CoveredSchema = answer(
    "Covered",
    by=fields.List(fields.String(validate=validate.OneOf(get_args(CoveredBy))), required=True),
    statements=list_of(MadeBySchema),
    **_span,  # type: ignore[arg-type]
)
GapsSchema = answer(
    "Gaps",
    gaps=list_of(
        answer(
            "ContractGaps",
            texts="contract title contract_kind phase parent on",
            numbers="days_uncovered",
            work=fields.Nested(answer("Work", **_span), required=True),  # type: ignore[arg-type]
            gaps=list_of(GapSchema),
            covered=list_of(CoveredSchema),
        )
    ),
)
