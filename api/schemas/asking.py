"""What can be asked for of contracts: each query narrows, and without it all is listed."""

from typing import Any, Final, get_args

from marshmallow import Schema, fields, post_load, validate

from api.schemas.queries import AsKnown
from api.schemas.words import DayWord, FlagWord, known_word
from ledger.domain.contracts.agreements import DutyState
from ledger.domain.contracts.copies import Status
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


class AsKnownSchema(Schema):
    """A question that is asked of what was known at a moment or up to an entry."""

    known = known_word()


class KnownSchema(AsKnownSchema):
    """As known at a moment or up to an entry, and nothing else is asked."""

    @post_load
    def make(self, loaded: dict[str, Any], **_: object) -> AsKnown[None]:
        """Return up to what was recorded it is asked."""
        return AsKnown(known=loaded["known"], query=None)


class ContractsQuerySchema(AsKnownSchema):
    """Which contracts are listed."""

    party = _party()
    kind = fields.String(load_default=None, validate=validate.OneOf(get_args(ContractKind)))
    parent = fields.String(load_default=None, metadata={"description": "Inside of which, by name"})
    status = fields.String(load_default=None, validate=validate.OneOf(_STATUSES))

    @post_load
    def make(self, loaded: dict[str, Any], **_: object) -> AsKnown[ContractsQuery]:
        """Return the typed query."""
        known = loaded.pop("known")
        parent = stream_of("contract", loaded.pop("parent"))
        return AsKnown(known=known, query=ContractsQuery(parent=parent, **loaded))


class SignaturesQuerySchema(AsKnownSchema):
    """Of which party, or of which contract and its changes."""

    party = _party()
    contract = _contract()

    @post_load
    def make(self, loaded: dict[str, Any], **_: object) -> AsKnown[SignaturesQuery]:
        """Return the typed query."""
        known = loaded.pop("known")
        contract = stream_of("contract", loaded.pop("contract"))
        return AsKnown(known=known, query=SignaturesQuery(contract=contract, **loaded))


class ObligationsQuerySchema(AsKnownSchema):
    """What is owed on a day, and until when it falls due."""

    on = DayWord(load_default=None, metadata={"description": "As of this day; today if absent"})
    due_by = DayWord(load_default=None, metadata={"description": "Due on this day at the latest"})
    party = _party()
    contract = _contract()
    state = fields.String(load_default=None, validate=validate.OneOf(get_args(DutyState)))
    overdue = FlagWord(load_default=False, metadata={"description": "Overdue ones alone: true"})

    @post_load
    def make(self, loaded: dict[str, Any], **_: object) -> AsKnown[OwedQuery]:
        """Return the typed query."""
        known = loaded.pop("known")
        contract = stream_of("contract", loaded.pop("contract"))
        return AsKnown(known=known, query=OwedQuery(contract=contract, **loaded))


class ResponsibilitiesQuerySchema(AsKnownSchema):
    """Who answered for what on a day, as known at a moment or up to an entry."""

    on = DayWord(load_default=None, metadata={"description": "On this day; today if absent"})
    activity = fields.String(load_default=None)
    contract = _contract()
    partnership = fields.String(load_default=None)

    @post_load
    def make(self, loaded: dict[str, Any], **_: object) -> AsKnown[MatrixQuery]:
        """Return the typed query."""
        known = loaded.pop("known")
        contract = stream_of("contract", loaded.pop("contract"))
        partnership = stream_of("partnership", loaded.pop("partnership"))
        query = MatrixQuery(contract=contract, partnership=partnership, **loaded)
        return AsKnown(known=known, query=query)


class GapsQuerySchema(AsKnownSchema):
    """Of which contract; without it, of all."""

    contract = _contract()

    @post_load
    def make(self, loaded: dict[str, Any], **_: object) -> AsKnown[StreamName | None]:
        """Return the contract's stream."""
        return AsKnown(known=loaded["known"], query=stream_of("contract", loaded["contract"]))
