"""The benchmark runs, and what it writes can be read; nothing here is about time."""

import json
from pathlib import Path

from tests.bench.__main__ import Sizes, measure
from tests.bench.figures import Figure, at_least, at_most, beside, format_table, save_figures

MEMBERS = ["name", "value", "unit", "ratio", "aim", "holds"]


def test_a_run_finds_a_figure_for_each_promise(tmp_path: Path) -> None:
    """Every aim of the benchmark is measured, also in the smallest run."""
    sizes = Sizes(
        statements=10,
        appended=64,
        decided=2,
        changed=4,
        contracts=1,
        changes=2,
        leaves=100,
        seconds=0.001,
    )

    figures = list(measure(tmp_path, sizes))

    assert [figure.aim for figure in figures if figure.aim is not None] == [
        "ratio >= 0.5",  # appends by 64 writers
        "ratio >= 0.7",  # verify
        ">= 300,000 /s",  # the tree alone
        ">= 10,000 /s",  # views
        "<= 20 ms",  # a consolidated copy
        "ratio >= 0.67",  # a contract as of a day
        ">= 10,000 /s",  # views of a portfolio
        "<= 2 ms",  # an outcome
        ">= 5,000 /s",  # decisions replayed
        "<= 1 ms",  # an inclusion proof
        "<= 0.1 ms",  # its check
    ]


def test_figures_are_written_with_the_same_members_each(tmp_path: Path) -> None:
    """Whoever compares two runs finds name, value, unit, ratio, aim and whether it holds."""
    figures = [
        Figure(name="raw", value=9000.0, unit="/s"),
        beside("appends", 4000.0, "/s", yardstick=8000.0, aim=0.5),
        at_most("proof", 2.0, "ms", aim=1),
        at_least("tree", 300_000.0, "/s", aim=300_000),
    ]
    save_figures(tmp_path / "bench.json", figures)

    read = json.loads((tmp_path / "bench.json").read_text())

    assert [list(each) for each in read] == [MEMBERS] * 4
    assert [each["holds"] for each in read] == [None, True, False, True]
    assert [each["ratio"] for each in read] == [None, 0.5, None, None]


def test_the_table_marks_what_misses_its_aim() -> None:
    """A missed aim is not hidden."""
    table = format_table([at_most("proof", 2.0, "ms", aim=1)])

    assert table.splitlines()[1].split() == ["proof", "2", "ms", "<=", "1", "ms", "MISSED"]
