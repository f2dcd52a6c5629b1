"""Work before cover, with days, for the contracts that a reader may read."""

from datetime import date
from typing import Any

from sqlalchemy import Connection

from ledger.domain.contracts.agreements import ContractMatter
from ledger.domain.contracts.questions.cover import covered
from ledger.domain.contracts.questions.gaps import Coverage, Stretch
from ledger.domain.contracts.questions.references import parent_of_contract
from ledger.domain.contracts.questions.spans import Span
from ledger.evidence.statement import StreamName
from projections.copies import plain
from projections.live import Now
from projections.questions.plain import statements
from projections.questions.reach import Reach, contract_in, only, reach_of, today
from projections.readers import ViewReader


def list_all(
    connection: Connection, reader: ViewReader, now: Now, *, contract: StreamName | None = None
) -> list[dict[str, Any]]:
    """List contracts with the days of their terms that are covered, and those that are not.

    Days so far are counted up to today, or to the day of what was known.
    """
    reach = reach_of(connection, reader, now)
    rows = []
    for name in only(reach.contracts, contract):
        matter = contract_in(now.world, name)
        found = None if matter is None else _coverage(now, reach, matter)
        if matter is not None and found is not None:
            rows.append(_row(matter, found, today(now.then, matter), reach))
    return rows


def _coverage(now: Now, reach: Reach, contract: ContractMatter) -> Coverage | None:
    changes = reach.changes_of(contract.stream)
    return covered(now.world, contract, others=reach.contracts, changes=changes)


def _row(contract: ContractMatter, found: Coverage, on: date, reach: Reach) -> dict[str, Any]:
    return {
        "contract": contract.stream,
        "title": contract.terms.title,
        "contract_kind": contract.terms.contract_kind,
        "phase": contract.phase,
        "parent": parent_of_contract(contract),
        "on": on.isoformat(),
        "work": _span(found.work, on),
        "days_uncovered": found.uncovered_by(on),
        "gaps": [_gap(each, on, reach) for each in found.gaps],
        "covered": [_cover(contract, each, on) for each in found.covered],
    }


def _span(span: Span, on: date) -> dict[str, Any]:
    """Write a stretch of days: how many it has, and how many of them have come."""
    return {
        "from": span.from_.isoformat(),
        "to": plain(span.to),
        "days": span.days,
        "days_so_far": span.days_until(on),
    }


def _gap(gap: Stretch, on: date, reach: Reach) -> dict[str, Any]:
    """Write days without cover; a statement that the reader may not read is not named."""
    mine = {*reach.contracts, *reach.changes}
    places = [place for each in gap.causes for place in each.places if place.stream in mine]
    return {
        **_span(gap.span, on),
        "why": [each.why for each in gap.causes],
        "text": [each.text for each in gap.causes],
        "statements": statements(places),
    }


def _cover(contract: ContractMatter, stretch: Stretch, on: date) -> dict[str, Any]:
    own = () if contract.executed_at is None else (contract.executed_at,)
    places = [each.place for each in stretch.covers] or own
    by = [each.by for each in stretch.covers] or ["contract"]
    return {**_span(stretch.span, on), "by": by, "statements": statements(places)}
