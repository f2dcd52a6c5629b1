"""The tables of all views, disposable: a file with another tag is rebuilt, never migrated.

Instants and days are text in ISO 8601, so that what is read can be answered as
it is. ``digest`` and ``leaf_index`` name the statement that made a row so; for
an act that others had to endorse, its digest and the place where it took effect.
"""

from hashlib import sha256
from typing import Any

from sqlalchemy import Boolean, Column, Integer, MetaData, PrimaryKeyConstraint, Table, Text
from sqlalchemy.schema import CreateIndex, CreateTable, Index

# Raise it when a view reads the same statements otherwise into the same tables.
FOLD_VERSION = 2

metadata = MetaData()


def _table(name: str, key: str, text: str, numbers: str = "", flags: str = "") -> Table:
    """Describe a table; columns are written as words, the key's among them."""
    columns: list[Column[Any]] = [Column(word, Text) for word in text.split()]
    columns += [Column(word, Integer) for word in numbers.split()]
    columns += [Column(word, Boolean(create_constraint=False)) for word in flags.split()]
    # A key that is text is the order of the table itself, not of one more index beside it.
    with_rowid = key in numbers.split()
    return Table(
        name,
        metadata,
        *columns,
        PrimaryKeyConstraint(*key.split()),
        sqlite_with_rowid=with_rowid,
    )


# One row: the first leaf that is not folded yet, and the tag of the tables that it counts for.
position = _table("position", "name", "name tag", "next_leaf")

statements = _table(
    "statements",
    "leaf_index",
    "digest id kind stream kid party person capacity meaning reason subject base"
    " signed_at recorded_at effect",
    "leaf_index position",
)
Index("statements_digest", statements.c.digest, unique=True)
Index("statements_id", statements.c.id, unique=True)
Index("statements_stream", statements.c.stream, statements.c.position, unique=True)
Index("statements_person", statements.c.party, statements.c.person)

endorsements = _table(
    "endorsements", "digest", "digest act stream party person capacity", "leaf_index"
)
corrections = _table(
    "corrections",
    "correction",
    "correction digest stream kind reason was became",
    "leaf_index",
)
Index("corrections_digest", corrections.c.digest)

streams = _table(
    "streams",
    "stream",
    "stream type parent tag head phase opened_at updated_at due_at",
    "length leaf_index first_leaf",
    "everyone",
)
audiences = _table("audiences", "stream party", "stream party")
waiting = _table("waiting", "digest", "digest stream kind missing", "leaf_index")

parties = _table("parties", "party", "party role digest", "leaf_index")
party_names = _table(
    "party_names",
    "party leaf_index",
    "party legal_name on_day recorded_at digest",
    "leaf_index",
)
registrars = _table("registrars", "kid", "kid party digest", "leaf_index")
people = _table(
    "people",
    "party person",
    "party person proofing_method digest undertaking responsible until_day",
    "leaf_index",
    "agent",
)
keys = _table(
    "keys",
    "kid",
    "kid party person digest enrolled_at revoked_at revoked_by cause compromised_since",
    "leaf_index",
)
roles = _table(
    "roles",
    "digest",
    "digest party person role from_day until_day scope limit_currency ended_by",
    "limit_minor leaf_index",
)
delegations = _table(
    "delegations",
    "digest",
    "digest party person grantor change_kinds scope from_day until_day up_to_currency revoked_by",
    "up_to_minor leaf_index",
)
successions = _table("successions", "party", "party into on_day digest", "leaf_index")
# Of one company's declarations about another the newest counts.
affiliations = _table("affiliations", "digest", "digest party of from_day until_day", "leaf_index")
auditors = _table("auditors", "kid", "kid engaged_by until_day digest", "leaf_index", "everything")
auditor_scopes = _table("auditor_scopes", "kid stream", "kid stream")

boards = _table("boards", "stream", "stream name purpose parties readers digest", "leaf_index")
charters = _table(
    "charters",
    "digest",
    "digest stream charter replaces means decision party person recorded_at",
    "leaf_index",
)
tenures = _table(
    "tenures",
    "digest",
    "digest stream held name party person attributes from until ended_on ended_by",
    "leaf_index",
)
meetings = _table(
    "meetings",
    "stream",
    "stream board class starts_at tz mode agenda reconvenes call called_at party person capacity"
    " phase acting_chair digest",
    "leaf_index",
)
Index("meetings_board", meetings.c.board)
decisions = _table(
    "decisions",
    "stream",
    "stream board title text class procedure topics items subject_refs adopts matter amount"
    " budget meeting agenda_item conditions long_stop opens_at party person moved_at phase"
    " outcome opening charter opened_at closes_at casting_vote taken_at closed_at tally base"
    " quorum item_outcomes explanation until decided_on documents digest",
    "stage leaf_index",
    "outside",
)
Index("decisions_board", decisions.c.board)
Index("decisions_meeting", decisions.c.meeting)
electorates = _table(
    "electorates", "opening seat", "opening seat stream party person alternate kept_out", "place"
)
ballots = _table(
    "ballots",
    "digest",
    "digest stream opening seat choice items on_behalf_of party person replaces replaced_by"
    " recorded_at",
    "leaf_index",
)
Index("ballots_stream", ballots.c.stream)
# Whatever else was said in a board, a meeting or a decision, one row an act.
acts = _table(
    "acts",
    "digest",
    "digest stream kind subject opening body party person capacity reason recorded_at",
    "leaf_index",
)
Index("acts_stream", acts.c.stream)
# What took effect because of a decision, in whichever stream.
hanging = _table("hanging", "digest", "digest decision stream kind recorded_at", "leaf_index")
Index("hanging_decision", hanging.c.decision)

