"""What is owed: how an obligation stands, who may say so, and when.

    open ─> fulfilled | waived | breached ─> cured | waived | fulfilled

The debtor says that it was met and the creditor endorses it; the creditor alone
waives it or says that it was breached. When the text sets an obligation anew it
is open again; when the text drops it, it is owed no longer. A
breach that stands is waived or cured before an op takes its obligation out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from ledger.domain.contracts.agreements import ContractMatter, Duty, DutyState, Place
from ledger.domain.contracts.copies import Consolidated, Known, Part, Provenance
from ledger.domain.contracts.dated import check_come, check_in_effect, copy_on, today_of
from ledger.domain.contracts.days import days_after
from ledger.domain.contracts.statuses import is_known
from ledger.domain.contracts.texts import ItemUnknownError
from ledger.domain.directory import with_item
from ledger.domain.kinds.change import ObligationRemove, Op
from ledger.domain.kinds.duty import (
    ObligationBreached,
    ObligationCured,
    ObligationFulfilled,
    ObligationWaived,
)
from ledger.domain.kinds.terms import Obligation
from ledger.domain.succession import speaks_for
from ledger.domain.world import Act, World
from ledger.errors import RefusedError

DutyAct = ObligationFulfilled | ObligationWaived | ObligationBreached | ObligationCured

_LEADS_TO: Mapping[type[DutyAct], DutyState] = {
    ObligationFulfilled: "fulfilled",
    ObligationWaived: "waived",
    ObligationBreached: "breached",
    ObligationCured: "cured",
}
_FROM: Mapping[DutyState, frozenset[DutyState]] = {
    "fulfilled": frozenset({"open", "breached"}),
    "waived": frozenset({"open", "breached"}),
    "breached": frozenset({"open"}),
    "cured": frozenset({"breached"}),
}


class ObligationStateError(RefusedError):
    """An obligation is met, waived or breached once; only a breach is cured."""

    code = "obligation-not-open"
    message = "{obligation} is {state}, it cannot be {became}"


class ObligationPartyError(RefusedError):
    """The debtor says that it met an obligation, the creditor that it did not or need not."""

    code = "obligation-other-party"
    message = "{party} is not the one to say that {obligation} is {became}"


class ObligationDayError(RefusedError):
    """An obligation is breached when it is due, and moves on from the day on which it last did."""

    code = "obligation-day"
    message = "{obligation} cannot be {became} on {on}: {problem}"


class ObligationUnsettledError(RefusedError):
    """An obligation is removed with no breach of it open, from after what was said of it last."""

    code = "obligation-unsettled"
    message = "{obligation} cannot be removed from {on}: {problem}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Owed:
    """An obligation of the text, and how it stands on a day.

    provenance  what made the text say so
    on, place   since when it stands so, by which statement; None while nothing was said
    cure_until  the last day to cure its breach; None without a breach or time to cure
    late        it was met after its due day, cured after the time for it, or is overdue
    """

    obligation: Obligation
    provenance: Provenance
    state: DutyState
    on: date | None = None
    place: Place | None = None
    breached_on: date | None = None
    cure_until: date | None = None
    late: bool = False


def owed_on(
    copy: Consolidated, said: Iterable[Duty], on: date, known: Known = None
) -> tuple[Owed, ...]:
    """Return every obligation of a copy with how it stands on the copy's day.

    ``said`` is what was said last of each obligation. What was said for a later
    day, or of the obligation as the text had it before, does not count.
    """
    last = {each.obligation: _as_of(each, on, known) for each in said}
    return tuple(_owed(part, last.get(part.value.id), on) for part in copy.obligations)


def _as_of(said: Duty | None, on: date, known: Known) -> Duty | None:
    while said is not None and (said.on > on or not is_known(said.place, known)):
        said = said.earlier
    return said


def _owed(part: Part[Obligation], said: Duty | None, on: date) -> Owed:
    owed, made = part.value, part.provenance
    if said is None or not _said_of(part, said):
        late = owed.due is not None and owed.due < on
        return Owed(obligation=owed, provenance=made, state="open", late=late)
    breach = _breach_of(part, said)
    until = None
    if breach is not None and owed.cure_days is not None:
        until = days_after(breach.on, owed.cure_days)
    last = owed.due if breach is None else until
    day = on if said.state == "breached" else said.on
    return Owed(
        obligation=owed,
        provenance=made,
        state=said.state,
        on=said.on,
        place=said.place,
        breached_on=None if breach is None else breach.on,
        cure_until=until,
        late=said.state != "waived" and last is not None and last < day,
    )


def _breach_of(part: Part[Obligation], said: Duty) -> Duty | None:
    """Return the breach that stands, or that was cured, waived or made good."""
    breach = said if said.state == "breached" else said.earlier
    if breach is None or breach.state != "breached" or not _said_of(part, breach):
        return None
    return breach


def _said_of(part: Part[Obligation], said: Duty) -> bool:
    """Whether something was said of the obligation as the text has it now, not as it was before."""
    made = part.provenance
    if said.place.leaf_index < made.version.leaf_index:
        return False
    return made.effective_on is None or made.effective_on <= said.on


def check_duty(world: World, act: Act, matter: ContractMatter, body: DutyAct) -> None:
    """Accept what a debtor or creditor says of an obligation.

    Raises:
        FutureDayError: The day has not come.
        NotInEffectError: The contract was not in effect that day; it rested, and is not breached.
        ItemUnknownError: The text of that day has no such obligation.
        ObligationPartyError: The signer is not of the debtor, or of the creditor.
        ObligationStateError: It stands otherwise.
        ObligationDayError: It was not due that day, or something later was said of it.
    """
    on, became = day_of(act, matter), _LEADS_TO[type(body)]
    check_come(on, today_of(act, matter))
    copy = copy_on(world, matter, on)
    rests = ("suspended",) if became == "breached" else ()
    check_in_effect(copy, on, "not_yet_effective", *rests)
    part = _find(copy, body.obligation)
    owed = part.value
    said_by = owed.debtor if became in {"fulfilled", "cured"} else owed.creditor
    if not speaks_for(world, act, said_by):
        party = act.statement.signer.party
        raise ObligationPartyError(obligation=owed.id, became=became, party=party)
    said = matter.duties.get(owed.id)
    state = "open" if said is None or not _said_of(part, said) else said.state
    if state not in _FROM[became]:
        raise ObligationStateError(obligation=owed.id, state=state, became=became)
    problem = None
    if said is not None and on < said.on:
        problem = f"it was {said.state} on {said.on.isoformat()}"
    elif became == "breached" and owed.due is not None and on < owed.due:
        problem = f"it is due on {owed.due.isoformat()}"
    if problem is not None:
        raise ObligationDayError(
            obligation=owed.id, became=became, on=on.isoformat(), problem=problem
        )


def check_removed(
    world: World, act: Act, matter: ContractMatter, ops: Iterable[Op], on: date | None
) -> None:
    """Accept ops that take obligations out of the text from a day on, None while it is open.

    What was met, waived or cured can go, from the day after: the text of the day
    for which that was said keeps it. What stands breached is claimed still, and
    no change makes that end unsaid; its creditor waives it, or it is cured.

    Raises:
        ObligationUnsettledError: A breach stands, or it was settled on that day or later.
    """
    removed = {op.id for op in ops if isinstance(op, ObligationRemove)}
    if not removed:
        return
    copy = copy_on(world, matter, on or today_of(act, matter))
    for part in copy.obligations:
        said = matter.duties.get(part.value.id)
        if part.value.id not in removed or said is None or not _said_of(part, said):
            continue
        if said.state == "breached" or (on is not None and on <= said.on):
            raise ObligationUnsettledError(
                obligation=part.value.id,
                on="a condition" if on is None else on.isoformat(),
                problem=f"it was {said.state} on {said.on.isoformat()}",
            )


def _find(copy: Consolidated, obligation: str) -> Part[Obligation]:
    found = next((part for part in copy.obligations if part.value.id == obligation), None)
    if found is None:
        raise ItemUnknownError(item=f"obligation/{obligation}")
    return found


def day_of(act: Act, matter: ContractMatter) -> date:
    """Return for which day something is said of an obligation; it is waived today."""
    on = getattr(act.body, "on", None)
    return on if isinstance(on, date) else today_of(act, matter)


def creditor_of(world: World, matter: ContractMatter, body: DutyAct) -> str | None:
    """Return who joins in saying that an obligation was met or its breach cured; else None."""
    if not isinstance(body, ObligationFulfilled | ObligationCured):
        return None
    copy = copy_on(world, matter, body.on)
    owed = (part.value for part in copy.obligations)
    return next((each.creditor for each in owed if each.id == body.obligation), None)


def evolve_duty(matter: ContractMatter, act: Act, body: DutyAct) -> ContractMatter:
    """Return the contract with what was said last of an obligation."""
    duty = Duty(
        obligation=body.obligation,
        state=_LEADS_TO[type(body)],
        on=day_of(act, matter),
        place=Place.of(act),
        earlier=matter.duties.get(body.obligation),
    )
    return replace(matter, duties=with_item(matter.duties, body.obligation, duty))
