"""Delegations: what a signatory lets a programme manager sign, and for how long."""

from datetime import date, timedelta
from typing import Any

import pytest

from ledger.domain.authority import RoleError
from ledger.domain.companies import DelegationBeyondOwnError, DelegationUnknownError
from ledger.domain.contracts.signing import DelegationMissingError, LimitError
from ledger.domain.directory import party_of
from ledger.domain.enrolment import DatesError, PersonUnknownError
from ledger.domain.kinds.base import Money
from ledger.domain.kinds.change import ChangeExecuted
from ledger.domain.kinds.contract import ChangeAuthority, SignatureRef
from ledger.domain.kinds.party import (
    DelegationGranted,
    DelegationRevoked,
    RoleEnded,
    RoleGranted,
)
from tests.unit.domain.agreement import CHANGE, CONTRACT, MORE, Deal, boardless, euros, impact
from tests.unit.domain.story import START, Voice

PARTY = "party/servier"
TODAY = START.date()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
DELEGATED = (ChangeAuthority(change_kind="change_order", by="delegates", up_to=euros(20_000)),)


def delegated() -> tuple[Deal, Voice]:
    """Return a deal whose change order of 20,000 waits for delegates, and one of the sponsor's."""
    deal = Deal()
    deal.execute(boardless(change_authority=DELEGATED))
    deal.propose(MORE, change_kind="change_order", impact=impact(fee=20_000))
    return deal, deal.enrol("servier", "manager", "programme_manager")


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"up_to": euros(20_000)},
        {"change_kinds": ("amendment", "change_order")},
        {"scope": (CONTRACT,)},
        {"scope": ("board/other", CHANGE)},
        {"from_": TODAY, "until": TODAY},
    ],
)
def test_a_delegate_signs_what_the_delegation_covers(members: dict[str, Any]) -> None:
    """Amount, kind, stream and day all fit; the execution names the delegation."""
    deal, manager = delegated()
    granted = deal.delegate(manager, **members)
    signed = deal.say(
        *deal.change_signature("servier", manager, under=granted), subject=deal.change().drafted
    )
    deal.sign_change("iqvia")

    executed = deal.change().executed

    assert isinstance(executed, ChangeExecuted)
    assert executed.signatures[0] == SignatureRef(
        party="servier", person="manager", statement=signed.digest, delegation=granted.digest
    )
    assert executed.signatures[1].delegation is None


@pytest.mark.parametrize(
    ("members", "error"),
    [
        ({"up_to": euros(19_999)}, LimitError),
        ({"up_to": Money(minor=10**9, currency="USD")}, LimitError),
        ({"change_kinds": ("amendment",)}, DelegationMissingError),
        ({"scope": ("contract/other",)}, DelegationMissingError),
        ({"from_": TOMORROW}, DelegationMissingError),
        ({"until": YESTERDAY}, DelegationMissingError),
        ({"person": "boss-servier"}, DelegationMissingError),
    ],
)
def test_a_delegate_signs_nothing_else(members: dict[str, Any], error: Any) -> None:
    """Not beyond the amount, not another kind or stream, not out of time, not on another's word."""
    deal, manager = delegated()
    granted = deal.delegate(manager, **members)

    deal.refused(
        error,
        *deal.change_signature("servier", manager, under=granted),
        subject=deal.change().drafted,
    )


def test_the_role_alone_delegates_nothing() -> None:
    """Whatever limit it has: a programme manager names a delegation of their own company."""
    deal, _ = delegated()
    limited = deal.limited("servier", "limited", euros(20_000), "programme_manager")
    other = deal.enrol("iqvia", "other", "programme_manager")
    foreign = deal.delegate(other)
    for under in (None, foreign):
        deal.refused(
            DelegationMissingError,
            *deal.change_signature("servier", limited, under=under),
            subject=deal.change().drafted,
        )


def test_a_delegation_without_the_role_is_nothing() -> None:
    """Who no longer manages the programme signs nothing for it."""
    deal, manager = delegated()
    granted = deal.delegate(manager)
    role = deal.acts("role.granted.v1")[-1]
    deal.say(
        deal.registrars["servier"],
        "role.ended.v1",
        PARTY,
        RoleEnded(on=YESTERDAY),
        subject=role.digest,
    )

    deal.refused(
        RoleError,
        *deal.change_signature("servier", manager, under=granted),
        subject=deal.change().drafted,
    )


