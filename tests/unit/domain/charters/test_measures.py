"""Every number and every time is possible."""

from typing import Any

import pytest

from ledger.domain.charters.soundness import CharterUnsoundError, check_charter
from tests.unit.domain.charters.drafts import ALL, MOST, charter, need, vote

FLAWS = [
    pytest.param(
        {"procedures": {"written": {"window": {"count": 5, "unit": "days", "first": "included"}}}},
        "procedures.written.window has its first day counted, and does not end with a day",
        id="first-day",
    ),
    pytest.param(
        {"calendar": {"tz": "Europe/Atlantis"}}, "Europe/Atlantis is no time zone", id="time-zone"
    ),
    pytest.param(
        need(threshold={}),
        "votes[0].needs[0].threshold has neither a count nor a share",
        id="no-number",
    ),
    pytest.param(
        need(threshold={**MOST, "count": 3}),
        "votes[0].needs[0].threshold has both a count and a share",
        id="two-numbers",
    ),
    pytest.param(
        need(threshold={"count": 3, "rounding": "up"}),
        "votes[0].needs[0].threshold adds to, or rounds, a count; only a share has parts of one",
        id="rounded-count",
    ),
    pytest.param(
        need(threshold={"share": {"num": 5, "den": 4}}),
        "votes[0].needs[0].threshold is more than the whole",
        id="beyond",
    ),
    pytest.param(
        need(threshold={**ALL, "reach": "more_than"}),
        "votes[0].needs[0].threshold is more than the whole",
        id="beyond-all",
    ),
    pytest.param(
        need(threshold={**ALL, "plus": 1}),
        "votes[0].needs[0].threshold is more than the whole",
        id="all-and-one",
    ),
    pytest.param(
        {"powers": {"rights": [{"class": "plan", "up_to": {}}]}},
        "powers.rights[0].up_to has neither a fixed amount nor a share",
        id="no-limit",
    ),
    pytest.param(
        {
            "powers": {
                "rights": [{"class": "plan", "up_to": {"fixed": {"minor": -1, "currency": "EUR"}}}]
            }
        },
        "powers.rights[0].up_to is less than nothing",
        id="negative",
    ),
    pytest.param(
        vote(when={"vacancies": {"least": 3, "most": 1}}),
        "votes[0].when.vacancies is from 3 to 1, which no number is",
        id="upside-down",
    ),
    pytest.param(
        vote(when={"vacancies": {"least": 7}}),
        "votes[0].when.vacancies asks for 7 of 6 voting seats",
        id="too-vacant",
    ),
    pytest.param(
        vote(when={"recused": {"count": 7}}),
        "votes[0].when.recused asks for 7 of 6 voting seats",
        id="too-many-recused",
    ),
    pytest.param(
        vote(when={"recused": {"count": 0}}),
        "votes[0].when.recused asks for nobody, and so for nothing",
        id="nobody-recused",
    ),
    pytest.param(
        vote(when={"recused": {}}),
        "votes[0].when.recused has neither a count nor a share",
        id="recused-without-a-number",
    ),
    pytest.param(
        vote(
            when={
                "above": {"fixed": {"minor": 5, "currency": "EUR"}},
                "up_to": {"fixed": {"minor": 5, "currency": "EUR"}},
            }
        ),
        "votes[0].when is for more than an amount, and for no more than that",
        id="above-and-up-to",
    ),
    pytest.param(
        vote(
            when={
                "above": {"fixed": {"minor": 6, "currency": "EUR"}},
                "up_to": {"fixed": {"minor": 5, "currency": "EUR"}},
            }
        ),
        "votes[0].when is for more than an amount, and for no more than that",
        id="above-more-than-up-to",
    ),
    pytest.param(
        vote() | {"people": {"suspension": {"after": {"count": 2000, "unit": "years"}}}},
        "people.suspension.after is 2000 years, further than the calendar reaches",
        id="too-far",
    ),
    pytest.param(
        {
            "procedures": {
                "written": {"window": {"count": 48, "unit": "hours", "ends": "end_of_day"}}
            }
        },
        "procedures.written.window is counted in hours, and is to end with a day",
        id="hours-to-midnight",
    ),
]


@pytest.mark.parametrize(("changes", "problem"), FLAWS)
def test_a_charter_that_cannot_stand_is_refused_with_the_reason(
    changes: dict[str, Any], problem: str
) -> None:
    """Every number and every time is possible."""
    with pytest.raises(CharterUnsoundError) as caught:
        check_charter(charter(**changes), None)

    assert caught.value.facts == {"problem": problem}
