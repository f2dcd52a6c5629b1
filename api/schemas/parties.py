"""What is answered of companies; every row names the statement that made it so."""

from typing import Final

from marshmallow import fields

from api.schemas.views import answer, list_of

_COMPANY: Final = "party role legal_name digest"
_succession = answer("PartySuccession", texts="party into on_day digest", numbers="leaf_index")

PartyRowSchema = answer("PartyRow", texts=_COMPANY, numbers="leaf_index")
PartiesSchema = answer("Parties", parties=list_of(PartyRowSchema))
PartySchema = answer(
    "Party",
    texts=_COMPANY,
    numbers="leaf_index",
    names=list_of(
        answer(
            "PartyName",
            texts="party legal_name on_day recorded_at digest",
            numbers="leaf_index",
        )
    ),
    registrars=list_of(answer("PartyRegistrar", texts="kid party digest", numbers="leaf_index")),
    people=list_of(
        answer(
            "PartyPerson",
            texts="party person proofing_method digest undertaking responsible until_day",
            numbers="leaf_index",
            flags="agent",
        )
    ),
    keys=list_of(
        answer(
            "PartyKey",
            texts="kid party person digest enrolled_at revoked_at revoked_by cause"
            " compromised_since",
            numbers="leaf_index",
        )
    ),
    roles=list_of(
        answer(
            "PartyRole",
            texts="digest party person role from_day until_day limit_currency ended_by",
            numbers="limit_minor leaf_index",
            lists="scope",
        )
    ),
    affiliations=list_of(
        answer("PartyAffiliation", texts="digest party of from_day until_day", numbers="leaf_index")
    ),
    delegations=list_of(
        answer(
            "PartyDelegation",
            texts="digest party person grantor from_day until_day up_to_currency revoked_by",
            numbers="up_to_minor leaf_index",
            lists="change_kinds scope",
        )
    ),
    merged=fields.Nested(
        _succession,
        required=True,
        allow_none=True,
        metadata={"description": "Which company it became part of"},
    ),
    predecessors=list_of(_succession),
)
