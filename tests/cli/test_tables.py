"""Tables: what is undisclosed, unknown, late or missing is said in words, never as a number."""

import io
import sys
from typing import Any

import pytest
from rich.console import Console

from commands.tables.console import amount, messages, moment, short, shortened, show
from commands.tables.contract import contract_page, total_words
from commands.tables.contracts import contracts_page
from commands.tables.decision import decision_page
from commands.tables.history import history_page, signer_words
from commands.tables.partnership import partnership_page, when
from commands.tables.verdict import verdict_page
from tests.cli.conftest import Played

AT = ("--ledger", "demo-ledger")


def printed(page: Any) -> str:
    """Return what a page looks like, 200 columns wide."""
    console = Console(width=200, file=io.StringIO(), highlight=False)
    with console.capture() as captured:
        console.print(page)
    return captured.get()


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "—"),
        ("undisclosed", "undisclosed"),
        ("unknown", "unknown"),
        ({"minor": 0, "currency": "EUR"}, "EUR 0.00"),
        ({"minor": 123456, "currency": "EUR"}, "EUR 1,234.56"),
        ({"minor": -5, "currency": "EUR"}, "EUR -0.05"),
        ({"minor": 1234, "currency": "JPY"}, "JPY 1,234"),
        ({"minor": 1234, "currency": "KWD"}, "KWD 1.234"),
    ],
)
def test_amounts_are_written_as_their_currency_is(value: Any, said: str) -> None:
    """Minor units by ISO 4217; what is not known is not zero."""
    assert amount(value) == said


@pytest.mark.parametrize(
    ("known", "undisclosed", "unknown", "said"),
    [
        ({"minor": 100, "currency": "EUR"}, 0, 0, "EUR 1.00"),
        ({"minor": 100, "currency": "EUR"}, 1, 2, "EUR 1.00 + 1 undisclosed + 2 unknown"),
        (None, 1, 0, "1 undisclosed"),
        (None, 0, 0, "—"),
    ],
)
def test_a_sum_says_what_it_lacks(known: Any, undisclosed: int, unknown: int, said: str) -> None:
    """A total with hidden parts is not passed off as the whole."""
    total = {"known": known, "undisclosed": undisclosed, "unknown": unknown, "amount": known}

    assert total_words(total) == said


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (None, "—"),
        ({"on": "2021-03-31"}, "2021-03-31"),
        ({"by": "2020-12-31"}, "by 2020-12-31"),
        ({"earliest": "2021-01-01", "latest": "2021-06-30"}, "2021-01-01 to 2021-06-30"),
    ],
)
def test_days_are_as_exact_as_they_are_known(on: Any, said: str) -> None:
    """A day, a last day, or a range."""
    assert when(on) == said


def test_what_is_absent_is_a_dash() -> None:
    """No instant, no digest: nothing is made up."""
    assert (moment(None), short(None), shortened("as it is", 20)) == ("—", "—", "as it is")


def test_an_auditor_signs_with_a_key_that_stands_for_itself() -> None:
    """Where no company stands behind a key, its id is the name."""
    assert signer_words({"person": "A" * 43, "party": None, "capacity": "root"}) == "A" * 15 + "…"


class Terminal(io.StringIO):
    """A stream that somebody watches."""

    def isatty(self) -> bool:
        """Say that somebody does."""
        return True


