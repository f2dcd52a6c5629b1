"""``countersign diff``: what sets a contract apart on two days, word by word and sum by sum."""

from typing import Any

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.differing import DayAsKnown
from commands.tables.differences import differences_page
from commands.tables.parts import (
    authority_words,
    credit_words,
    ground_words,
    obligation_words,
    payment_words,
    responsibility_words,
    survival_words,
    term_words,
)
from commands.tables.wording import changed_words, worded
from tests.cli.conftest import Played
from tests.cli.office import Office
from tests.cli.printed import printed

AT = ("--ledger", "demo-ledger")
CHANGED = ("diff", "score-wo-1", "--from", "2017-09-30", "--to", "2017-10-01")
WORDS = st.lists(st.sampled_from(["sites", "forty", "in", " ", "\n", "7"]), max_size=12).map(
    " ".join
)


@pytest.fixture(scope="session")
def bundle(played: Played) -> str:
    """The demo's export, made once."""
    played.office.ok("export", "compared.zip", *AT)
    return "compared.zip"


def test_clauses_are_compared_word_by_word(played: Played) -> None:
    """What went and what came, marked where there is no colour."""
    page = played.office.ok(*CHANGED, *AT)

    assert "1 Scope  replaced, by co-1" in page
    assert "Start-up of [-30 sites, 6-]{+40 sites in 7+} countries." in page
    assert "Quality" not in page


def test_money_is_a_table_with_what_totals_move_by(played: Played) -> None:
    """Each line that differs, and both sums."""
    rows = [line.split() for line in played.office.ok(*CHANGED, *AT).splitlines()]

    assert ["start-up", "EUR", "420,000.00", "EUR", "560,000.00",
            "EUR", "60,000.00", "EUR", "80,000.00"] in rows  # fmt: skip
    assert ["moves", "by", "EUR", "140,000.00", "EUR", "20,000.00"] in rows


def test_what_is_the_same_is_said_in_sentences(played: Played) -> None:
    """Nobody has to conclude from an absence."""
    page = played.office.ok(*CHANGED, *AT)
    later = played.office.ok("diff", "score-wo-1", "--from", "2017-10-01", *AT)

    assert "The term is the same." in page
    assert "Responsibilities are the same." in page
    assert "The same in both: payments, credits, obligations" in page
    assert "No clause differs." in later
    assert "The budget is the same: EUR 1,790,000.00 in all." in later


def test_statements_that_lie_between_are_named(played: Played) -> None:
    """Who decided it, who signed it; and which way one looks."""
    back = ("diff", "score-wo-1", "--from", "2017-10-01", "--to", "2017-09-30", *AT)

    assert "jsc/2017-001 adopted  member-c for quintilesims" in played.office.ok(*CHANGED, *AT)
    assert "Only the earlier has" in played.office.ok(*back)


def test_what_was_known_sets_one_day_apart(played: Played) -> None:
    """The same day, before the change was recorded and after."""
    page = played.office.ok(
        "diff", "score-wo-1", "--from", "2017-10-01@45", "--to", "2017-10-01", *AT
    )

    assert "2017-10-01, as known at entry 45: in force" in page
    assert "[-30 sites, 6-]" in page


def test_two_days_that_say_the_same_are_said_to(played: Played) -> None:
    """One plain sentence."""
    page = played.office.ok("diff", "score-wo-1", "--from", "2017-10-01", "--to", "2017-10-02", *AT)

    assert "Both say the same: not one part of the contract differs." in page


def test_an_export_alone_says_the_same(played: Played, bundle: str) -> None:
    """Verified first; then to the letter what the ledger says."""
    assert played.office.ok(*CHANGED, "--export", bundle) == played.office.ok(*CHANGED, *AT)
    assert played.office.answer(*CHANGED, "--export", bundle) == played.office.answer(*CHANGED, *AT)


