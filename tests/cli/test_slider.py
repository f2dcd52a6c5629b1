"""The slider: what a contract said on several days, each day under its own mark."""

from typing import Any

import pytest
from rich.console import Console

from commands.tables.slider import slider

EUR = {"undisclosed": 0, "unknown": 0, "known": None}


def copy(day: str, total: Any, **clauses: str) -> dict[str, Any]:
    """Return as much of a contract's view as the slider reads."""
    rows = [{"id": name, "heading": name.title(), "text": text} for name, text in clauses.items()]
    return {"effective": day, "text": {"clauses": rows, "total": total}}


def euros(minor: int) -> dict[str, Any]:
    """Return a sum that is known."""
    return {**EUR, "amount": {"minor": minor, "currency": "EUR"}}


HIDDEN = {**EUR, "undisclosed": 2, "amount": "undisclosed"}
COPIES = [
    copy("2017-09-30", euros(100), scope="Thirty.", fees="As agreed."),
    copy("2017-10-01", HIDDEN, scope="Forty.", fees="As agreed."),
    copy("2021-07-05", euros(300), scope="Forty.", audit="Yearly."),
]


def lines(count: int) -> list[str]:
    """Return the lines of a slider over so many of the copies."""
    console = Console(width=98, color_system=None)
    with console.capture() as captured:
        console.print(slider(COPIES[:count]))
    return [line.rstrip() for line in captured.get().splitlines()]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_each_day_has_its_mark(count: int) -> None:
    """The day's date, its words and its total stand below the mark."""
    rail, dates, *rest = lines(count)
    marks = [at for at, character in enumerate(rail) if character == "●"]
    found = {line[:10].strip(): line for line in rest}

    assert len(marks) == count
    for at, (day, scope, total) in zip(
        marks,
        [
            ("2017-09-30", "Thirty.", "EUR 1.00"),
            ("2017-10-01", "Forty.", "2 undisclosed"),
            ("2021-07-05", "Forty.", "EUR 3.00"),
        ],
        strict=False,
    ):
        assert dates[at:].startswith(day)
        assert found["Scope"][at:].startswith(scope)
        assert found["Total"][at:].startswith(total)


def test_a_clause_that_is_not_there_is_a_dash() -> None:
    """Whether it was struck since, or came later."""
    found = {line[:10].strip(): line[10:].split() for line in lines(3)[2:]}

    assert found["Fees"] == ["As", "agreed.", "As", "agreed.", "—"]
    assert found["Audit"] == ["—", "—", "Yearly."]
