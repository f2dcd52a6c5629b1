"""show contract: what became of a contract, in words that pretend nothing."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from commands.tables.contract import contract_page
from projections import consolidated
from projections.runner import Views
from tests.cli.test_tables import printed
from tests.projections.conftest import ANYBODY, StoryArchive
from tests.unit.domain.agreement import CONTRACT, Deal
from tests.unit.domain.lives import SECOND, whole_life

Page = Callable[..., str]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """Print the page of a contract of a whole life, as of a day."""
    views = Views.open(tmp_path_factory.mktemp("life") / "views.db", StoryArchive(whole_life()))
    views.catch_up()

    def show(day: date, stream: str = CONTRACT) -> str:
        with views.connection() as connection:
            view = consolidated.load(connection, ANYBODY, stream, effective=day)
        assert view is not None
        return " ".join(printed(contract_page(view)).split())

    yield show
    views.close()


@pytest.mark.parametrize(
    "said",
    [
        "status in force",
        "suspended 2021-02-01 2021-03-01",
        "noticed 2021-01-21 on breach, cured on 2021-02-05",
        "renewed 2021-09-01 2022-02-28 the term until 2021-08-31 went on",
        "renewal declined 2022-02-28 the term ends that day",
        "expired 2022-02-28",
        "report iqvia to servier 2021-01-10 cured on 2021-01-20",
        "pay servier to iqvia report fulfilled on 2021-01-16",
        "train iqvia to servier open",
        "signature fee EUR 150.00 2021-01-16 boss-servier (servier)",
        "signature 15% of the fee, EUR 150.00 score, entry 21",
        "convenience each party: 20 days' notice, 40 days to wind down score, entry 21",
        "administrative: parties score, entry 21 restatement: parties",
    ],
)
def test_a_contract_shows_what_became_of_it(page: Page, said: str) -> None:
    """Rest, cure, renewal and end; each duty and each payment."""
    assert said in page(date(2021, 9, 1))


@pytest.mark.parametrize(
    ("day", "stream", "said"),
    [
        (date(2021, 1, 18), CONTRACT, "breached on 2021-01-16, to be cured until 2021-02-05"),
        (date(2021, 1, 14), CONTRACT, "report iqvia to servier 2021-01-10 open, late"),
        (date(2021, 7, 1), SECOND, "stays 10 Secrecy"),
        (date(2021, 7, 1), SECOND, "status winding down"),
        (date(2021, 7, 1), SECOND, "on convenience, taken back"),
        (date(2021, 7, 1), SECOND, "terminated 2021-06-30"),
    ],
)
def test_a_page_is_of_its_day(page: Page, day: date, stream: str, said: str) -> None:
    """What stands then, not what came of it."""
    assert said in page(day, stream)


def test_a_running_notice_says_when_it_can_end_the_contract(tmp_path: Path) -> None:
    """And until when its breach can be cured."""
    deal = Deal()
    deal.execute()
    deal.notice("breach")
    views = Views.open(tmp_path / "views.db", StoryArchive(deal))
    views.catch_up()
    with views.connection() as connection:
        view = consolidated.load(connection, ANYBODY, CONTRACT, effective=date(2021, 1, 1))
    views.close()
    assert view is not None

    said = " ".join(printed(contract_page(view)).split())

    assert "on breach, ends 2021-02-15 at the earliest, cured until 2021-02-15" in said
    assert "Released upon" not in said
    assert "stays" not in said
