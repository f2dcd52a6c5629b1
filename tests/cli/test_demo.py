"""The demo: everything that it promises is on the page, and its advice works when pasted."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from commands.advice import Trail, next_commands
from commands.score.story import STEPS
from ledger.evidence.statement import Digest
from tests.cli.conftest import Played
from tests.cli.office import Office


def advised(played: Played) -> list[str]:
    """Return the commands under "What to try next"."""
    after = played.result.stdout.partition("What to try next")[2]
    return [line.strip() for line in after.splitlines()[1:] if not line.strip().startswith("#")]


def test_it_ends_well(played: Played) -> None:
    """The demo plays to its end."""
    assert (played.result.exit_code, played.result.exception) == (0, None)


def test_the_bar_counts_the_steps_that_there_are(played: Played) -> None:
    """The progress bar ends full: the story has as many steps as it was told."""
    assert f"{STEPS}/{STEPS}" in played.result.stderr


@pytest.mark.parametrize(
    "said",
    [
        "ADOPTED",
        "recused (conflict)",
        "For: 3 of 4 seats (votes cast); needed: more than 1/2, so 3.",
        "LAPSED",
        "The window is over and no ballot was cast; silence is no vote.",
        "Start-up of 40 sites in 7 countries.",
        "Start-up of 30 sites, 6 countries.",
        "EUR 1,790,000.00 in all",
        "EUR 1,630,000.00 in all",
        "co-1, entry 55",
        "AUD 5,082,667.00 in all",
        "15% of the fee, AUD 414,600.00",
        "15% of the pass-through, AUD 347,800.00",
        "AUD 250,000.00, from contract/glp-1-start-up",
        "●━━━━",
        "before: 1 Scope",
        "IQVIA (quintilesims)",
        "QuintilesIMS (quintilesims)",
        "undisclosed",
        "workshops moved online",
        "28 days",
        "start-up-cycle-time",
        "refused [authority-missing]",
        "nothing was recorded",
        "IT HOLDS",
        "the id that you gave",
        "— countersign.example/score ",
    ],
)
def test_the_page_shows_what_came_of_the_story(played: Played, said: str) -> None:
    """Decision, contract then and now, names, milestones, refusal, verdict, checkpoint."""
    assert said in played.result.stdout


def test_the_log_is_as_large_after_the_refusal_as_before(played: Played) -> None:
    """The refused attempt is shown with both sizes, and they are one."""
    line = next(
        line for line in played.result.stdout.splitlines() if "nothing was recorded" in line
    )
    numbers = [int(word) for word in line.replace(",", " ").split() if word.isdecimal()]

    assert len(numbers) == 2
    assert numbers[0] == numbers[1]


def test_the_slider_marks_the_day_before_the_change_its_day_and_the_last(played: Played) -> None:
    """Three days in a line; the total moves on the change's day."""
    lines = played.result.stdout.partition("A slider over the days")[2].splitlines()
    rail = next(at for at, line in enumerate(lines) if "●" in line)
    total = next(line for line in lines if line.strip().startswith("Total"))

    assert lines[rail].count("●") == 3
    assert lines[rail + 1].split() == ["2017-09-30", "2017-10-01", "2021-07-05"]
    assert " ".join(total.split()) == ("Total EUR 1,630,000.00 EUR 1,790,000.00 EUR 1,790,000.00")


def test_one_document_has_three_dates(played: Played) -> None:
    """In effect before either party signed, executed by the one who signed last."""
    after = played.result.stdout.partition("one document, three dates")[2].partition("In all")
    days = {line.split()[0]: line for line in after[0].splitlines() if line.startswith("  2025")}

    assert list(days) == ["2025-05-14", "2025-05-19", "2025-05-21"]
    assert "takes effect, looking back" in days["2025-05-14"]
    assert "member-f for lexaria" in days["2025-05-19"]
    assert "executed" in days["2025-05-21"]
    assert "AUD 5,202,667.00 from 2025-05-14" in after[2]