def test_a_signatory_signs_as_themselves() -> None:
    """They need no delegation, and name none: their own limit counts."""
    deal, _ = delegated()
    granted = deal.delegate(deal.servier)

    deal.refused(
        DelegationMissingError,
        *deal.change_signature("servier", under=granted),
        subject=deal.change().drafted,
    )


def test_a_delegation_outlives_its_grantors_role_until_it_is_revoked() -> None:
    """It is the company's act; a registrar can end it too. The last day counts."""
    deal, manager = delegated()
    boss = deal.servier
    deal.signatories["servier"] = deal.enrol("servier", "leaver", "signatory")
    granted = deal.delegate(manager)
    deal.signatories["servier"] = boss
    role = deal.acts("role.granted.v1")[-1]
    registrar = deal.registrars["servier"]
    deal.say(registrar, "role.ended.v1", PARTY, RoleEnded(on=YESTERDAY), subject=role.digest)
    words = (registrar, "delegation.revoked.v1", PARTY)
    deal.say(*words, DelegationRevoked(on=TODAY), subject=granted.digest)
    deal.refused(
        DelegationUnknownError, *words, DelegationRevoked(on=TOMORROW), subject=granted.digest
    )
    deal.say(
        *deal.change_signature("servier", manager, under=granted), subject=deal.change().drafted
    )
    deal.say(*words, DelegationRevoked(on=YESTERDAY), subject=granted.digest)

    assert set(deal.change().signatures) == {"servier"}
    assert party_of(deal.world, "servier").delegations[granted.digest].until == YESTERDAY

    deal.propose(MORE, change_kind="change_order", impact=impact(fee=20_000))
    deal.refused(
        DelegationMissingError,
        *deal.change_signature("servier", manager, under=granted),
        subject=deal.change().drafted,
    )


@pytest.mark.parametrize(
    ("limit", "scope", "members", "error"),
    [
        (None, (), {}, None),
        (euros(500), (), {"up_to": euros(500)}, None),
        (euros(500), (), {"up_to": euros(501)}, DelegationBeyondOwnError),
        (
            euros(500),
            (),
            {"up_to": Money(minor=1, currency="USD")},
            DelegationBeyondOwnError,
        ),
        (None, (PARTY, CONTRACT), {"scope": (CONTRACT,)}, None),
        (None, (PARTY, CONTRACT), {"scope": (CHANGE,)}, None),
        (None, (PARTY, CONTRACT), {}, DelegationBeyondOwnError),
        (None, (PARTY, CHANGE), {"scope": (CONTRACT,)}, DelegationBeyondOwnError),
        (
            None,
            (PARTY, CONTRACT),
            {"scope": (CONTRACT, "contract/other")},
            DelegationBeyondOwnError,
        ),
        (None, (), {"person": "zoe"}, PersonUnknownError),
        (None, (), {"until": date(2019, 12, 31)}, DatesError),
    ],
)
def test_nobody_delegates_more_than_they_have(
    limit: Money | None, scope: tuple[str, ...], members: dict[str, Any], error: Any
) -> None:
    """Up to the own limit in its currency, and within the own scope."""
    deal = Deal()
    manager = deal.enrol("servier", "manager", "programme_manager")
    small = deal.enrol("servier", "small").as_("signatory")
    role = RoleGranted(
        person="small", role="signatory", from_=date(2020, 1, 1), limit=limit, scope=scope
    )
    deal.say(deal.registrars["servier"], "role.granted.v1", PARTY, role)
    filled = {"person": manager.person, "up_to": euros(1), "from_": date(2020, 1, 1)}
    body = DelegationGranted(**{**filled, **members})
    words = (small, "delegation.granted.v1", PARTY, body)

    if error is None:
        act = deal.say(*words)
        assert party_of(deal.world, "servier").delegations[act.digest].person == "manager"
    else:
        deal.refused(error, *words)


def test_only_a_delegation_is_revoked() -> None:
    """Another statement of the stream is none."""
    deal, _ = delegated()
    role = deal.acts("role.granted.v1")[0]

    deal.refused(
        DelegationUnknownError,
        deal.servier,
        "delegation.revoked.v1",
        PARTY,
        DelegationRevoked(on=TODAY),
        subject=role.digest,
    )
