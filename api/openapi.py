"""The OpenAPI document: routes as they are served, every kind's body as it is decoded."""

import json
from collections.abc import Mapping
from typing import Any, Final

from api.schemas.statements import DraftSchema, OutcomeSchema, SubmissionSchema
from api.schemas.views import EventSchema, ReceiptSchema
from api.smorest import Api
from ledger.domain.kinds import KINDS
from ledger.evidence.claims import Payload
from ledger.evidence.schema import body_schemas

Component = Mapping[str, Any]

_REFERENCE: Final = "#/components/schemas/{name}"

# Schemas that routes name, rather than bring along.
_NAMED: Final = {
    "Draft": DraftSchema,
    "Event": EventSchema,
    "Outcome": OutcomeSchema,
    "Receipt": ReceiptSchema,
    "Submission": SubmissionSchema,
}


def describe_components(api: Api) -> None:
    """Add what the routes refer to by name: their schemas, and every kind's body."""
    components = api.spec.components
    components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
    for name, schema in _NAMED.items():
        components.schema(name, schema=schema)
    kinds = [KINDS[tag] for tag in sorted(KINDS)]
    references, named = body_schemas([Payload, *(kind.body for kind in kinds)], _REFERENCE)
    for name, component in named.items():
        components.schema(name, component=component)
    bodies = dict(zip((kind.tag for kind in kinds), references[1:], strict=True))
    components.schema("KindBody", component=_by_kind(bodies))


def format_document(api: Api) -> bytes:
    """Return the whole document as JSON."""
    return json.dumps(api.spec.to_dict(), ensure_ascii=False, indent=1).encode("utf-8")


def _by_kind(bodies: Mapping[Any, Component]) -> Component:
    """Say of each kind which body it has; this holds for drafts and for payloads."""
    return {
        "description": "Each kind with its body",
        "oneOf": [
            {
                "title": tag,
                "type": "object",
                "properties": {"kind": {"const": tag}, "body": body},
                "required": ["kind", "body"],
            }
            for tag, body in bodies.items()
        ],
    }