@pytest.mark.parametrize(
    ("code", "error", "arguments"),
    [
        (4, "nothing-to-show", ("none", "--from", "2017-10-01")),
        (4, "contract-not-known", ("score-wo-1", "--from", "2017-10-01@10")),
    ],
)
def test_what_is_not_there_is_named(
    played: Played, code: int, error: str, arguments: tuple[str, ...]
) -> None:
    """A contract that there is none of, or that was not known then."""
    played.office.refused(code, error, "diff", *arguments, *AT)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("yesterday", "no day such as 2017-10-01"),
        ("2017-10-01@", "no entry such as 55 and no time such as"),
        ("2017-10-01@noon", "no entry such as 55 and no time such as"),
        ("2017-10-01@2017-10-01", "names no time zone"),
    ],
)
def test_a_moment_that_makes_no_sense_is_explained(bare: Office, text: str, problem: str) -> None:
    """A day, and after an @ an entry or an instant."""
    result = bare.cs("diff", "score-wo-1", "--from", text)

    assert (result.exit_code, problem in result.stderr) == (2, True)


def test_a_moment_is_taken_as_it_is() -> None:
    """What was converted once is not converted again."""
    convert = DayAsKnown().convert
    moment = convert("2017-10-01@55", None, None)

    assert convert(moment, None, None) is moment
    assert moment.known == 55
    with pytest.raises(click.UsageError):
        convert("55", None, None)


@given(before=WORDS, after=WORDS)
def test_no_word_is_lost_or_made_up(before: str, after: str) -> None:
    """Without what came it is the text before, without what went the text after."""
    pieces = list(changed_words(before, after))

    assert "".join(piece for what, piece in pieces if what != "come") == before
    assert "".join(piece for what, piece in pieces if what != "gone") == after
    assert [what for what, _ in pieces if before == after and what != "same"] == []


def test_texts_of_a_book_are_compared_whole() -> None:
    """Beyond a size, comparing words would take too long."""
    before, after = "a " * 15_000, "b " * 15_000

    assert list(changed_words(before, after)) == [("gone", before), ("come", after)]


def test_colours_take_the_place_of_marks() -> None:
    """Red what went, green what came."""
    coloured = printed(worded("forty sites", "fifty sites", is_coloured=True), is_coloured=True)

    assert "\x1b[9;31mforty\x1b[0m\x1b[32mfifty\x1b[0m sites" in coloured
    assert "[-forty-]{+fifty+} sites" in printed(
        worded("forty sites", "fifty sites", is_coloured=False)
    )


EUR = {"currency": "EUR", "minor": 5_000}


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (payment_words({"of": "fee", "percent": "15"}), "15% of the fee"),
        (
            payment_words(
                {"of": "total", "percent": "5", "amount": EUR, "payer": "a", "payee": "b"}
            ),
            "5% of the fee and pass-through, EUR 50.00, by a, to b",
        ),
        (payment_words({"of": "fee", "amount": "undisclosed"}), "undisclosed"),
        (credit_words({"amount": EUR, "contract": "contract/a"}), "EUR 50.00, from contract/a"),
        (credit_words({"amount": "unknown"}), "unknown"),
        (obligation_words({"debtor": "a", "creditor": "b", "duty": "Pay."}), "a owes b: Pay."),
        (
            obligation_words(
                {
                    "debtor": "a",
                    "creditor": "b",
                    "duty": "Pay.",
                    "due": "2021-01-01",
                    "cure_days": 5,
                }
            ),
            "a owes b: Pay. (2021-01-01, 5 days to cure)",
        ),
        (responsibility_words({"party": "a"}), "a"),
        (responsibility_words({"party": "a", "subcontractors": ["B", "C"]}), "a, through B, C"),
        (ground_words({"notice_days": 30}), "each party: 30 days' notice"),
        (
            ground_words(
                {
                    "notice_days": 30,
                    "cure_days": 0,
                    "party": "a",
                    "runs": "after_cure",
                    "wind_down_days": 9,
                }
            ),
            "a alone: 30 days' notice, 0 days to cure, after cure, 9 days to wind down",
        ),
        (term_words({"from": "2021-01-01"}), "2021-01-01 to open end"),
        (
            term_words(
                {
                    "from": "2021-01-01",
                    "to": "2021-12-31",
                    "renewal": {"months": 12, "automatic": True},
                }
            ),
            "2021-01-01 to 2021-12-31, then 12 months more by itself",
        ),
        (survival_words({"clauses": []}), "none"),
        (
            authority_words(
                {
                    "rows": [
                        {
                            "change_kind": "change_order",
                            "ops": ["term.set"],
                            "up_to": EUR,
                            "by": "delegates",
                        },
                        {"change_kind": "amendment", "by": "parties"},
                    ],
                    "reserved": [{"rule": "law"}],
                }
            ),
            "change order (term.set) up to EUR 50.00: delegates\namendment: parties\nreserved: law",
        ),
    ],
)
def test_each_part_is_put_into_words(made: str, said: str) -> None:
    """One line for each, with all that it says."""
    assert made == said


