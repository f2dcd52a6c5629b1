"""The directory: companies and their names over time, people, keys, roles, auditors."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from ledger.domain.directory import PartyMatter
from ledger.domain.kinds.ledger import AuditorAdmitted, PartyAdmitted, PartySucceeded
from ledger.domain.kinds.party import (
    AffiliateDeclared,
    AgentEnrolled,
    DelegationGranted,
    DelegationRevoked,
    KeyAdded,
    KeyRevoked,
    PartyRenamed,
    PersonEnrolled,
    RoleEnded,
    RoleGranted,
    UndertakingSigned,
)
from ledger.domain.world import MAIN, Act
from ledger.evidence.keys import parse_jwk
from projections.readers import ViewReader, readable
from projections.rows import Row, Rows, instant, made_by, rows_of
from projections.tables import (
    affiliations,
    auditor_scopes,
    auditors,
    delegations,
    keys,
    parties,
    party_names,
    people,
    registrars,
    roles,
    streams,
    successions,
)
from projections.world import Step


def fold_ledger(rows: Rows, step: Step) -> None:
    """Note who was admitted, and which company is in whose place."""
    act = step.effect
    match None if act is None else act.body:
        case PartyAdmitted() as body if act is not None:
            rows.add(parties, {"party": body.party, "role": body.role, **made_by(act)})
            # Whatever it was called before it came here: so it is named of old.
            _add_name(rows, act, {"party": body.party, "on_day": None}, body.legal_name)
            for registrar in body.registrars:
                kid = parse_jwk(registrar.jwk).kid
                rows.add(registrars, {"kid": kid, "party": body.party, **made_by(act)})
        case PartySucceeded() as body if act is not None:
            succeeded: Row = {"into": body.into, "on_day": body.on.isoformat()}
            rows.add(successions, {"party": body.party, **succeeded, **made_by(act)})
        case AuditorAdmitted() as body if act is not None:
            kid = parse_jwk(body.jwk).kid
            row = {"kid": kid, "engaged_by": body.engaged_by, "until_day": body.until.isoformat()}
            rows.add(auditors, {**row, "everything": body.scope == "all", **made_by(act)})
            for name in () if body.scope == "all" else sorted(set(body.scope)):
                rows.add(auditor_scopes, {"kid": kid, "stream": name})


def fold_party(rows: Rows, step: Step) -> None:
    """Note people, keys, roles and names of one company."""
    act = step.effect
    if act is None:
        return
    party = act.statement.stream.partition("/")[2]
    match act.body:
        case PersonEnrolled() as body:
            if not _is_known(step, body.person):
                row: Row = {"party": party, "person": body.person, "agent": False}
                method = body.proofing_method
                rows.add(people, {**row, "proofing_method": method, **made_by(act)})
            _add_key(rows, act, body.jwk, body.person)
        case KeyAdded() as body:
            _add_key(rows, act, body.jwk, act.statement.signer.person)
        case KeyRevoked() as body:
            since = body.compromised_since
            revoked: Row = {
                "revoked_at": instant(act.at),
                "revoked_by": act.digest,
                "cause": body.cause,
                "compromised_since": None if since is None else instant(since),
            }
            rows.change(keys, (body.kid,), revoked)
        case UndertakingSigned():
            key = (party, act.statement.signer.person)
            rows.change(people, key, {"undertaking": act.digest})
        case AgentEnrolled() as body:
            row = {"party": party, "person": body.agent, "agent": True, **made_by(act)}
            until = body.until.isoformat()
            rows.add(people, {**row, "responsible": body.responsible, "until_day": until})
            _add_key(rows, act, body.jwk, body.agent)
        case _:
            _fold_standing(rows, act, party)


def _is_known(step: Step, person: str) -> bool:
    """Whether the person was enrolled before, and has but a further key now."""
    matter = None if step.before is None else step.before.matter
    return isinstance(matter, PartyMatter) and person in matter.people


def _fold_standing(rows: Rows, act: Act, party: str) -> None:
    match act.body:
        case PartyRenamed() as body:
            named: Row = {"party": party, "on_day": body.on.isoformat()}
            _add_name(rows, act, named, body.legal_name)
        case RoleGranted() as body:
            limit = body.limit
            granted: Row = {
                "party": party,
                "person": body.person,
                "role": body.role,
                "from_day": body.from_.isoformat(),
                "until_day": None if body.until is None else body.until.isoformat(),
                "scope": json.dumps(body.scope),
                "limit_minor": None if limit is None else limit.minor,
                "limit_currency": None if limit is None else limit.currency,
            }
            rows.add(roles, {**granted, **made_by(act)})
        case RoleEnded() as body:
            ended: Row = {"until_day": body.on.isoformat(), "ended_by": act.digest}
            rows.change(roles, (act.statement.subject,), ended)
        case _:
            _fold_bonds(rows, act, party)


def _fold_bonds(rows: Rows, act: Act, party: str) -> None:
    """Note whom the company lets sign for it, and whose affiliate it is."""
    match act.body:
        case AffiliateDeclared() as body:
            declared: Row = {
                "party": party,
                "of": body.of,
                "from_day": body.from_.isoformat(),
                "until_day": None if body.until is None else body.until.isoformat(),
            }
            rows.add(affiliations, {**declared, **made_by(act)})
        case DelegationGranted() as body:
            granted: Row = {
                "party": party,
                "person": body.person,
                "grantor": act.statement.signer.person,
                "change_kinds": json.dumps(body.change_kinds),
                "scope": json.dumps(body.scope),
                "from_day": body.from_.isoformat(),
                "until_day": None if body.until is None else body.until.isoformat(),
                "up_to_minor": body.up_to.minor,
                "up_to_currency": body.up_to.currency,
            }
            rows.add(delegations, {**granted, **made_by(act)})
        case DelegationRevoked() as body:
            revoked: Row = {"until_day": body.on.isoformat(), "revoked_by": act.digest}
            rows.change(delegations, (act.statement.subject,), revoked)


def _add_key(rows: Rows, act: Act, jwk: dict[str, str], person: str) -> None:
    party = act.statement.stream.partition("/")[2]
    row = {"kid": parse_jwk(jwk).kid, "party": party, "person": person, **made_by(act)}
    rows.add(keys, {**row, "enrolled_at": instant(act.at)})


def _add_name(rows: Rows, act: Act, named: Row, legal_name: str) -> None:
    made: Row = {**made_by(act), "recorded_at": instant(act.at)}
    rows.add(party_names, {**named, "legal_name": legal_name, **made})


def names_of(connection: Connection, party: str) -> list[dict[str, Any]]:
    """Return a company's names in the order of the log, each with the day from which it holds.

    The name of its admission holds from no day: it is what the company was called before.
    """
    return rows_of(connection, party_names, party_names.c.party == party)


def successors_of(connection: Connection, names: Iterable[str]) -> list[dict[str, Any]]:
    """Return which company is in the place of each, and of that one, from which day on."""
    found: list[dict[str, Any]] = []
    line = list(names)
    for party in line:  # a company is part of another once, and never of itself
        made = rows_of(connection, successions, successions.c.party == party)
        found += made
        line += [row["into"] for row in made if row["into"] not in line]
    return found


def list_parties(connection: Connection, reader: ViewReader) -> list[dict[str, Any]]:
    """List the admitted companies, each under its name of the reader's day.

    The directory is for every party and every auditor.
    """
    may_read = select(streams.c.stream).where(_directory(reader)).exists()
    then = _names_then(connection, reader.on)
    return [{**row, **then[row["party"]]} for row in rows_of(connection, parties, may_read)]


def _names_then(connection: Connection, on: date) -> dict[str, dict[str, Any]]:
    """Return each company's name of a day, with the statement that gave it."""
    held = or_(party_names.c.on_day.is_(None), party_names.c.on_day <= on.isoformat())
    found = rows_of(connection, party_names, held)
    return {
        row["party"]: {name: row[name] for name in ("legal_name", "digest", "leaf_index")}
        for row in sorted(found, key=lambda row: row["on_day"] or "")
    }


def load(connection: Connection, reader: ViewReader, party: str) -> dict[str, Any] | None:
    """Return a company, its people and bonds; None where the directory may not be read."""
    known = {row["party"]: row for row in list_parties(connection, reader)}
    if party not in known:
        return None
    return {
        **known[party],
        "names": names_of(connection, party),
        "registrars": rows_of(connection, registrars, registrars.c.party == party),
        "people": rows_of(connection, people, people.c.party == party),
        "keys": rows_of(connection, keys, keys.c.party == party),
        "roles": rows_of(connection, roles, roles.c.party == party, parsed="scope"),
        "merged": next(iter(rows_of(connection, successions, successions.c.party == party)), None),
        "predecessors": rows_of(connection, successions, successions.c.into == party),
        "affiliations": rows_of(connection, affiliations, affiliations.c.party == party),
        "delegations": rows_of(
            connection, delegations, delegations.c.party == party, parsed="change_kinds scope"
        ),
    }


def _directory(reader: ViewReader) -> ColumnElement[bool]:
    return and_(streams.c.stream == MAIN, streams.c.stream.in_(readable(reader)))