def test_colours_are_for_whoever_watches(monkeypatch: pytest.MonkeyPatch, played: Played) -> None:
    """On a terminal a page is coloured; elsewhere it is plain text."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    view = played.office.answer("show", "decision", "jsc/2017-001", *AT)
    screen, file = Terminal(), io.StringIO()
    for stream in (screen, file):
        monkeypatch.setattr(sys, "stdout", stream)
        show(decision_page(view))

    assert ("\x1b[" in screen.getvalue(), "\x1b[" in file.getvalue()) == (True, False)
    assert messages().is_terminal is sys.stderr.isatty()


def test_a_motion_that_is_still_open_has_no_outcome(played: Played) -> None:
    """A decision before its end shows who has not voted, and no count."""
    view = played.office.answer("show", "decision", "jsc/2017-001", *AT)
    waiting = {"outcome": None, "phase": "open", "closed_at": None, "explanation": None}
    page = printed(decision_page({**view, **waiting, "ballots": [], "recusals": []}))

    assert "OPEN" in page
    assert page.count("silent") == 5
    assert "tally" not in page


def test_a_motion_that_was_only_moved_is_shown(played: Played) -> None:
    """Before it is opened there is no electorate."""
    view = played.office.answer("show", "decision", "jsc/2017-001", *AT)
    fresh = {"outcome": None, "phase": "moved", "opened_at": None, "closed_at": None}
    nothing: dict[str, Any] = {"explanation": None, "electorate": [], "ballots": [], "recusals": []}

    assert "MOVED" in printed(decision_page({**view, **fresh, **nothing}))


def test_a_vacant_seat_is_vacant(played: Played) -> None:
    """A seat that nobody holds has no name."""
    view = played.office.answer("show", "decision", "jsc/2017-001", *AT)
    voters = [{**voter, "person": None} for voter in view["electorate"]]

    assert "vacant" in printed(decision_page({**view, "electorate": voters}))


def test_a_contract_that_is_not_executed_shows_who_signed(played: Played) -> None:
    """A draft is not passed off as a contract."""
    view = played.office.answer("show", "contract", "score-wo-1", *AT)
    signatures = [view["signatures"][0], {**view["signatures"][1], "stands": False}]
    page = printed(contract_page({**view, "text": None, "signatures": signatures}))

    assert "not executed, so nothing of it applies" in page
    assert "no, on an earlier one" in page


def test_a_change_says_by_whose_authority_and_when(played: Played) -> None:
    """Retroactive, on a condition, by the parties themselves: each in words."""
    view = played.office.answer("show", "contract", "score-wo-1", *AT, "--effective", "2021-07-05")
    text = {**view["text"], "assumptions": []}
    first, second = text["statements"]
    odd = {**second, "retroactive": True, "effective_on": None, "authority": {"by": "parties"}}
    page = printed(contract_page({**view, "text": {**text, "statements": [first, odd]}}))
    versions = [{**each, "in_doubt": "voided"} for each in view["versions"]]
    doubt = printed(contract_page({**view, "versions": versions, "text": text}))

    assert "on a condition (retroactive)" in page
    assert "  parties  " in page
    assert "jsc/2017-001 (voided)" in doubt


def test_a_partnership_can_be_bare(played: Played) -> None:
    """No end, no milestones, no scorecard, nobody who endorsed: nothing is made up."""
    view = played.office.answer("show", "partnership", "score", *AT)
    bare: dict[str, Any] = {"until": None, "milestones": [], "scorecard": None, "endorsements": []}
    page = printed(partnership_page({**view, **bare, "workstreams": []}))

    assert "open end" in page
    assert "endorsed" not in page


def test_measurements_are_shown_as_they_were_made(played: Played) -> None:
    """A ratio stays a ratio, the unknown unknown, a restated value stands beside its successor."""
    view = played.office.answer("show", "partnership", "score", *AT)
    scorecard = view["scorecard"]
    row = {**scorecard["measurements"][0], "value": None, "attestations": []}
    ratio = {**row, "numerator": 3, "denominator": 4, "restated_by": "sha256:1"}
    unknown = {**row, "unknown": True}
    period = scorecard["periods"][0]
    scores = [{**period["scores"][0], "rag": "unknown", "target_met": None}]
    shown = {
        **scorecard,
        "measurements": [ratio, unknown],
        "periods": [{**period, "scores": scores}],
    }
    page = printed(partnership_page({**view, "scorecard": shown}))

    assert "3/4 (restated)" in page
    assert "nobody yet" in page
    assert page.count("unknown") == 2


def test_a_forecast_without_reasons_gives_none(played: Played) -> None:
    """Where no cause was named, none is shown."""
    view = played.office.answer("show", "partnership", "score", *AT)
    milestones = [
        {**row, "forecasts": [{**each, "causes": None} for each in row["forecasts"]]}
        for row in view["milestones"]
    ]

    assert "Cause" not in printed(partnership_page({**view, "milestones": milestones}))


def test_a_verdict_says_what_was_withheld_missing_or_behind(played: Played) -> None:
    """Each count in its own words; without a founding, no ledger is named."""
    found = played.office.answer("verify", "demo-ledger")[0]
    broken = {
        **found,
        "holds": False,
        "log_holds": False,
        "ledger": None,
        "origin": "",
        "unproven": 2,
        "stubs": 1,
        "extends": [],
        "openings": {"verified": 0, "missing": 0},
        "findings": [{"code": "a-code", "message": "it is gone", "leaf_index": None}],
    }
    page = printed(verdict_page(broken))

    assert "unknown origin, 117 entries: NOT as signed" in page
    assert "2 behind a finding" in page
    assert "sealed fields  none" in page
    assert "whole" in page
    assert "--id" not in page


def test_a_history_fits_eighty_columns_with_its_tags_whole() -> None:
    """A tag or a day that is broken in two can be neither read nor copied."""
    row = {
        "leaf_index": 28,
        "recorded_at": "2026-11-26T15:25:36.964Z",
        "kind": "contract.draft_continued.v1",
        "signer": {"person": "mgr", "party": "icon", "capacity": "programme_manager"},
        "meaning": "responsibility",
    }
    said = narrow(history_page("contract/wo-1", [row]))

    assert {"contract.draft_continued.v1", "2026-11-26", "responsibility"} <= set(said.split())
    assert "1 statement\n" in said


def test_the_contracts_fit_eighty_columns() -> None:
    """No name and no status is broken inside of a word, whatever is open."""
    row = {
        "stream": "contract/score-wo-2012",
        "contract_kind": "work_order",
        "parent": "contract/score-msa",
        "parties": ["servier", "quintilesims"],
        "status": "in_force",
        "phase": "executed",
        "outside": True,
        "value": {"amount": None, "known": None, "undisclosed": 1, "unknown": 0},
        "open_changes": 2,
        "conflicts": 1,
        "dangling": 0,
        "leaf_index": 59,
    }
    said = narrow(contracts_page([row]))

    assert {"score-wo-2012", "quintilesims", "conflict"} <= set(said.split())
    assert "in score-msa" in said
    assert "undisclosed" in said
    assert "1 contract\n" in said


def narrow(page: Any) -> str:
    """Return what a page looks like, 80 columns wide."""
    console = Console(width=80, file=io.StringIO(), highlight=False)
    with console.capture() as captured:
        console.print(page)
    return captured.get()
