"""What can be asked for of contracts: each query narrows, and without it all is listed."""

from typing import Any, Final, get_args

from marshmallow import Schema, fields, post_load, validate

from api.schemas.words import DayWord, KnownWord
from ledger.domain.contracts.copies import Status
from ledger.domain.contracts.questions.joins import DutyState
from ledger.domain.kinds.terms import ContractKind
from ledger.evidence.statement import StreamName
from projections.questions.contracts import ContractsQuery
from projections.questions.obligations import OwedQuery
from projections.questions.responsibilities import MatrixQuery
from projections.questions.signatures import SignaturesQuery

_STATUSES: Final = ("not_executed", *get_args(Status))


def _contract() -> fields.String:
    return fields.String(load_default=None, metadata={"description": "Of one contract, by name"})


def _party() -> fields.String:
    return fields.String(load_default=None, metadata={"description": "Of one party, by name"})


def stream_of(kind: str, name: str | None) -> StreamName | None:
    """Return the stream that a name means; none where none is named."""
    return None if name is None else StreamName(f"{kind}/{name}")


class ContractsQuerySchema(Schema):
    """Which contracts are listed."""

    party = _party()
    kind = fields.String(load_default=None, validate=validate.OneOf(get_args(ContractKind)))
    parent = fields.String(load_default=None, metadata={"description": "Inside of which, by name"})
    status = fields.String(load_default=None, validate=validate.OneOf(_STATUSES))

    @post_load
    def make(self, loaded: dict[str, Any], **_: object) -> ContractsQuery:
        """Return the typed query."""
        return ContractsQuery(**{**loaded, "parent": stream_of("contract", loaded["parent"])})


class SignaturesQuerySchema(Schema):
    """Of which party, or of which contract and its changes."""

    party = _party()
    contract = _contract()

    @post_load
    def make(self, loaded: dict[str, Any], **_: object) -> SignaturesQuery:
        """Return the typed query."""
        return SignaturesQuery(**{**loaded, "contract": stream_of("contract", loaded["contract"])})


class ObligationsQuerySchema(Schema):
    """What is owed on a day, and until when it falls due."""

    on = DayWord(load_default=None, metadata={"description": "As of this day; today if absent"})
    due_by = DayWord(load_default=None, metadata={"description": "Due on this day at the latest"})
    party = _party()
    contract = _contract()
    state = fields.String(load_default=None, validate=validate.OneOf(get_args(DutyState)))

    @post_load
    def make(self, loaded: dict[str, Any], **_: object) -> OwedQuery:
        """Return the typed query."""
        return OwedQuery(**{**loaded, "contract": stream_of("contract", loaded["contract"])})


class ResponsibilitiesQuerySchema(Schema):
    """Who answered for what on a day, as known at a moment or up to an entry."""

    on = DayWord(load_default=None, metadata={"description": "On this day; today if absent"})
    known = KnownWord(load_default=None)
    activity = fields.String(load_default=None)
    contract = _contract()
    partnership = fields.String(load_default=None)

    @post_load
    def make(self, loaded: dict[str, Any], **_: object) -> MatrixQuery:
        """Return the typed query."""
        contract = stream_of("contract", loaded["contract"])
        partnership = stream_of("partnership", loaded["partnership"])
        return MatrixQuery(**{**loaded, "contract": contract, "partnership": partnership})


class GapsQuerySchema(Schema):
    """Of which contract; without it, of all."""

    contract = _contract()

    @post_load
    def make(self, loaded: dict[str, Any], **_: object) -> StreamName | None:
        """Return the contract's stream."""
        return stream_of("contract", loaded["contract"])
