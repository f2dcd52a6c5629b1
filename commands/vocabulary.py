"""``countersign kind``: which kinds of statement there are, who signs them, what they hold."""

from typing import Any

import click

from commands.inputs import json_option
from commands.tables.console import print_json, show
from commands.tables.vocabulary import all_page, demands, kind_page, says
from ledger.domain.kinds import KINDS, kind_of
from ledger.domain.kinds.base import Kind
from ledger.evidence.schema import body_schemas
from ledger.evidence.statement import KindTag


@click.command("kind")
@click.argument("name", metavar="[KIND]", required=False)
@json_option
def kind_command(name: str | None, *, is_json: bool) -> None:
    """List the kinds of statement, or show what a draft of KIND needs and holds.

    KIND is a tag (contract.drafted.v1), or the type of a stream (contract) for
    the kinds of such streams. With --json a kind's body comes as JSON Schema.
    """
    found = [each for each in KINDS.values() if name in {None, each.stream}]
    if not found:
        kind = kind_of(KindTag(name or ""))
        (root,), named = body_schemas([kind.body])
        if is_json:
            print_json({**_plain(kind), "body": {**root, "$defs": named}})
        else:
            show(kind_page(kind, root, named))
    elif is_json:
        print_json([_plain(each) for each in found])
    else:
        show(all_page(found))


def _plain(kind: Kind) -> dict[str, Any]:
    return {
        "kind": kind.tag,
        "stream": kind.stream,
        "says": says(kind),
        "signers": sorted(kind.signers),
        "meanings": sorted(kind.meanings),
        "asks_for": demands(kind),
        "must_seal": list(kind.sealed),
        "may_seal": list(kind.sealable),
        "opens": kind.opens,
    }