def difference(**members: Any) -> dict[str, Any]:
    """Return a difference as it is answered, in which only some members differ."""
    nothing = {"known": None, "undisclosed": 0, "unknown": 0, "amount": None}
    sums = {"before": nothing, "after": nothing, "by": nothing}
    side = {"effective": "2021-01-01", "known": None, "status": "in_force"}
    lists = "clauses budget payments credits assumptions obligations responsibilities termination"
    return {
        "contract": "contract/score",
        "title": "SCORE",
        "from": side,
        "to": side,
        "same": False,
        **{name: [] for name in f"{lists} parties gained lost".split()},
        **dict.fromkeys(("term", "survival", "authority", "status")),
        **dict.fromkeys(("fee", "pass_through", "total"), sums),
        **members,
    }


def clause(text: str, **members: Any) -> dict[str, Any]:
    """Return a clause on one side."""
    made_by = {"stream": "change/score/co-2"}
    return {"number": "1", "heading": "Scope", "text": text, "made_by": made_by, **members}


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        (
            {"what": "added", "before": None, "after": clause("New.")},
            ("1 Scope  added, by co-2", "{+New.+}"),
        ),
        (
            {"what": "deleted", "before": clause("Old."), "after": None},
            ("1 Scope  deleted", "[-Old.-]"),
        ),
        (
            {"what": "renumbered", "before": clause("A."), "after": clause("A.", number="7")},
            ("7 Scope  renumbered (was 1), by co-2", "  A."),
        ),
        (
            {"what": "replaced", "before": clause("A."), "after": clause("A.", heading="Work")},
            ("1 Work  replaced, by co-2", "[-Scope-]{+Work+}"),
        ),
    ],
)
def test_a_clause_says_what_became_of_it(pair: dict[str, Any], said: tuple[str, ...]) -> None:
    """Added, deleted, renumbered, or under another heading."""
    page = printed(differences_page(difference(clauses=[pair]), is_coloured=False))

    assert [each for each in said if each not in page] == []


def test_term_and_responsibilities_are_tables() -> None:
    """Before and after, side by side; what is not there is a dash."""
    view = difference(
        term={"before": {"from": "2021-01-01"}, "after": {"from": "2021-02-01"}},
        responsibilities=[{"before": None, "after": {"activity": "data", "party": "iqvia"}}],
        survival={"before": {"clauses": []}, "after": {"clauses": ["secrecy"]}},
    )
    rows = [
        line.split() for line in printed(differences_page(view, is_coloured=False)).splitlines()
    ]

    assert ["2021-01-01", "to", "open", "end", "2021-02-01", "to", "open", "end"] in rows
    assert ["data", "—", "iqvia"] in rows
    assert ["none", "secrecy"] in rows


def test_a_hidden_sum_is_not_zero() -> None:
    """A line that is no longer disclosed moves its total by what nobody knows."""
    nothing = {"known": EUR, "undisclosed": 0, "unknown": 0, "amount": EUR}
    zero = {"currency": "EUR", "minor": 0}
    hidden = {"known": zero, "undisclosed": 1, "unknown": 0, "amount": "undisclosed"}
    sums = {"before": nothing, "after": hidden, "by": hidden}
    line = {"line": "extra", "fee": EUR, "pass_through": zero}
    view = difference(
        budget=[{"before": line, "after": {**line, "fee": "undisclosed"}}], fee=sums, total=sums
    )

    page = printed(differences_page(view, is_coloured=False))

    assert "EUR 0.00 + 1 undisclosed" in page
