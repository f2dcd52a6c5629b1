"""The tables of cases under ``cases/``: one file a charter, tried through the rehearsal."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ledger.domain.rehearsal.case import Case
from ledger.domain.rehearsal.trying import Rehearsed, rehearse
from ledger.evidence.canonical import encode_body, parse_canonical, shape_body
from tests.sources import ROOT

CHARTERS = ROOT / "ledger" / "charters"
CASES = Path(__file__).parent / "cases"

Plain = dict[str, Any]
# Lists whose rows have a name: a table says only what it expects of each.
_NAMED = {
    "eligible": ("seat", "reason"),
    "composition": ("rule", "met"),
    "appointments": ("seat", "accepted"),
}
_LISTED = {"lacking": "rule", "not_counted": "seat"}


@dataclass(frozen=True, kw_only=True)
class Example:
    """One row of a table: a case, and what its charter makes of it."""

    charter: str
    name: str
    case: Plain
    expect: Plain


def read(path: Path) -> Any:
    """Return the JSON of a file."""
    return json.loads(path.read_text(encoding="utf-8"))


def examples() -> Iterator[Example]:
    """Yield every row of every table, with what its case shares with the others."""
    for path in sorted(CASES.glob("*.json")):
        table = read(path)
        charter = read(CHARTERS / f"{table['charter']}.json")
        for row in table["cases"]:
            case = {"charter": charter, **table["base"], **row["case"]}
            vacant = row.get("vacant", ())
            case["members"] = [each for each in case["members"] if each["seat"] not in vacant]
            yield Example(
                charter=table["charter"], name=row["name"], case=case, expect=row["expect"]
            )


def tried(case: Mapping[str, Any]) -> Rehearsed:
    """Return what the case's charter makes of it."""
    return rehearse(shape_body(case, Case))


def summary(result: Rehearsed, expect: Mapping[str, Any]) -> Plain:
    """Return of a result what a row speaks of, in the row's own words."""
    spelled: Plain = dict(parse_canonical(encode_body(result)))
    said: Plain = {}
    for name, wanted in expect.items():
        value = spelled.get(name)
        if name in _NAMED:
            key, what = _NAMED[name]
            said[name] = {row[key]: row[what] for row in value or () if row[key] in wanted}
        elif name in _LISTED:
            said[name] = [row[_LISTED[name]] for row in value or ()]
        else:
            said[name] = _narrowed(value, wanted)
    return said


def _narrowed(value: Any, wanted: Any) -> Any:
    """Return the value without the members that nobody asked for."""
    if isinstance(value, dict) and isinstance(wanted, dict):
        return {name: _narrowed(value.get(name), inner) for name, inner in wanted.items()}
    if isinstance(value, list) and isinstance(wanted, list) and len(value) == len(wanted):
        return [_narrowed(one, other) for one, other in zip(value, wanted, strict=True)]
    return value