partnerships = _table(
    "partnerships",
    "stream",
    "stream title objectives parties readers boards contracts from until value predecessor"
    " phase ended_on digest",
    "leaf_index",
)
workstreams = _table("workstreams", "stream slug", "stream slug title lead digest", "leaf_index")
items = _table(
    "items",
    "stream family slug",
    "stream family slug title detail workstream severity due party person outcome status digest",
    "leaf_index",
)
health_reviews = _table(
    "health_reviews",
    "digest",
    "digest stream on ratings summary next_on party person recorded_at",
    "leaf_index",
)
milestones = _table(
    "milestones",
    "stream",
    "stream partnership type title criteria acceptors workstream amount contract phase"
    " baseline achieved_on claim digest",
    "baseline_version delay_days leaf_index",
)
baselines = _table(
    "baselines",
    "digest",
    "digest stream kind on decision reason party person recorded_at",
    "version leaf_index",
)
forecasts = _table(
    "forecasts",
    "digest",
    "digest stream on causes party person recorded_at",
    "confidence baseline_version delay_days leaf_index",
)
milestone_acts = _table(
    "milestone_acts",
    "digest",
    "digest stream kind subject on outcome decision reason party person recorded_at",
    "leaf_index",
)
metrics = _table(
    "metrics",
    "metric_set metric",
    "metric_set metric stream from_period definition formula unit direction perspective target"
    " amber red weight period owner controllable_by",
    "place leaf_index",
)
measurements = _table(
    "measurements",
    "digest",
    "digest stream metric period value restates restated_by reason party person recorded_at",
    "numerator denominator leaf_index",
    "unknown",
)
measurement_acts = _table(
    "measurement_acts",
    "digest",
    "digest stream kind subject decision reason party person recorded_at",
    "leaf_index",
)
periods = _table(
    "periods",
    "digest",
    "digest stream period metric_set scores weight_known total closed_at ratified_by",
    "leaf_index",
)

# Texts as they were drafted, whole: a contract's terms, or a change with its ops.
texts = _table("texts", "drafted", "drafted stream content text recorded_at", "leaf_index")
Index("texts_stream", texts.c.stream)
contracts = _table(
    "contracts",
    "stream",
    "stream contract_kind title parties readers parent currency tz phase drafted content version"
    " executed_on last_day digest",
    "leaf_index",
    "outside",
)
changes = _table(
    "changes",
    "stream",
    "stream contract title change_kind base impact phase drafted content authority authorised"
    " executed reverses reversed_by starts digest",
    "leaf_index",
    "outside",
)
Index("changes_contract", changes.c.contract)
# Keyed by their place in the log, as there are many of them: rows then arrive in order.
signatures = _table(
    "signatures",
    "leaf_index",
    "digest stream act drafted content signed_for party person capacity reason recorded_at",
    "leaf_index",
)
Index("signatures_stream", signatures.c.stream)
versions = _table(
    "versions",
    "leaf_index",
    "digest contract stream base drafted effective_rule executed_on effective_on executed_at body",
    "leaf_index",
    "retroactive outside",
)
Index("versions_contract", versions.c.contract)
conditions = _table("conditions", "digest", "digest contract version on recorded_at", "leaf_index")
novations = _table(
    "novations",
    "digest",
    "digest contract leaves joins on after executed_on party person recorded_at",
    "leaf_index",
)
# ``withdrawn`` names the statement from which on a notice or a suspension no longer stands.
endings = _table(
    "endings",
    "digest",
    "digest contract status on ground notice ends_on recorded_at withdrawn withdrawn_at",
    "leaf_index withdrawn_index",
)
renewals = _table(
    "renewals", "digest", "digest contract term on ended after recorded_at", "leaf_index"
)
duties = _table(
    "duties",
    "digest",
    "digest contract obligation state on reason party person recorded_at",
    "leaf_index",
)
payments = _table(
    "payments",
    "digest",
    "digest contract trigger of amount on milestone party person recorded_at",
    "leaf_index",
)
for _each in (endings, renewals, duties, payments):
    Index(f"{_each.name}_contract", _each.c.contract)


def indexes() -> list[Index]:
    """Return all indexes beside the keys, in a fixed order."""
    by_name = {
        str(index.name): index for table in metadata.tables.values() for index in table.indexes
    }
    return [by_name[name] for name in sorted(by_name)]


def schema_tag() -> str:
    """Name this set of tables, and this way of filling them, by a digest."""
    parts = [str(CreateTable(table)) for table in metadata.sorted_tables]
    parts += [str(CreateIndex(index)) for index in indexes()]
    return sha256("\n".join([str(FOLD_VERSION), *parts]).encode("utf-8")).hexdigest()