def test_no_line_is_wider_than_a_page_or_ends_in_blanks(played: Played) -> None:
    """Without a terminal, tables have 100 columns; only commands to paste are longer."""
    table = played.result.stdout.partition("What to try next")[0].splitlines()

    assert [line for line in table if len(line) > 100 or line != line.rstrip()] == []


def test_its_advice_works_when_pasted(played: Played, tmp_path: Path) -> None:
    """Each suggested line does well in a shell, in order, where the demo was run.

    Only the forged copy is found out; a server is started by a test of its own.
    """
    for folder in ("demo-ledger", "demo-ledger-keys"):
        shutil.copytree(played.office.root / folder, tmp_path / folder)
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    lines = advised(played)
    ended = [
        subprocess.run(["sh", "-c", line], cwd=tmp_path, env={"PATH": path}, check=False).returncode  # noqa: S607
        for line in lines[:-1]
    ]

    assert ended == [0] * 13 + [3]
    assert lines[-1] == "countersign serve --ledger demo-ledger"


def test_it_takes_less_than_ten_seconds(tmp_path: Path) -> None:
    """A newcomer does not wait; what other processes take of this machine is not counted."""
    begun = time.process_time()
    Office(tmp_path).ok("demo", "elsewhere")

    assert time.process_time() - begun < 10


def test_keys_lie_beside_the_ledger_readable_by_their_owner_alone(played: Played) -> None:
    """The story signs with real key files."""
    keys = sorted((played.office.root / "demo-ledger-keys").iterdir())

    assert len(keys) == 13
    assert {key.stat().st_mode & 0o777 for key in keys} == {0o600}


def test_it_replaces_nothing_unasked(played: Played) -> None:
    """A second demo in the same place is refused."""
    played.office.refused(6, "demo-folder-taken", "demo")


def test_it_replaces_an_earlier_demo_when_asked(tmp_path: Path) -> None:
    """--force begins anew where a demo was played."""
    office = Office(tmp_path)
    office.ok("demo")
    key = tmp_path / "demo-ledger" / "keys" / "system"
    first = key.read_bytes()
    office.ok("demo", "--force")

    assert key.read_bytes() != first


@pytest.mark.parametrize("name", ["ledger", "things"])
def test_it_never_replaces_what_is_no_demo(office: Office, name: str) -> None:
    """Another ledger, or other files, stay where they are, forced or not."""
    (office.root / "things").mkdir()
    (office.root / "things" / "thesis.txt").write_text("years of work")

    office.refused(6, "demo-folder-taken", "demo", name, "--force")
    assert (office.root / "things" / "thesis.txt").exists()


def test_an_empty_folder_is_no_obstacle(bare: Office) -> None:
    """A folder that holds nothing can be used."""
    (bare.root / "empty").mkdir()
    bare.ok("demo", "empty")

    assert (bare.root / "empty" / "ledger.json").exists()


@pytest.mark.parametrize(
    ("called", "path", "program"),
    [
        ("/opt/bin/countersign", "/opt/bin", "countersign"),
        (".venv/bin/countersign", "/usr/bin", ".venv/bin/countersign"),
        ("/usr/bin/pytest", "/usr/bin", "countersign"),
    ],
)
def test_its_advice_names_the_program_as_it_was_called(
    monkeypatch: pytest.MonkeyPatch, called: str, path: str, program: str
) -> None:
    """Under make it is not on the path, and the advice still works."""
    monkeypatch.setattr(sys, "argv", [called, "demo"])
    monkeypatch.setattr(shutil, "which", lambda name: f"{path}/{name}")
    trail = Trail(
        folder=Path("demo-ledger"),
        ledger=Digest("sha256:0"),
        decision="decision/jsc/1",
        contract="wo",
        day_before="2017-09-30",
        closing=51,
        reader="salesforce",
    )

    assert next(next_commands(trail))[1].startswith(f"{program} history ")
